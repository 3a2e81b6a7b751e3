// CodeMirror in place of a textarea, which goes on holding the text for the form.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { idOf } from "./dom.js";

// colours are those of explorer.css, so that they follow the theme
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.definitionKeyword], color: "var(--code-keyword)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--code-variable)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.atom, tags.number, tags.bool, tags.standard(tags.variableName)], color: "var(--code-name)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
  { tag: [tags.operator, tags.bracket, tags.punctuation], color: "var(--text)" },
]);

/**
 * Replaces a selection by what is typed over it. The browser would keep the look of the old text by a style attribute,
 * which the policy of the pages forbids.
 */
const typingOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main;
    if (event.inputType !== "insertText" || event.isComposing || empty || !event.data) return false;
    const text = event.data;
    const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler); // a bracket is put around the selection
    if (!handlers.some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

/**
 * Puts an editor in place of a textarea.
 * @param {HTMLTextAreaElement} textarea
 * @param {{onRun: () => void, complete: import("@codemirror/autocomplete").CompletionSource}} options
 * @returns {{text: () => string, replace: (text: string) => void, focus: () => void}}
 */
export function createEditor(textarea, { onRun, complete }) {
  const label = textarea.labels?.[0];
  const attributes = { spellcheck: "false", autocapitalize: "off" };
  if (label) attributes["aria-labelledby"] = idOf(label, "label");
  else attributes["aria-label"] = "Query";
  const run = () => {
    onRun();
    return true;
  };
  const view = new EditorView({
    doc: textarea.value,
    extensions: [
      Prec.highest(keymap.of([{ key: "Ctrl-Enter", mac: "Cmd-Enter", run }])),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      typingOver,
      autocompletion({ override: [complete], icons: false }),
      EditorState.tabSize.of(2),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(attributes),
      StreamLanguage.define(sparql),
      syntaxHighlighting(colours),
      // Tab is not bound: it leaves the editor
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) textarea.value = update.state.doc.toString();
      }),
    ],
  });
  textarea.after(view.dom);
  textarea.hidden = true;
  label?.addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });
  return {
    text: () => view.state.doc.toString(),
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: 0 }, scrollIntoView: true }),
    focus: () => view.focus(),
  };
}
