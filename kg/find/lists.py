"""Whether a list names features and describes them: bullets with a bold or linked lead-in, and definition lists."""

from __future__ import annotations

from ..items import items_of
from ..model import Element, Entry, Item, Node, Text
from ..source import SourceText
from ..visible import codes_of, is_blank, text_of
from .context import Context, surroundings, weighed
from .words import main_sense

_LEADS = frozenset({"strong", "b", "a"})
_SEPARATORS = ":\u2013\u2014-\u2012\uff1a"
_ENDINGS = _SEPARATORS + "."
_SHARE = 0.6
_LONG_LEAD = 10

Judgement = tuple[bool, str, tuple[tuple[str, float], ...], tuple[Entry, ...]]


def judge_list(source: SourceText, element: Element, context: Context) -> Judgement:
    """Return whether a bulleted or numbered list names features, the rule, the evidence, and an entry for each item
    with a lead-in that goes on to describe it.
    """
    bullets = [child for child in element.children if isinstance(child, Element) and child.tag == "li"]
    found = (_entry(source, items_of(source, bullet)) for bullet in bullets)
    entries = tuple(entry for entry in found if entry is not None)
    if len(entries) < max(2, _SHARE * len(bullets)):
        return False, "no-lead-ins", (), entries
    return _judged([("lead-ins", 1.5)], entries, context)


def judge_definitions(source: SourceText, element: Element, context: Context) -> Judgement:
    """Return the same of a definition list: an entry for each term."""
    entries: list[Entry] = []
    terms: list[Item] = []
    fresh = True
    for child in (node for node in element.children if isinstance(node, Element)):
        if child.tag == "dt":
            terms = (terms if not fresh else []) + list(items_of(source, child))
            fresh = False
        elif child.tag == "dd" and terms:
            body = items_of(source, child)
            if fresh:
                known = entries[-len(terms) :]
                entries[-len(terms) :] = [Entry(entry.label, entry.body + body) for entry in known]
            else:
                entries += [Entry(term, body) for term in terms]
            fresh = True
    if not entries:
        return False, "no-terms", (), ()
    return _judged([("definitions", 1.5)], tuple(entries), context)


def _judged(evidence: list[tuple[str, float]], entries: tuple[Entry, ...], context: Context) -> Judgement:
    labels = [text_of(entry.label.nodes) for entry in entries]
    count = len(labels)

    def share(found: int) -> bool:
        return found > count / 2

    if share(sum(any(True for _ in codes_of(entry.label.nodes)) for entry in entries)):
        evidence.append(("lead-ins-are-code", -1.5))
    if share(sum(len(label.split()) > _LONG_LEAD for label in labels)):
        evidence.append(("lead-ins-are-prose", -2.0))
    if share(sum(label.endswith(("?", "!")) for label in labels)):
        evidence.append(("lead-ins-are-questions", -2.0))
    if sum(main_sense(label, "feature", "concern") == "concern" for label in labels) >= count / 3:
        evidence.append(("lead-ins-are-concerns", -2.0))
    evidence += surroundings(context)
    taken, rule = weighed(evidence)
    return taken, rule, tuple(evidence), entries


def _entry(source: SourceText, group: tuple[Item, ...]) -> Entry | None:
    """Return the entry of a bullet whose first line has a lead-in, else None."""
    if not group:
        return None
    first, *others = group
    split = _split(source, first)
    if split is None:
        return None
    label, rest = split
    body = ((rest,) if rest else first.children) + tuple(others)
    return Entry(label, body) if body else None


def _split(source: SourceText, item: Item) -> tuple[Item, Item | None] | None:
    """Return the lead-in of a line and what stands behind it, or None where the line has no lead-in."""
    nodes = [node for node in item.nodes if not is_blank(node)]
    if not nodes or not isinstance(nodes[0], Element) or nodes[0].tag not in _LEADS:
        return None
    lead = nodes[0]
    label = text_of([lead]).rstrip()
    rest = tuple(item.nodes[item.nodes.index(lead) + 1 :])
    start = _after_separator(source.text, lead.end)
    separated = start > _skip_blanks(source.text, lead.end) or label.endswith(tuple(_ENDINGS))
    if not separated and (lead.tag == "a" or any(not is_blank(node) for node in rest)):
        return None
    named = Item((lead,), lead.start, lead.end)
    body = _cut(rest, start)
    if all(is_blank(node) for node in body):
        return named, None
    begin, end = source.trimmed(start, item.end)
    return named, Item(body, begin, end, item.children, item.bullet)


def _skip_blanks(text: str, index: int) -> int:
    while index < len(text) and text[index] in " \t\u00a0":
        index += 1
    return index


def _after_separator(text: str, index: int) -> int:
    """Return where the text goes on after a colon, a dash or the like at ``index``."""
    start = _skip_blanks(text, index)
    while start < len(text) and text[start] in _SEPARATORS:
        start += 1
    return _skip_blanks(text, start)


def _cut(nodes: tuple[Node, ...], start: int) -> tuple[Node, ...]:
    """Return the nodes from a place in the text on."""
    kept: list[Node] = []
    for node in nodes:
        if node.start >= start:
            kept.append(node)
        elif node.end > start and isinstance(node, Text):
            kept.append(Text(node.value[start - node.start :], start, node.end))
    return tuple(kept)
