// Tables that are sorted by their column heads and filtered by a field above them.
import { element, idOf, once, plural } from "./dom.js";

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const NUMBER = /^[-+]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?\s*%?$/;
const ORDERS = ["none", "ascending", "descending"];

/**
 * What a cell is sorted by: a number where it is one, else text; null where it is empty.
 * @param {HTMLTableCellElement | undefined} cell
 */
function keyOf(cell) {
  const text = (cell?.dataset.value ?? cell?.textContent ?? "").trim();
  if (text === "") return null;
  return NUMBER.test(text) ? parseFloat(text.replaceAll(",", "")) : text;
}

/** Compares two keys: numbers before texts. */
function compare(a, b) {
  if (typeof a === "number") return typeof b === "number" ? a - b : -1;
  return typeof b === "number" ? 1 : collator.compare(a, b);
}

/** The rows of a body by a column; rows that are equal keep their order, and empty cells come last either way. */
function sorted(rows, column, order) {
  const sign = order === "descending" ? -1 : 1;
  const keyed = rows.map((row) => ({ row, key: keyOf(row.cells[column]) }));
  keyed.sort((a, b) => {
    if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
    return sign * compare(a.key, b.key);
  });
  return keyed.map(({ row }) => row);
}

/** @param {HTMLTableElement} table */
function makeSortable(table) {
  const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [])];
  const cells = [...table.querySelectorAll("tbody > tr > *, thead th")];
  if (cells.some((cell) => cell.rowSpan > 1 || cell.colSpan > 1)) return; // columns have no one number
  const original = [...table.tBodies].map((body) => [body, [...body.rows]]);

  const sortBy = (column, order) => {
    for (const [index, head] of heads.entries()) {
      if (index === column && order !== "none") head.setAttribute("aria-sort", order);
      else head.removeAttribute("aria-sort");
    }
    for (const [body, rows] of original) body.append(...(order === "none" ? rows : sorted(rows, column, order)));
  };

  for (const [column, head] of heads.entries()) {
    const name = head.textContent.trim();
    if (!name || head.dataset.sort === "off") continue;
    const arrow = element("span", { class: "arrow", "aria-hidden": "true" });
    let button;
    if (head.querySelector("a, button, input")) {
      // a head that links somewhere keeps its link, and has the button beside it
      button = element("button", { type: "button", class: "sort beside" }, element("span", { class: "visually-hidden" }, `Sort by ${name}`), arrow);
      head.append(" ", button);
    } else {
      button = element("button", { type: "button", class: "sort" }, element("span", {}, ...head.childNodes), arrow);
      head.append(button);
    }
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort") ?? "none";
      sortBy(column, ORDERS[(ORDERS.indexOf(now) + 1) % ORDERS.length]);
    });
  }
}

/** @param {HTMLTableElement} table */
function makeFilterable(table) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  if (rows.length < 4) return; // nothing to look for
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));
  const region = table.closest("[aria-labelledby]");
  const caption = (table.caption ?? document.getElementById(region?.getAttribute("aria-labelledby")))?.textContent.trim();
  const input = element("input", { type: "search", autocomplete: "off", spellcheck: "false" });
  const count = element("span", { role: "status" }, plural(rows.length, "row"));
  const label = element("label", { for: idOf(input, "filter") }, "Filter rows");
  if (caption) label.append(element("span", { class: "visually-hidden" }, ` of ${caption}`));
  const tools = element("div", { class: "table-tools" }, label, input, count);

  let timer;
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of texts) {
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = words.length ? `${shown.toLocaleString("en")} of ${plural(rows.length, "row")}` : plural(rows.length, "row");
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // not to submit a form around the table
  });
  (table.closest(".scroll") ?? table).before(tools);
}

/** @param {ParentNode} root */
export function enhanceTables(root) {
  for (const table of root.querySelectorAll("table[data-sortable]")) {
    if (once(table, "sort")) makeSortable(table);
  }
  for (const table of root.querySelectorAll("table[data-filterable]")) {
    if (once(table, "filter")) makeFilterable(table);
  }
}
