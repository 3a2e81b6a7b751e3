// The kinds of node: each has a colour, given by explorer.css, and a shape, so that colour is never alone.
import { element } from "./dom.js";

const SVG = "http://www.w3.org/2000/svg";

/** The corners of a regular polygon in the square from -1 to 1. */
function regular(corners, turn = 0) {
  return Array.from({ length: corners }, (_, index) => {
    const angle = ((index + turn) / corners) * 2 * Math.PI - Math.PI / 2;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** A star in the square from -1 to 1. */
function star(tips) {
  return Array.from({ length: tips * 2 }, (_, index) => {
    const angle = (index / (tips * 2)) * 2 * Math.PI - Math.PI / 2;
    const radius = index % 2 ? 0.5 : 1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}

/** The outline of each kind, in the order of the legend. */
const OUTLINES = {
  feature: regular(24),
  mechanism: regular(4),
  provider: regular(6),
  product: regular(5),
  document: [[-0.75, -1], [0.3, -1], [0.75, -0.5], [0.75, 1], [-0.75, 1]],
  edition: [[-1, -0.65], [1, -0.65], [1, 0.65], [-1, 0.65]],
  statement: regular(3),
  link: star(4),
  other: regular(8, 0.5),
};

export const KINDS = Object.keys(OUTLINES);

/** The kind that a node is drawn as. */
export function kindOf(node) {
  return Object.hasOwn(OUTLINES, node.kind) ? node.kind : "other";
}

/** The points of a kind for Cytoscape's `shape-polygon-points`. */
export function pointsOf(kind) {
  return OUTLINES[kind].flat().map((value) => value.toFixed(3)).join(" ");
}

/** The mark of a kind, as in the drawing. */
function mark(kind) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [key, value] of Object.entries({ viewBox: "-1.2 -1.2 2.4 2.4", width: "16", height: "16", "aria-hidden": "true", class: `mark kind-${kind}` })) svg.setAttribute(key, value);
  const polygon = document.createElementNS(SVG, "polygon");
  polygon.setAttribute("points", OUTLINES[kind].map((point) => point.map((value) => value.toFixed(3)).join(",")).join(" "));
  svg.append(polygon);
  return svg;
}

/**
 * The legend of the kinds that a graph has, with how many there are of each.
 * @param {{kind: string}[]} nodes
 */
export function legend(nodes) {
  const counts = new Map(KINDS.map((kind) => [kind, 0]));
  for (const node of nodes) counts.set(kindOf(node), counts.get(kindOf(node)) + 1);
  const present = KINDS.filter((kind) => counts.get(kind));
  return element("ul", { class: "legend", "aria-label": "Legend" }, ...present.map((kind) => element("li", {}, mark(kind), ` ${kind} (${counts.get(kind)})`)));
}
