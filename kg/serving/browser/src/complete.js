// Completion in the query editor: our terms, prefixes and their declarations, SPARQL's words, the query's variables.

const KEYWORDS = (
  "SELECT DISTINCT REDUCED CONSTRUCT DESCRIBE ASK WHERE FROM NAMED GRAPH OPTIONAL UNION MINUS FILTER BIND VALUES SERVICE " +
  "PREFIX BASE AS IN EXISTS UNDEF LIMIT OFFSET"
).split(" ");
const PHRASES = ["GROUP BY", "ORDER BY", "HAVING", "NOT EXISTS", "NOT IN", "ASC", "DESC", "true", "false"];
const FUNCTIONS = (
  "COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT " +
  "STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY NOW UUID STRUUID COALESCE IF " +
  "STRLANG STRDT SAMETERM ISIRI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE"
).split(" ");
const TYPES = { property: "property", class: "class", concept: "constant" };

const keywords = [
  ...[...KEYWORDS, ...PHRASES].map((label) => ({ label, type: "keyword" })),
  ...FUNCTIONS.map((label) => ({ label, type: "function", apply: `${label}(`, boost: -10 })),
];

/** Whether a position lies in a comment, in an IRI or in a one-line string, where nothing is completed. */
function inText(line) {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "");
  return /#|["'<]\S*$|["'][^"']*$/.test(bare);
}

/** The prefixes that a query declares. */
function declared(text) {
  return new Set([...text.matchAll(/^\s*PREFIX\s+([\w.-]*):/gim)].map((match) => match[1]));
}

/**
 * A completion source for CodeMirror. The server knows our prefixes: a name needs no declaration, but may have one.
 * @param {{prefixes?: Record<string, string>, terms?: {name: string, kind: string, label?: string, comment?: string}[]}} vocabulary
 */
export function completionSource({ prefixes = {}, terms = [] }) {
  const names = terms.map((term) => ({
    label: term.name,
    type: TYPES[term.kind] ?? "text",
    detail: term.label,
    info: term.comment || undefined,
    apply: term.name,
  }));
  // the same terms by their labels: "has feature" finds kg:hasFeature
  const labels = terms
    .filter((term) => term.label)
    .map((term) => ({ ...names[terms.indexOf(term)], label: term.label, displayLabel: term.name, boost: -1 }));
  const sought = (word) => labels.filter((option) => !option.displayLabel.toLowerCase().includes(word.toLowerCase())); // none twice
  const prefixNames = Object.keys(prefixes).map((prefix) => ({ label: `${prefix}:`, type: "namespace", detail: prefixes[prefix], boost: -2 }));
  const declarations = Object.entries(prefixes).map(([prefix, iri]) => ({ label: `${prefix}:`, type: "namespace", detail: iri, apply: `${prefix}: <${iri}>\n` }));
  const lines = Object.entries(prefixes).map(([prefix, iri]) => ({ label: `PREFIX ${prefix}:`, type: "namespace", detail: iri, apply: `PREFIX ${prefix}: <${iri}>\n`, boost: -5 }));

  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const before = line.text.slice(0, context.pos - line.from);
    if (inText(before)) return null;

    const declaring = /^\s*PREFIX\s+([\w.-]*:?)$/i.exec(before);
    if (declaring) {
      const known = declared(context.state.doc.toString());
      const options = declarations.filter((option) => !known.has(option.label.slice(0, -1)));
      return { from: context.pos - declaring[1].length, options, validFor: /^[\w.-]*:?$/ };
    }
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const found = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
      found.delete(variable.text); // the word being typed, unless it occurs elsewhere too, which completes nothing
      return { from: variable.from, options: [...found].sort().map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    const prefixed = context.matchBefore(/[A-Za-z_][\w.-]*:[\w.-]*/);
    if (prefixed) {
      const prefix = prefixed.text.slice(0, prefixed.text.indexOf(":") + 1);
      return { from: prefixed.from, options: names.filter((option) => option.label.startsWith(prefix)), validFor: /^[\w.-]*:[\w.-]*$/ };
    }
    const word = context.matchBefore(/[A-Za-z_][\w-]*/);
    if (!word && !context.explicit) return null;
    const start = before.trim() === (word?.text ?? "") ? lines : [];
    return { from: word?.from ?? context.pos, options: [...keywords, ...names, ...(word ? sought(word.text) : []), ...prefixNames, ...start] };
  };
}
