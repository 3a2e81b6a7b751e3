// The theme switch in the header: auto, light, dark.
import { element, once } from "./dom.js";
import { applyTheme, storeTheme, storedTheme } from "./store.js";

const THEMES = ["auto", "light", "dark"];
const MARKS = { auto: "◐", light: "☀", dark: "☾" };

/** @param {ParentNode} root */
export function enhanceTheme(root) {
  const header = root.querySelector("header.site");
  if (!header || !once(header, "theme")) return;
  let theme = storedTheme();
  const mark = element("span", { "aria-hidden": "true" });
  const name = element("span");
  const button = element("button", { type: "button", class: "theme" }, mark, " ", element("span", { class: "visually-hidden" }, "Theme: "), name);
  const show = () => {
    applyTheme(theme);
    mark.textContent = MARKS[theme];
    name.textContent = theme;
  };
  button.addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    storeTheme(theme);
    show();
  });
  show();
  header.append(button);
}
