// The neighbourhood of a node, drawn: <figure data-graph="…json">, with the table after it as its twin.
import cytoscape from "cytoscape";
import { element, idOf, once, plural } from "./dom.js";
import { actionOf } from "./graph-keys.js";
import { KINDS, kindOf, legend, pointsOf } from "./graph-kinds.js";
import { cut, relabel } from "./graph-labels.js";
import { fit, layOut } from "./graph-layout.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** The elements of Cytoscape, the centre first and the rest by their distance from it. */
function elementsOf({ nodes, edges }) {
  const known = new Set(nodes.map((node) => node.id));
  const ordered = [...nodes].sort((a, b) => (a.distance ?? 9) - (b.distance ?? 9));
  return [
    ...ordered.map((node) => ({ data: { ...node, kind: kindOf(node), short: cut(node.label) } })),
    ...edges
      .filter((edge) => known.has(edge.source) && known.has(edge.target))
      .map((edge, index) => ({ data: { id: `edge ${index}`, source: edge.source, target: edge.target, label: edge.label ?? "" } })),
  ];
}

/** The style of the drawing in the colours that the style sheet gives the figure now. */
function styleOf(canvas, marks) {
  const { color, backgroundColor, borderTopColor, outlineColor, fontFamily } = getComputedStyle(canvas);
  const base = { color, "font-family": fontFamily, "text-outline-color": backgroundColor, "text-wrap": "wrap" };
  const kinds = KINDS.map((kind) => {
    const fill = marks.querySelector(`.kind-${kind}`) ? getComputedStyle(marks.querySelector(`.kind-${kind}`)).fill : color;
    return { selector: `node[kind = "${kind}"]`, style: { shape: "polygon", "shape-polygon-points": pointsOf(kind), "background-color": fill } };
  });
  return [
    { selector: "node", style: { ...base, "border-color": backgroundColor, "overlay-opacity": 0 } },
    ...kinds,
    { selector: "node[distance = 0]", style: { "font-weight": 600, "z-index": 8 } },
    { selector: "edge", style: { ...base, "line-color": borderTopColor, "target-arrow-color": borderTopColor, "target-arrow-shape": "triangle", "curve-style": "bezier", "overlay-opacity": 0 } },
    { selector: "edge.near", style: { "line-color": outlineColor, "target-arrow-color": outlineColor, "text-rotation": "autorotate", "z-index": 5 } },
    { selector: "node.near", style: { "z-index": 6 } },
    { selector: "node.far", style: { opacity: 0.45 } },
    { selector: "edge.far", style: { opacity: 0.3 } },
    { selector: "node.focus, node[distance = 0]", style: { "text-background-color": backgroundColor, "text-background-opacity": 0.85 } },
    { selector: "node.focus", style: { "font-weight": 600, "border-color": color, "z-index": 9 } },
  ];
}

/** The parts of the figure around the drawing. */
function frame(figure, data) {
  const help = element(
    "p",
    { class: "hint" },
    "Arrow keys move between nodes, Page Down and Page Up go through all of them, Home returns to the centre, Enter opens a node's page, " +
      "+ and − zoom, 0 shows all, Shift with an arrow key moves the drawing, Escape leaves it.",
  );
  const status = element("span", { role: "status" });
  const link = element("a", { hidden: true }, "Open its page");
  const twin = document.querySelector("table.twin");
  const toTwin = twin ? element("a", { href: `#${idOf(twin, "twin")}`, class: "to-twin" }, "The same as a table") : null;
  const caption = figure.querySelector("figcaption");
  const canvas = element("div", {
    class: "graph-canvas",
    tabindex: "0",
    role: "application",
    "aria-roledescription": "graph",
    "aria-describedby": idOf(help, "graph-help"),
    ...(caption ? { "aria-labelledby": idOf(caption, "graph-caption") } : { "aria-label": "Graph" }),
  });
  const button = (text, name) => element("button", { type: "button", class: "secondary", "aria-label": name, title: name }, text);
  const [zoomIn, zoomOut, fitButton] = [button("+", "Zoom in"), button("−", "Zoom out"), button("Fit", "Fit the whole graph")];
  const marks = legend(data.nodes);
  const where = element("p", { class: "graph-status" }, status, " ", link);
  const tools = element("div", { class: "graph-tools" }, zoomIn, zoomOut, fitButton, ...(toTwin ? [toTwin] : []));
  figure.prepend(tools, canvas, where, marks, help);
  if (twin && !twin.hasAttribute("tabindex")) twin.tabIndex = -1;
  return { canvas, status, link, toTwin, zoomIn, zoomOut, fitButton, marks };
}

/** The node under a finger, if there is one. */
function nearest(cy, x, y) {
  const distance = (node) => Math.hypot(node.renderedPosition("x") - x, node.renderedPosition("y") - y);
  const found = cy.nodes().min(distance);
  return found.value < 24 ? found.ele : null;
}

