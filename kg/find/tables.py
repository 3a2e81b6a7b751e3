"""Whether a table lists features, and what each of its columns is for, by the evidence of its headers and its shape."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import Cell, Column, Element, Role, Table
from ..values import mark_of, value_of_cell
from ..visible import codes_of, elements, text_of
from .context import MOST_ABOVE, Context, surroundings, weighed
from .words import WHOLE, Sense, main_sense, senses_of

_SHORT_WORDS = 4
_SHORT_SIGNS = 12
"""A value has at most so many words, or signs where the script has no blanks (gold guide: availability)."""

_LONG_LABEL = 12
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_WORD = re.compile(r"\d[\d.,]*|[^\W_]+")
NUMBERINGS = frozenset({"#", "id", "no", "nr", "n°", "№", "number", "ref"})
NUMBER = re.compile(r"[\d\s.,:/%$€#+v-]+")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the filled body cells of a column look like: shares from 0 to 1, and words a cell and a first line."""

    filled: int
    marks: float
    short: float
    code: float
    numbers: float
    distinct: float
    linked: float
    words: float
    first_words: float
    lists: float


def judge_table(
    table: Table, context: Context, legend: Mapping[str, str]
) -> tuple[bool, str, tuple[tuple[str, float], ...], tuple[Column, ...], int]:
    """Return whether a table lists features, the rule, the evidence, the columns, and how many rows are header."""
    head = table.head or _unmarked_header(table)
    head += _second_level(table, head)
    headers = tuple(_header(table, column, head) for column in range(table.width))
    shapes = tuple(_shape(table, column, head, legend) for column in range(table.width))
    columns = _columns(table, headers, shapes, head)
    key = next((column for column in columns if column.role == "key"), None)
    if len(table.grid) <= head:
        return False, "no-body", (), columns, head
    if key is None or not any(column.role in {"statement", "support"} for column in columns):
        return False, "one-column", (), columns, head
    evidence = tuple(_evidence(columns, shapes, key, context))
    taken, rule = weighed(evidence)
    return taken, rule, evidence, columns, head


def _unmarked_header(table: Table) -> int:
    """Return 1 where the first row of a table of HTML that marks no header is one, else 0.

    So it is where each of its cells is a few words that are no mark, and all of them are bold, or the first has a sense
    that headers have.
    """
    if len(table.grid) < 2:  # noqa: PLR2004 - a header, and what it heads
        return 0
    texts = [cell.text if cell is not None else "" for cell in table.grid[0]]
    if not all(is_short(text) and mark_of(text) is None for text in texts if text) or not any(texts[1:]):
        return 0
    senses = senses_of(texts[0])
    named = any(senses.get(sense, 0) >= WHOLE for sense in _KEY_WEIGHTS)
    return int(named or (any(texts) and all(map(_is_bold, table.grid[0]))))


def _second_level(table: Table, head: int) -> int:
    """Return 1 where the first body row only continues the header, else 0.

    So it is where the header has empty cells beside the first, and the first body row names each of these columns in a
    few words that are no marks, and either names nothing in the key column, or is bold throughout, or the rows below
    fill these columns with marks.
    """
    if head != 1 or len(table.grid) < 4:  # noqa: PLR2004 - two levels of header, and rows that they head
        return 0
    texts = [[cell.text if cell is not None else "" for cell in row] for row in table.grid]
    unnamed = [column for column in range(1, table.width) if not texts[0][column]]
    if not unnamed:
        return 0
    names = [texts[1][column] for column in unnamed]
    if not all(name and is_short(name) and mark_of(name) is None for name in names):
        return 0
    if not texts[1][0] or all(map(_is_bold, table.grid[1])):
        return 1
    below = [row[column] for row in texts[2:] for column in unnamed if row[column]]
    return int(sum(mark_of(text) is not None for text in below) > len(below) / 2)


def _is_bold(cell: Cell | None) -> bool:
    if cell is None or not cell.text:
        return True
    return all(isinstance(node, Element) and node.tag in {"strong", "b"} for node in cell.element.children)


def _header(table: Table, column: int, head: int) -> str:
    for row in range(head - 1, -1, -1):
        cell = table.grid[row][column]
        if cell is not None and cell.text:
            return cell.text
    return ""


def _body(table: Table, column: int, head: int) -> list[Cell]:
    """Return the cells of a column below the header, each once."""
    cells = (row[column] for row in table.grid[head:])
    return list(dict.fromkeys(cell for cell in cells if cell is not None and cell.column == column))


