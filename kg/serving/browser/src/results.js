// What an endpoint answers, as elements: rows, a truth value, Turtle or a problem.
import { element, plural } from "./dom.js";

const ROWS = 1000;
const XSD_STRING = "http://www.w3.org/2001/XMLSchema#string";

/**
 * How IRIs are written and which of them are links.
 * @typedef {{prefixes: Record<string, string>, links?: string, bases: string[]}} Naming
 */

/** An IRI by its prefix, where one fits and the rest is a plain name. */
function shorten(iri, prefixes) {
  for (const [prefix, base] of Object.entries(prefixes)) {
    if (base && iri.startsWith(base) && /^[\w.-]+$/.test(iri.slice(base.length))) return `${prefix}:${iri.slice(base.length)}`;
  }
  return iri;
}

/**
 * A term of a result.
 * @param {{type: string, value: string, datatype?: string, "xml:lang"?: string}} term
 * @param {Naming} naming
 */
function termNode(term, naming) {
  if (term.type === "uri") {
    const text = shorten(term.value, naming.prefixes);
    const linked = naming.links !== undefined && (!naming.bases.length || naming.bases.some((base) => term.value.startsWith(base)));
    return linked ? element("a", { href: naming.links + encodeURIComponent(term.value), title: term.value }, text) : element("span", { class: "iri" }, text);
  }
  if (term.type === "bnode") return element("span", { class: "iri" }, `_:${term.value}`);
  if (term.type === "triple") return element("span", { class: "iri" }, JSON.stringify(term.value));
  const node = element("span", {}, term.value);
  const lang = term["xml:lang"];
  if (lang) {
    const text = element("span", { lang }, term.value);
    return element("span", {}, text, " ", element("small", {}, `@${lang}`));
  }
  if (term.datatype && term.datatype !== XSD_STRING && !/^[-+]?\d+(\.\d+)?$/.test(term.value)) {
    node.append(" ", element("small", {}, shorten(term.datatype, { xsd: "http://www.w3.org/2001/XMLSchema#", ...naming.prefixes })));
  }
  return node;
}

/**
 * The table of a SELECT, in its scrolling region.
 * @param {{head: {vars: string[]}, results: {bindings: Record<string, object>[]}}} answer
 * @param {Naming} naming
 */
export function bindingsTable(answer, naming) {
  const names = answer.head.vars;
  const rows = answer.results.bindings;
  const caption = element("caption", { id: "_results-caption" }, rows.length > ROWS ? `The first ${plural(ROWS, "row")} of ${rows.length.toLocaleString("en")}: the CSV has them all` : "Results");
  const body = element("tbody");
  for (const row of rows.slice(0, ROWS)) {
    const line = element("tr");
    for (const name of names) {
      const cell = element("td");
      if (row[name]) {
        cell.append(termNode(row[name], naming));
        cell.dataset.value = row[name].value;
        if (row[name].type === "literal" && /^[-+]?[\d.]+$/.test(row[name].value)) cell.className = "number";
      }
      line.append(cell);
    }
    body.append(line);
  }
  const heads = names.map((name) => element("th", { scope: "col" }, name));
  const table = element("table", { class: "matrix results", "data-sortable": true, "data-filterable": true }, caption, element("thead", {}, element("tr", {}, ...heads)), body);
  return element("div", { class: "scroll", role: "region", tabindex: "0", "aria-labelledby": "_results-caption" }, table);
}

/** Turtle, N-Triples or whatever text came. */
export function textBlock(text) {
  return element("pre", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Result" }, element("code", {}, text));
}

/** A notice that something went wrong. */
export function problem(title, detail) {
  const notice = element("div", { role: "alert", class: "notice error" }, element("p", {}, element("strong", {}, title)));
  if (detail) notice.append(element("pre", { class: "detail" }, detail));
  return notice;
}

/** The notice of an answer that is not 2xx: a problem document where it is one. */
export async function problemOf(answer) {
  const text = await answer.text();
  try {
    const { title, detail } = JSON.parse(text);
    if (title || detail) return problem(title || `Error ${answer.status}`, detail);
  } catch {
    // not a problem document
  }
  return problem(`Error ${answer.status}`, text.slice(0, 2000));
}
