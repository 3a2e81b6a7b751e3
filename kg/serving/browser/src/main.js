// The entry: each module enhances what it finds on the page, and does nothing where its hook is absent.
import { enhanceCopying } from "./copy.js";
import { enhanceSearch } from "./search.js";
import { enhanceTables } from "./table.js";
import { enhanceTheme } from "./theme.js";

enhanceTheme(document);
enhanceSearch(document);
enhanceTables(document);
enhanceCopying(document);

// the large parts are loaded only where they are needed
if (document.querySelector("figure[data-graph]")) {
  import("./graph.js").then(({ enhanceGraphs }) => enhanceGraphs(document)).catch(console.error);
}
if (document.querySelector("form[data-sparql]")) {
  import("./query.js").then(({ enhanceQuery }) => enhanceQuery(document)).catch(console.error);
}
