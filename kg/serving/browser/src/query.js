// The SPARQL page: editor, questions, running and cancelling a query, its results as table and CSV.
import { completionSource } from "./complete.js";
import { element, once, plural } from "./dom.js";
import { createEditor } from "./editor.js";
import { bindingsTable, problem, problemOf, textBlock } from "./results.js";
import { enhanceTables } from "./table.js";

const ACCEPT = "application/sparql-results+json, text/turtle;q=0.9, application/problem+json;q=0.5";

/** The vocabulary that completion offers; without it there is an editor all the same. */
async function vocabularyFrom(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.json() : {};
  } catch {
    return {};
  }
}

/** Asks the endpoint. */
function ask(url, query, accept, signal) {
  return fetch(url, { method: "POST", headers: { Accept: accept }, body: new URLSearchParams({ query }), signal });
}

/** Hands a text to the browser as a file. */
function download(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = element("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/**
 * What an answer shows: how many, and the element.
 * @returns {Promise<{summary: string, node: Node | null, csv: boolean}>}
 */
async function shown(answer, naming) {
  const type = answer.headers.get("Content-Type") ?? "";
  if (!/json/.test(type) || /ld\+json/.test(type)) {
    const text = await answer.text();
    return { summary: plural(text.split("\n").filter((line) => line.trim()).length, "line"), node: textBlock(text), csv: false };
  }
  const data = await answer.json();
  if (typeof data.boolean === "boolean") return { summary: data.boolean ? "Yes" : "No", node: null, csv: false };
  const count = data.results.bindings.length;
  return { summary: plural(count, "row"), node: count ? bindingsTable(data, naming) : null, csv: true };
}

/** @param {HTMLFormElement} form */
async function enhanceForm(form) {
  const textarea = form.querySelector("textarea[name=query]");
  const results = form.parentElement.querySelector("[aria-live]");
  const runButton = form.querySelector("button:not([type=button]):not([name])");
  if (!textarea || !results || !runButton) return;
  const questions = form.querySelector("select[data-questions]");
  const naming = { prefixes: {}, links: form.dataset.links ?? results.dataset.links, bases: (form.dataset.base ?? "").split(/\s+/).filter(Boolean) };

  let complete = completionSource({});
  let controller = null;
  const editor = createEditor(textarea, { onRun: () => run(), complete: (context) => complete(context) });
  vocabularyFrom(form.dataset.terms).then((vocabulary) => {
    complete = completionSource(vocabulary);
    naming.prefixes = vocabulary.prefixes ?? {};
  });

  const cancel = element("button", { type: "button", class: "secondary", hidden: true }, "Cancel");
  const csv = element("button", { type: "button", class: "secondary", hidden: true }, "Download CSV");
  const status = element("span", { role: "status", class: "query-status" });
  const hint = element("p", { class: "hint" }, element("kbd", {}, "Ctrl"), " + ", element("kbd", {}, "Enter"), " runs, ", element("kbd", {}, "Ctrl"), " + ", element("kbd", {}, "Space"), " completes.");
  const tools = element("div", { class: "query-tools" });
  runButton.before(tools);
  tools.append(runButton, cancel, csv, status);
  tools.after(hint);
  // the status says in one line what came: a live region around a whole table would be read out in full
  results.setAttribute("aria-live", "off");

  /** Puts the query into the address, so that it can be shared: a question by its name while it is unchanged. */
  function share(query) {
    const option = questions?.selectedOptions[0];
    const unchanged = option?.value && option.dataset.text?.trim() === query.trim();
    const url = new URL(form.action);
    url.search = String(new URLSearchParams(unchanged ? { name: option.value } : { query }));
    try {
      history.replaceState(null, "", url);
    } catch {
      // too long for an address
    }
  }

  /** Runs a task that can be cancelled, with the buttons and the status telling that it runs. */
  async function whileBusy(task) {
    controller?.abort();
    const mine = new AbortController();
    controller = mine;
    cancel.hidden = false;
    results.setAttribute("aria-busy", "true");
    status.textContent = "Running…";
    try {
      await task(mine.signal);
    } catch (error) {
      if (controller !== mine) return; // a later run has taken over
      if (error.name === "AbortError") status.textContent = "Cancelled";
      else {
        status.textContent = "";
        results.replaceChildren(problem("No answer", error.message));
      }
    } finally {
      if (controller === mine) {
        if (document.activeElement === cancel) runButton.focus();
        cancel.hidden = true;
        results.removeAttribute("aria-busy");
        controller = null;
      }
    }
  }

  let last = "";
  function run() {
    const query = editor.text();
    return whileBusy(async (signal) => {
      csv.hidden = true;
      const start = performance.now();
      share(query);
      const answer = await ask(form.dataset.sparql, query, ACCEPT, signal);
      if (!answer.ok) {
        const notice = await problemOf(answer);
        status.textContent = "";
        results.replaceChildren(notice);
        return;
      }
      const { summary, node, csv: hasCsv } = await shown(answer, naming);
      const milliseconds = performance.now() - start;
      results.replaceChildren(...(node ? [node] : []));
      enhanceTables(results);
      last = query;
      csv.hidden = !hasCsv;
      status.textContent = `${summary} in ${milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`}`;
    });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
  cancel.addEventListener("click", () => controller?.abort());
  csv.addEventListener("click", () =>
    whileBusy(async (signal) => {
      const said = "CSV downloaded";
      const answer = await ask(form.dataset.sparql, last, "text/csv", signal);
      if (!answer.ok) {
        results.prepend(await problemOf(answer));
        status.textContent = "";
        return;
      }
      download(await answer.blob(), `${questions?.value || "results"}.csv`);
      status.textContent = said;
    }),
  );
  questions?.addEventListener("change", () => {
    const text = questions.selectedOptions[0]?.dataset.text;
    if (text) editor.replace(text);
  });
}

/** @param {ParentNode} root */
export function enhanceQuery(root) {
  for (const form of root.querySelectorAll("form[data-sparql]")) {
    if (once(form, "query")) enhanceForm(form).catch(console.error);
  }
}
