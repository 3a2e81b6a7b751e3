// A classic script for <head>: the chosen theme is set before the first paint.
import { applyTheme, storedTheme } from "./store.js";

applyTheme(storedTheme());
