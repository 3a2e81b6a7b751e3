// What a person chose, kept in the browser where it lets us.

const KEY = "kg-theme";

/** The chosen theme: "auto", "light" or "dark". */
export function storedTheme() {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "auto";
  } catch {
    return "auto"; // storage is blocked
  }
}

/** Keeps the chosen theme. */
export function storeTheme(theme) {
  try {
    if (theme === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // it holds for this page
  }
}

/** Shows a theme: the style sheet follows `data-theme`, and the system where there is none. */
export function applyTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
