"""Whether a list names features and describes them: bullets with a bold or linked lead-in, and definition lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from ..items import items_of
from ..matching import words_of
from ..model import Element, Entry, Item, Node, Text
from ..source import SourceText
from ..visible import codes_of, elements, is_blank, text_of
from .context import Context, surroundings, weighed
from .words import is_instruction, main_sense

_LEADS = frozenset({"strong", "b", "a"})
_SEPARATOR = re.compile(r"[ \t\u00a0]*(?:[:\uff1a\u2013\u2014\u2012]+|-+(?=\s)|\.(?=\s))?[ \t\u00a0]*")
_ENDINGS = (":", "\uff1a", "\u2013", "\u2014", "-", ".")
_GOES_ON = re.compile(r"(?!(?:and|or|for|in|of|on)\b)[^\W\d_]\S*(?:\s+\S+){2}")
"""What may stand behind a linked lead-in that begins a sentence: three words, and no second link of a row of links."""

_SHARE = 0.6
_LONG_LEAD = 10
_SENTENCE = 4
"""A lead-in of more words that ends in a full stop is a sentence."""

_REFERENCE_MARK = re.compile(r"[#!]?\d+|[A-Z]+\.?\d+|v?\d+(?:\.\d+)+|[0-9a-f]{7,40}|@[\w-]+|https?://\S+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w|\b(?:he/him|she/her|they/them)\b", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_.,/*]*")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a list names features, the rule, the evidence, its entries, and the items that are none."""

    taken: bool
    rule: str
    evidence: tuple[tuple[str, float], ...] = ()
    entries: tuple[Entry, ...] = ()
    others: tuple[Item, ...] = ()


def judge_list(source: SourceText, element: Element, context: Context) -> Judgement:
    """Judge a bulleted or numbered list: an entry is an item with a lead-in that goes on to describe it."""
    bullets = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
    groups = [items_of(source, bullet) for bullet in bullets]
    found = [(_entry(source, group), group) for group in groups]
    entries = tuple(entry for entry, _ in found if entry is not None)
    if len(entries) < max(2, _SHARE * len(bullets)):
        return Judgement(taken=False, rule="no-lead-ins")
    evidence = [("lead-ins", 1.5)]
    if element.tag == "ol" and _share(_begins_with_instruction, entries):
        evidence.append(("steps", -1.5))
    if not _share(lambda entry: entry.parted, entries):
        evidence.append(("lead-ins-run-on", -1.0 if _share(_is_link, entries) else -0.5))
    if _share(lambda entry: _is_link(entry) and _begins_with_instruction(entry), entries):
        evidence.append(("lead-ins-are-guides", -1.0))
    others = tuple(item for entry, group in found if entry is None for item in group)
    return replace(_judged(evidence, entries, context), others=others)


def judge_definitions(source: SourceText, element: Element, context: Context) -> Judgement:
    """Judge a definition list: an entry is a term with all definitions that follow it."""
    groups: list[tuple[list[Item], list[Item]]] = []
    last = ""
    for child in (node for node in element.children if isinstance(node, Element)):
        if child.tag == "dt" and last != "dt":
            groups.append(([], []))
        if child.tag in {"dt", "dd"} and groups:
            groups[-1][child.tag == "dd"].extend(items_of(source, child))
        last = child.tag
    entries = tuple(
        Entry(term, tuple(body))
        for terms, body in groups
        for term in terms
        if body and text_of(term.nodes).strip(": \uff1a")
    )
    if not entries:
        return Judgement(taken=False, rule="no-terms")
    return _judged([("definitions", 1.5)], entries, context)


def _judged(evidence: list[tuple[str, float]], entries: tuple[Entry, ...], context: Context) -> Judgement:
    evidence += [(name, weight) for name, weight, test in _LABEL_EVIDENCE if _share(test, entries)]
    if sum(map(_is_concern, map(_label, entries))) >= len(entries) / 3:
        evidence.append(("lead-ins-are-concerns", -2.0))
    if len({_label(entry) for entry in entries}) <= len(entries) / 2:
        evidence.append(("lead-ins-repeat", -2.0))
    evidence += surroundings(context)
    taken, rule = weighed(evidence)
    return Judgement(taken, rule, tuple(evidence), entries)


def _share(test: Callable[[Entry], bool], entries: tuple[Entry, ...]) -> bool:
    """Return whether more than half of the entries pass a test."""
    return sum(map(test, entries)) > len(entries) / 2


def _label(entry: Entry) -> str:
    return text_of(entry.label.nodes).rstrip()


