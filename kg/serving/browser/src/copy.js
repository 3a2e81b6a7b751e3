// Copy buttons beside IRIs: <code data-copy>.
import { element, once } from "./dom.js";

/** @param {ParentNode} root */
export function enhanceCopying(root) {
  if (!navigator.clipboard) return; // only https and localhost have one
  for (const code of root.querySelectorAll("code[data-copy]")) {
    if (!once(code, "copy")) continue;
    const text = code.dataset.copy || code.textContent.trim();
    const word = element("span", {}, "Copy");
    const button = element("button", { type: "button", class: "copy" }, word, element("span", { class: "visually-hidden" }, ` ${text}`));
    const status = element("span", { role: "status", class: "visually-hidden" }); // beside the button: inside, it would be no part of its name
    const say = (said, heard) => {
      word.textContent = said;
      status.textContent = heard;
    };
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text);
        say("Copied", "Copied");
      } catch {
        say("Not copied", "Not copied");
      }
      setTimeout(say, 2000, "Copy", "");
    });
    code.after(" ", button, status);
  }
}