def _shape(table: Table, column: int, head: int, legend: Mapping[str, str]) -> _Shape:
    filled = [(cell, text) for cell in _body(table, column, head) if (text := value_of_cell(cell, legend))]
    cells, texts = [cell for cell, _ in filled], [text for _, text in filled]
    count = max(1, len(cells))
    return _Shape(
        len(cells),
        sum(mark_of(text) is not None or text in {"yes", "no", "partial"} for text in texts) / count,
        sum(is_short(text) for text in texts) / count,
        sum(_is_code(cell, text) for cell, text in zip(cells, texts, strict=True)) / count,
        sum(bool(NUMBER.fullmatch(text)) for text in texts) / count,
        len({text.casefold() for text in texts}) / count,
        sum(any(True for _ in elements(cell.element.children, "a")) for cell in cells) / count,
        sum(len(text.split()) for text in texts) / count,
        sum(len(_first_line(cell).split()) for cell in cells) / count,
        sum(len(cell.items) > 1 for cell in cells) / count,
    )


def _first_line(cell: Cell) -> str:
    if not cell.items:
        return ""
    first = cell.items[0]
    return cell.text if first.nodes == cell.element.children else text_of(first.nodes)


def is_short(text: str) -> bool:
    """Return whether a text is short enough for the value of a support cell."""
    return len(text) <= _SHORT_SIGNS if _CJK.search(text) else len(_WORD.findall(text)) <= _SHORT_WORDS


def _is_code(cell: Cell, text: str) -> bool:
    code = "".join(code.value for code in codes_of(cell.element.children))
    return bool(code) and len("".join(code.split())) >= 0.7 * len("".join(text.split()))


def _columns(table: Table, headers: Sequence[str], shapes: Sequence[_Shape], head: int) -> tuple[Column, ...]:
    key, group, rule = _key_column(table, headers, shapes, head)
    columns = []
    for index, (header, shape) in enumerate(zip(headers, shapes, strict=True)):
        role: Role
        if index == key:
            role, why = "key", rule
        elif index == group:
            role, why = "group", "its cells span rows of features"
        elif not shape.filled:
            role, why = "unused", "no filled cell"
        else:
            role, why = _role(header, shape)
        columns.append(
            Column(index, header, role, why, sample=main_sense(header, "example", "description") == "example")
        )
    return tuple(columns)


def _role(header: str, shape: _Shape) -> tuple[Role, str]:
    if shape.lists > _SOME:
        return "statement", "its cells hold lists or lines"
    if shape.marks > 0.5:  # noqa: PLR2004
        return "support", "most cells are marks"
    if main_sense(header, "example"):
        return "statement", "its header says examples"
    if shape.code > 0.5:  # noqa: PLR2004
        return "statement", "most cells are code"
    if shape.short > 0.5:  # noqa: PLR2004
        return "support", "most cells are values of at most four words"
    return "statement", "most cells are prose"


def _is_numbering(header: str, following: str, shape: _Shape) -> bool:
    """Return whether a first column only numbers the rows that the next one names."""
    if shape.numbers == 1 and shape.words <= 1.5:  # noqa: PLR2004 - a number, and a word beside it at times
        return True
    return header.strip(" .").casefold() in NUMBERINGS and main_sense(following, "feature") is not None


def _key_column(
    table: Table, headers: Sequence[str], shapes: Sequence[_Shape], head: int
) -> tuple[int | None, int | None, str]:
    """Return the index of the key column, that of the group column or None, and why."""
    filled = [index for index, shape in enumerate(shapes) if shape.filled]
    if not filled:
        return None, None, ""
    first = filled[0]
    if len(filled) > 2 and _is_numbering(headers[first], headers[filled[1]], shapes[first]):  # noqa: PLR2004
        first = filled[1]
    spanning = [cell for cell in _body(table, first, head) if cell.rowspan > 1]
    rest = [index for index in filled if index > first]
    if spanning and len(rest) > 0:
        named = [index for index in rest if main_sense(headers[index], "feature")]
        prose = [index for index in rest if shapes[index].marks < 0.5]  # noqa: PLR2004
        candidates = [index for index in named if index in prose] or prose
        if candidates:
            return candidates[0], first, "its group spans rows"
    return first, None, "the first column"


