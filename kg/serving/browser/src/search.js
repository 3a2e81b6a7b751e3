// Suggestions under the search field: the combobox of the ARIA Authoring Practices, with the list as a pop-up.
import { element, idOf, once } from "./dom.js";

const DELAY = 180;

/** @param {HTMLInputElement} input */
function makeCombobox(input) {
  const list = element("ul", { role: "listbox", "aria-label": "Suggestions", class: "suggestions", hidden: true });
  const status = element("span", { role: "status", class: "visually-hidden" });
  const options = () => [...list.children];
  let active = -1;
  let timer;
  let controller;

  input.after(list, status);
  const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": idOf(list, "suggestions") };
  for (const [key, value] of Object.entries(attributes)) input.setAttribute(key, value);

  const activate = (index) => {
    active = index;
    for (const [place, option] of options().entries()) option.setAttribute("aria-selected", String(place === index));
    const option = options()[index];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    controller?.abort();
    clearTimeout(timer);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  };
  const show = (items) => {
    list.replaceChildren(
      ...items.slice(0, 10).map((item) => {
        const option = element("li", { role: "option", "aria-selected": "false" }, element("span", {}, item.label), " ", element("small", {}, item.kind ?? ""));
        idOf(option, "suggestion");
        option.dataset.href = item.href;
        return option;
      }),
    );
    list.hidden = items.length === 0;
    input.setAttribute("aria-expanded", String(items.length > 0));
    status.textContent = items.length ? `${list.children.length} suggestions` : "No suggestions";
    activate(-1);
  };
  const fetchItems = async () => {
    const text = input.value.trim();
    if (text.length < 2) return close();
    controller?.abort();
    controller = new AbortController();
    try {
      const answer = await fetch(input.dataset.suggest + encodeURIComponent(text), { signal: controller.signal });
      if (answer.ok) show(await answer.json());
    } catch {
      // superseded by the next letter, or no server: the form still searches
    }
    return undefined;
  };
  const open = (option) => window.location.assign(new URL(option.dataset.href, new URL(input.dataset.suggest, document.baseURI))); // they are relative to where they came from

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(fetchItems, DELAY);
  });
  input.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : options().length;
    if (event.key === "Escape" && count) {
      close();
      event.preventDefault();
    } else if (event.key === "ArrowDown" && count) {
      activate((active + 1) % count);
      event.preventDefault();
    } else if (event.key === "ArrowUp" && count) {
      activate((active <= 0 ? count : active) - 1);
      event.preventDefault();
    } else if (event.key === "Enter" && count && active >= 0) {
      event.preventDefault();
      open(options()[active]);
    }
  });
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) open(option);
  });
}

/** @param {ParentNode} root */
export function enhanceSearch(root) {
  for (const input of root.querySelectorAll("input[data-suggest]")) {
    if (once(input, "suggest")) makeCombobox(input);
  }
}
