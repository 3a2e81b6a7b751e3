// Building elements. Data only ever becomes text: nothing here parses markup.

let counter = 0;

/**
 * An element with attributes and children; a string child becomes text.
 * @param {string} name
 * @param {Record<string, string | boolean | null | undefined>} [attributes] true sets an empty one, false and null none
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/**
 * The id of an element, which gets one where it has none: with a low line before it, as all ids of the pages that are
 * not the name of something in the graph.
 * @param {Element} node
 * @param {string} stem
 */
export function idOf(node, stem) {
  if (!node.id) {
    do counter += 1;
    while (document.getElementById(`_${stem}-${counter}`));
    node.id = `_${stem}-${counter}`;
  }
  return node.id;
}

/**
 * Whether this is the first time that an element is enhanced for a purpose.
 * @param {Element} node
 * @param {string} purpose
 */
export function once(node, purpose) {
  const key = `enhanced-${purpose}`;
  if (node.hasAttribute(`data-${key}`)) return false;
  node.setAttribute(`data-${key}`, "");
  return true;
}

/** A count with its noun: `plural(1, "row")`. */
export function plural(count, noun) {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