_Evidence = list[tuple[str, float]]
_KEY_WEIGHTS: Mapping[Sense, float] = {
    "feature": 2.0, "group": 1.0, "concern": -4.0, "reference": -3.0, "record": -2.5,
}  # fmt: skip
_DISTINCT = _LINKED = _IN_PROSE = 0.5
_DESCRIBED = 1.0
MARKED = 2.0
_ATTRIBUTE = _CONCERNED = -2.0
_NUMERIC = -4.0
_MOST = 0.5
_SOME = 0.3
_PRIMARY = frozenset({"key-header-feature", "key-header-group", "description-column", "prose-column", "mark-columns"})
"""Evidence of which a feature table has some; links, distinct labels and words above it only add to it."""

_PROSE = 4
"""More words a cell than this on average are prose."""


def _evidence(columns: Sequence[Column], shapes: Sequence[_Shape], key: Column, context: Context) -> _Evidence:
    others = [column for column in columns if column.role in {"statement", "support"}]
    above = [piece for piece in surroundings(context) if not piece[0].startswith("aside-")]
    found = [*_of_key(key, shapes[key.index]), *_of_others(others, shapes)]
    if not _PRIMARY.intersection(name for name, _ in found):
        found.append(("nothing-described", -1.0))
    return [*found, *above]


def _of_key(key: Column, shape: _Shape) -> _Evidence:
    """Return what the header of the key column and the shape of its labels tell."""
    found: _Evidence = []
    sense = main_sense(key.header, *_KEY_WEIGHTS)
    if sense is not None:
        found.append((f"key-header-{sense}", _KEY_WEIGHTS[sense]))
    if shape.code > 0.6 and sense != "feature":  # noqa: PLR2004 - more than half, and no accident
        found.append(("key-is-code", -1.5))
    if shape.numbers > _MOST:
        found.append(("key-is-numbers", _NUMERIC))
    if shape.marks > _MOST:
        found.append(("key-is-marks", -4.0))
    if shape.first_words > _LONG_LABEL:
        found.append(("key-is-prose", -3.0))
    elif shape.distinct > 0.9:  # noqa: PLR2004 - nearly all
        found.append(("key-is-distinct", _DISTINCT))
    if shape.linked > _MOST:
        found.append(("key-is-linked", _LINKED))
    return found


def _of_others(columns: Sequence[Column], shapes: Sequence[_Shape]) -> _Evidence:
    """Return what the columns beside the key tell."""
    found: _Evidence = []
    attributes = _attributes(column.header for column in columns)
    if attributes:
        found.append(("attribute-columns", _ATTRIBUTE * min(2, attributes)))
    if _has_description(column.header for column in columns):
        found.append(("description-column", _DESCRIBED))
    elif any(shapes[column.index].words > _PROSE and shapes[column.index].code < _MOST for column in columns):
        found.append(("prose-column", _IN_PROSE))
    if _has_concern(column.header for column in columns):
        found.append(("concern-columns", _CONCERNED))
    if any(shapes[column.index].marks > _MOST for column in columns):
        found.append(("mark-columns", MARKED))
    return found


def _attributes(headers: Iterable[str]) -> int:
    return sum(senses_of(header).get("attribute", 0) >= WHOLE for header in headers)


def _has_description(headers: Iterable[str]) -> bool:
    return any(main_sense(header, "description", "reference", "record") == "description" for header in headers)


def _has_concern(headers: Iterable[str]) -> bool:
    return any(main_sense(header, "feature", "concern") == "concern" for header in headers)


def most_evidence(key: int, headers: Sequence[str], filled: Container[int], *, numbers: bool) -> float:
    """Return the most that the evidence for a table can come to, by its headers and without what marks add to it.

    Args:
        key: The index of the key column.
        headers: The headers of all columns.
        filled: The indices of columns that surely have a filled cell.
        numbers: Whether most cells of the key column surely are numbers.
    """
    sense = main_sense(headers[key], *_KEY_WEIGHTS)
    most = (_KEY_WEIGHTS[sense] if sense else 0.0) + _DISTINCT + _LINKED + MOST_ABOVE
    others = [header for index, header in enumerate(headers) if index != key]
    shown = [header for index, header in enumerate(headers) if index != key and index in filled]
    most += _ATTRIBUTE * min(2, _attributes(shown)) + _CONCERNED * _has_concern(shown)
    return most + (_DESCRIBED if _has_description(others) else _IN_PROSE) + _NUMERIC * numbers
