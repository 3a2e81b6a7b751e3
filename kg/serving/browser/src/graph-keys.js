// Moving through the drawing by keys.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

/** The node of a collection that lies best in a direction, if one does within an angle. */
function best(from, nodes, [dx, dy], widest) {
  const here = from.position();
  let found = null;
  let least = Infinity;
  nodes.forEach((node) => {
    const { x, y } = node.position();
    const [vx, vy] = [x - here.x, y - here.y];
    const length = Math.hypot(vx, vy) || 1;
    const angle = Math.acos(Math.max(-1, Math.min(1, (vx * dx + vy * dy) / length)));
    if (angle > widest) return;
    const cost = length * (1 + 2 * angle * angle);
    if (cost < least) [found, least] = [node, cost];
  });
  return found;
}

/** The node that an arrow key leads to: a neighbour in that direction, else the nearest node that lies there. */
function inDirection(cy, from, direction) {
  return best(from, from.neighborhood("node"), direction, 1.1) ?? best(from, cy.nodes().difference(from), direction, 0.9);
}

/**
 * What a key does, or undefined where the key is not ours.
 * @param {KeyboardEvent} event
 * @param {import("cytoscape").Core} cy
 * @param {{focused: () => any, focus: (node: any) => void, open: () => void, leave: () => void, zoom: (factor: number) => void, fit: () => void}} actions
 */
export function actionOf(event, cy, actions) {
  if (event.altKey || event.metaKey) return undefined;
  const direction = DIRECTIONS[event.key];
  if (direction) {
    if (event.shiftKey || event.ctrlKey) return () => cy.panBy({ x: -60 * direction[0], y: -60 * direction[1] });
    return () => {
      const next = inDirection(cy, actions.focused(), direction);
      if (next) actions.focus(next);
    };
  }
  if (event.ctrlKey) return undefined;
  const step = (by) => () => {
    const nodes = cy.nodes().toArray();
    const place = nodes.findIndex((node) => node.same(actions.focused()));
    actions.focus(nodes[(place + by + nodes.length) % nodes.length]);
  };
  return {
    PageDown: step(1),
    PageUp: step(-1),
    Home: () => actions.focus(cy.nodes()[0]),
    Enter: actions.open,
    Escape: actions.leave,
    "+": () => actions.zoom(1.3),
    "=": () => actions.zoom(1.3),
    "-": () => actions.zoom(1 / 1.3),
    0: actions.fit,
  }[event.key];
}