def _is_concern(label: str) -> bool:
    return main_sense(label, "feature", "concern") == "concern"


def _is_link(entry: Entry) -> bool:
    return any(True for _ in elements(entry.label.nodes, "a"))


def _begins_with_instruction(entry: Entry) -> bool:
    first, *_ = words_of(_label(entry)) or (None,)
    return first is not None and is_instruction(first.folded)


_LABEL_EVIDENCE: tuple[tuple[str, float, Callable[[Entry], bool]], ...] = (
    ("lead-ins-are-code", -1.5, lambda entry: any(True for _ in codes_of(entry.label.nodes))),
    ("lead-ins-are-prose", -2.0, lambda entry: len(_label(entry).split()) > _LONG_LEAD),
    (
        "lead-ins-are-sentences",
        -1.5,
        lambda entry: _label(entry).endswith(".") and _SENTENCE < len(_label(entry).split()) <= _LONG_LEAD,
    ),
    (
        "lead-ins-are-people",
        -3.0,
        lambda entry: any(_EMAIL.search(text_of(item.nodes)) for item in entry.body[:1]),
    ),
    ("lead-ins-are-questions", -2.0, lambda entry: _label(entry).endswith(("?", "!"))),
    ("lead-ins-are-numbers", -3.0, lambda entry: bool(_REFERENCE_MARK.fullmatch(_label(entry).rstrip(":.")))),
    ("lead-ins-are-identifiers", -1.0, lambda entry: bool(_IDENTIFIER.fullmatch(_label(entry).rstrip(":.")))),
)
"""The evidence that the lead-ins of most entries give: its name, its weight, and the test of one entry."""


def _entry(source: SourceText, group: tuple[Item, ...]) -> Entry | None:
    """Return the entry of a bullet whose first line has a lead-in, else None."""
    if not group:
        return None
    first, *others = group
    split = _split(source, first)
    if split is None:
        return None
    label, rest, parted = split
    nested, remaining = _nested(source, first.children)
    own = (replace(rest, children=remaining),) if rest is not None else remaining
    body = own + tuple(others)
    return Entry(label, body, nested, parted) if body or nested else None


def _nested(source: SourceText, items: tuple[Item, ...]) -> tuple[tuple[Entry, ...], tuple[Item, ...]]:
    """Return the entries among nested bullets, and the items that are none.

    There are entries where most bullets, and more than one, have a lead-in that something parts from the rest.
    """
    groups: list[list[Item]] = []
    for item in items:
        if item.continues and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    found = [(_entry(source, tuple(group)), group) for group in groups]
    entries = tuple(entry for entry, _ in found if entry is not None and entry.parted)
    if len(entries) < max(2, _SHARE * len(groups)):
        return (), items
    return entries, tuple(item for entry, group in found if entry is None or not entry.parted for item in group)


def _split(source: SourceText, item: Item) -> tuple[Item, Item | None, bool] | None:
    """Return the lead-in of a line, what stands behind it, and whether something parts them; None without a lead-in.

    A bold lead-in may stand alone over what describes it, or end in a colon or full stop of its own; a lead-in may also
    begin a sentence that goes on to describe it.
    """
    nodes = [node for node in item.nodes if not is_blank(node)]
    if not nodes or not isinstance(nodes[0], Element) or nodes[0].tag not in _LEADS:
        return None
    lead = nodes[0]
    if not text_of([lead]).strip(": \uff1a"):
        return None
    rest = tuple(item.nodes[item.nodes.index(lead) + 1 :])
    between = _SEPARATOR.match(source.text, lead.end, item.end)
    start = between.end() if between else lead.end
    parted = bool(between and between[0].strip())
    if lead.tag != "a":
        parted = parted or text_of([lead]).endswith(_ENDINGS) or all(is_blank(node) for node in rest)
    elif not parted and not _GOES_ON.match(text_of(rest)):
        return None
    named = Item((lead,), lead.start, lead.end)
    body = _cut(rest, start)
    if all(is_blank(node) for node in body):
        return named, None, parted
    return named, Item(body, *source.trimmed(start, item.end), (), item.bullet), parted


def _cut(nodes: tuple[Node, ...], start: int) -> tuple[Node, ...]:
    """Return the nodes from a place in the text on."""
    kept: list[Node] = []
    for node in nodes:
        if node.start >= start:
            kept.append(node)
        elif node.end > start and isinstance(node, Text):
            kept.append(Text(node.value[start - node.start :], start, node.end))
    return tuple(kept)