/** Draws a graph into its figure. */
function draw(figure, data) {
  const parts = frame(figure, data);
  const { canvas, status, link } = parts;
  figure.hidden = false;
  figure.classList.add("ready");
  const cy = cytoscape({
    container: canvas,
    elements: elementsOf(data),
    style: styleOf(canvas, parts.marks),
    autoungrabify: true,
    autounselectify: true,
    boxSelectionEnabled: false,
    maxZoom: 6,
    minZoom: 0.05,
  });
  layOut(cy);

  // labels are placed anew, at most once a frame
  const { fontFamily } = getComputedStyle(canvas);
  let waiting = false;
  const relabelSoon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      relabel(cy, fontFamily);
    });
  };
  const fitAll = () => {
    touched = false;
    fit(cy);
    relabelSoon();
  };
  let touched = false;
  let focused = cy.nodes()[0];

  const focus = (node) => {
    focused = node;
    const near = node.closedNeighborhood();
    cy.batch(() => {
      cy.elements().removeClass("focus near far");
      near.addClass("near");
      cy.elements().difference(near).addClass("far");
      node.addClass("focus");
    });
    const { x, y } = node.renderedPosition();
    const margin = 48;
    if (x < margin || y < margin || x > cy.width() - margin || y > cy.height() - margin) {
      if (calm.matches) cy.center(node);
      else cy.animate({ center: { eles: node }, duration: 200 });
    }
    status.textContent = `${node.data("label")}, ${node.data("kind")}, ${plural(node.neighborhood("node").length, "neighbour")}`;
    link.hidden = !node.data("href");
    if (!link.hidden) link.href = node.data("href");
    relabelSoon();
  };
  const unfocus = () => {
    cy.elements().removeClass("focus near far");
    relabelSoon();
  };
  const open = () => {
    const url = new URL(focused.data("href") ?? "", document.baseURI);
    if (focused.data("href") && /^https?:$/.test(url.protocol)) window.location.assign(url);
  };
  const zoom = (factor) => {
    touched = true;
    const position = focused.hasClass("focus") ? focused.renderedPosition() : { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: position });
  };
  const leave = () => {
    unfocus();
    (parts.toTwin ?? parts.fitButton).focus();
  };
  const actions = { focused: () => focused, focus, open, leave, zoom, fit: fitAll };

  canvas.addEventListener("keydown", (event) => {
    const action = actionOf(event, cy, actions);
    if (!action) return;
    event.preventDefault();
    action();
  });
  canvas.addEventListener("focus", () => {
    if (canvas.matches(":focus-visible")) focus(focused);
  });
  parts.zoomIn.addEventListener("click", () => zoom(1.3));
  parts.zoomOut.addEventListener("click", () => zoom(1 / 1.3));
  parts.fitButton.addEventListener("click", fitAll);

  // a wheel or a finger moves the page until the drawing has the focus: then it is cytoscape's, which listens on the
  // canvas; the figure around it hears of it first
  const isActive = () => document.activeElement === canvas;
  const gateWheel = (event) => cy.userZoomingEnabled(isActive() || event.ctrlKey);
  let gated = false;
  const gateTouch = (event) => {
    if (event.type === "touchstart") gated = !isActive() && event.touches.length === 1;
    if (gated) event.stopPropagation();
    else cy.userZoomingEnabled(true);
  };
  figure.addEventListener("wheel", gateWheel, { capture: true, passive: true });
  for (const type of ["touchstart", "touchmove", "touchend", "touchcancel"]) {
    figure.addEventListener(type, gateTouch, { capture: true, passive: true });
  }
  canvas.addEventListener("click", (event) => {
    if (isActive()) return; // cytoscape saw it
    canvas.focus({ preventScroll: true });
    const { left, top } = canvas.getBoundingClientRect();
    const near = nearest(cy, event.clientX - left, event.clientY - top);
    if (near) focus(near);
  });
  canvas.addEventListener("focus", () => canvas.classList.add("active"));
  canvas.addEventListener("blur", () => canvas.classList.remove("active"));
  cy.on("tap", (event) => {
    canvas.focus({ preventScroll: true });
    if (event.target === cy) unfocus();
    else if (event.target.isNode() && event.target.hasClass("focus")) open();
    else if (event.target.isNode()) focus(event.target);
  });
  cy.on("mouseover", "node", (event) => {
    canvas.title = event.target.data("label");
    canvas.classList.add("over");
  });
  cy.on("mouseout", "node", () => {
    canvas.removeAttribute("title");
    canvas.classList.remove("over");
  });
  cy.on("zoom", relabelSoon);
  cy.on("dragpan scrollzoom pinchzoom", () => (touched = true));

  const restyle = () => {
    cy.style(styleOf(canvas, parts.marks));
    relabelSoon();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", restyle);
  new MutationObserver(restyle).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  new ResizeObserver(() => {
    cy.resize();
    if (!touched) fitAll();
  }).observe(canvas);
  fitAll();
}

/** Fetches the data of a figure and draws them; a figure without data stays hidden, for its twin says it all. */
async function enhanceGraph(figure) {
  const answer = await fetch(figure.dataset.graph, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const data = await answer.json();
  if (data.nodes.length) draw(figure, data);
}

/** @param {ParentNode} root */
export function enhanceGraphs(root) {
  for (const figure of root.querySelectorAll("figure[data-graph]")) {
    if (once(figure, "graph")) enhanceGraph(figure).catch(console.error);
  }
}
