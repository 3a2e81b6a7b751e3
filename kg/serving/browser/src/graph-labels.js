// Which labels are shown: as many as fit without covering each other, the important ones first.

const SIZE = 12; // of the letters and, below, of the nodes: in pixels of the screen at every zoom
const NODE = 14;
const SMALLEST = 8;
const CENTRE = 24;
const FOCUS = 20;
const LINE = 15;
const GAP = 3;
const CUT = 30; // letters of a label, where there are many
const MANY = 60; // nodes
const WIDEST = 220;
const PLACES = [
  { "text-valign": "bottom", "text-halign": "center" },
  { "text-valign": "top", "text-halign": "center" },
  { "text-valign": "center", "text-halign": "right" },
  { "text-valign": "center", "text-halign": "left" },
];

const pen = document.createElement("canvas").getContext("2d");

/** A label as it is shown where it isn't in focus. */
export function cut(label) {
  const letters = [...label];
  return letters.length > CUT ? `${letters.slice(0, CUT - 1).join("").trimEnd()}…` : label;
}

/** The box of a label beside a node, in pixels of the screen. */
function boxAt(place, { x, y }, width, height, radius) {
  const { "text-valign": vertical, "text-halign": horizontal } = PLACES[place];
  const left = horizontal === "center" ? x - width / 2 : horizontal === "right" ? x + radius + GAP : x - radius - GAP - width;
  const top = vertical === "center" ? y - height / 2 : vertical === "bottom" ? y + radius + GAP : y - radius - GAP - height;
  return { left, top, right: left + width, bottom: top + height };
}

/** How far apart the nodes lie on the screen, roughly. */
function spacing(cy) {
  const [xs, ys] = ["x", "y"].map((axis) => cy.nodes().map((node) => node.position(axis)));
  const area = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
  return area ? cy.zoom() * Math.sqrt(area / xs.length) : NODE * 4;
}

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Sizes nodes and letters for the zoom, and shows the labels that have room.
 * @param {import("cytoscape").Core} cy
 * @param {string} font of the page
 */
export function relabel(cy, font) {
  const zoom = cy.zoom();
  const usual = Math.max(SMALLEST, Math.min(NODE, 0.4 * spacing(cy)));
  const radius = (node) => (node.data("distance") === 0 ? CENTRE : node.hasClass("focus") ? FOCUS : usual) / 2;
  const rank = (node) => (node.hasClass("focus") ? 1e6 : 0) + (node.data("distance") === 0 ? 1e5 : 0) + (node.hasClass("near") ? 1e4 : 0) + node.degree() - (node.data("distance") ?? 0) / 10;
  const nodes = cy.nodes().toArray();
  const marks = nodes.map((node) => {
    const { x, y } = node.renderedPosition();
    const half = radius(node) * 0.8;
    return { node, left: x - half, right: x + half, top: y - half, bottom: y + half };
  });
  const few = nodes.length <= MANY;
  const taken = [];
  const order = nodes.map((node, index) => ({ node, index, rank: rank(node) })).sort((a, b) => b.rank - a.rank || a.index - b.index);
  cy.batch(() => {
    for (const { node } of order) {
      const focus = node.hasClass("focus");
      const important = focus || node.data("distance") === 0;
      const texts = important || !few ? [important ? node.data("label") : node.data("short")] : [node.data("label"), node.data("short")];
      const position = node.renderedPosition();
      const inside = position.x > 0 && position.y > 0 && position.x < cy.width() && position.y < cy.height();
      const fits = (box) =>
        !(inside && (box.left < 2 || box.top < 2 || box.right > cy.width() - 2 || box.bottom > cy.height() - 2)) &&
        !taken.some((other) => overlap(box, other)) &&
        !marks.some((other) => other.node !== node && overlap(box, other));
      let shown = null;
      for (const text of texts) {
        pen.font = `${important ? "600 " : ""}${SIZE}px ${font}`;
        const full = pen.measureText(text).width + 6;
        const width = Math.min(full, WIDEST);
        const height = LINE * Math.ceil(full / width);
        const boxes = PLACES.map((_, place) => boxAt(place, position, width, height, radius(node)));
        const place = boxes.findIndex(fits);
        if (place >= 0) shown = { text, place, box: boxes[place] };
        else if (important) shown = { text, place: 0, box: boxes[0] };
        if (shown) break;
      }
      if (shown) taken.push(shown.box);
      const place = PLACES[shown?.place ?? 0];
      const size = (2 * radius(node)) / zoom;
      node.style({
        label: shown?.text ?? "",
        width: size,
        height: size,
        "font-size": SIZE / zoom,
        "text-margin-x": ({ right: GAP, left: -GAP }[place["text-halign"]] ?? 0) / zoom,
        "text-margin-y": ({ bottom: GAP, top: -GAP }[place["text-valign"]] ?? 0) / zoom,
        "text-outline-width": 2 / zoom,
        "text-max-width": WIDEST / zoom,
        "border-width": (focus ? 3 : 1) / zoom,
        ...place,
      });
    }
    cy.edges().forEach((edge) => {
      const near = edge.hasClass("near");
      edge.style({ width: (near ? 2 : 1) / zoom, "arrow-scale": 0.7 / zoom, label: near ? edge.data("label") : "", "font-size": 11 / zoom, "text-outline-width": 2 / zoom });
    });
  });
}
