// Where the nodes lie: the same data always give the same drawing.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";

cytoscape.use(fcose);

const CLOSEST = 2; // the zoom at which a few nodes lie well apart

/** Runs a task with a seeded Math.random, which the layout draws from. */
function seeded(task) {
  const random = Math.random;
  let state = 0x9e3779b9;
  Math.random = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
  try {
    return task();
  } finally {
    Math.random = random;
  }
}

/** The extent of the nodes' middles: boxes of nodes and labels would depend on the zoom, at which they keep their size. */
function extent(cy) {
  const [xs, ys] = ["x", "y"].map((axis) => cy.nodes().map((node) => node.position(axis)));
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** The room of the canvas, without a margin for the outer labels. */
function room(cy) {
  return { width: cy.width() - 2 * Math.min(100, cy.width() * 0.12), height: cy.height() - 2 * 40 };
}

/** Stretches a drawing to the shape of its canvas: a round one in a wide canvas leaves room unused. */
function stretch(cy) {
  const [box, canvas] = [extent(cy), room(cy)];
  const factor = (canvas.width / canvas.height) * (box.height / box.width);
  if (!Number.isFinite(factor) || factor === 0) return;
  const by = Math.min(Math.max(factor, 0.4), 2.5);
  cy.nodes().positions((node) => ({ x: node.position("x") * by, y: node.position("y") }));
}

/** Shows the whole drawing. */
export function fit(cy) {
  const [box, canvas] = [extent(cy), room(cy)];
  const zoom = Math.max(cy.minZoom(), Math.min(canvas.width / (box.width || 1), canvas.height / (box.height || 1), CLOSEST));
  const pan = {
    x: cy.width() / 2 - (box.left + box.width / 2) * zoom,
    y: cy.height() / 2 - (box.top + box.height / 2) * zoom,
  };
  cy.viewport({ zoom, pan });
}

/** Lays out a graph by its forces, from a start that is the same each time. */
export function layOut(cy) {
  const count = cy.nodes().length;
  seeded(() =>
    cy
      .layout({
        name: "fcose",
        quality: count > 600 ? "default" : "proof",
        animate: false,
        fit: false,
        randomize: true,
        nodeDimensionsIncludeLabels: false,
        nodeSeparation: 90,
        idealEdgeLength: (edge) => 60 + 6 * Math.sqrt(Math.min(edge.source().degree(), edge.target().degree())),
        nodeRepulsion: () => 9000,
        gravity: 0.2,
        packComponents: false,
        numIter: 3000,
      })
      .run(),
  );
  stretch(cy);
}
