"""What comes out of each layout of tables and lists."""

# ruff: noqa: E501 - a page or a row of cases is read best on one line

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extraction import Annotator
from kg.model import Feature
from kg.ontology import folder
from kg.options import Options
from kg.pipeline import read_page
from kg.read import SiteFolder
from kg.vocabulary import load

ANNOTATOR = Annotator(load())
SAYS = "keeps the data of each tenant apart from all others"


def features(page: str, dialect: str | None = None, root: Path | None = None) -> tuple[Feature, ...]:
    files = SiteFolder(root) if root is not None else None
    (reading,) = read_page("page.md", page.encode(), ANNOTATOR, Options(dialect=dialect), files).readings
    return reading.features


def outline(found: tuple[Feature, ...], depth: int = 0) -> Iterator[str]:
    """Yield a line for each feature, statement (``-``) and availability (``=``), two blanks for each level."""
    for feature in found:
        yield f"{'  ' * depth}{feature.label}"
        for statement in feature.statements:
            yield f"{'  ' * depth}- {statement.text}"
        for availability in feature.availability:
            yield f"{'  ' * depth}= {availability.edition}: {availability.value}"
        yield from outline(feature.children, depth + 1)


def read(page: str, dialect: str | None = None) -> list[str]:
    return list(outline(features(page, dialect)))


@pytest.mark.parametrize(
    "page",
    [
        f"| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n",
        f"Feature | Description\n---|---\nLocks | {SAYS}\n",
        f"> | Feature | Description |\n> |---|---|\n> | Locks | {SAYS} |\n",
        f"1. Step\n\n   | Feature | Description |\n   |---|---|\n   | Locks | {SAYS} |\n",
        f"<table><tr><th>Feature<th>Description<tr><td>Locks<td>{SAYS}</table>\n",
        f"<table><thead><th>Feature</th><th>Description</th></thead><tr><td>Locks</td><td>{SAYS}</td></tr></table>\n",
        f"<table><tr><td><b>Feature</b></td><td><b>Description</b></td></tr>\n<tr><td>Locks</td><td>{SAYS}</td></table>",
        f"<table>\n<tr><th>Feature</th><th>Description</th></tr>\n<tr><td>\n\nLocks\n\n</td><td>\n\n{SAYS}\n\n</td></tr></table>",
        f"<dl><dt>Locks</dt><dd>{SAYS}</dd></dl>",
        f"<details><summary>More</summary>\n\n| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n\n</details>\n",
    ],
)
def test_a_feature_with_a_statement_is_read_from_any_layout(page: str) -> None:
    assert list(dict.fromkeys(read(page))) == ["Locks", f"- {SAYS}"]


@pytest.mark.parametrize(
    ("dialect", "page"),
    [
        ("mkdocs", f'=== "Linux"\n\n    | Feature | Description |\n    |---|---|\n    | Locks | {SAYS} |\n'),
        ("mkdocs", f"!!! note\n    | Feature | Description |\n    |---|---|\n    | Locks | {SAYS} |\n"),
        (
            "myst",
            f"```{{list-table}} Title\n:header-rows: 1\n\n* - Feature\n  - Description\n* - Locks\n  - {SAYS}\n```\n",
        ),
        (
            "myst",
            f".. list-table:: Title\n   :header-rows: 1\n\n   * - Feature\n     - Description\n   * - Locks\n     - {SAYS}\n",
        ),
        ("myst", f":::{{note}}\n| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n:::\n"),
        ("docusaurus", f":::note\n| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n:::\n"),
        (
            "jekyll",
            f"| Feature | Description |\n|---|---|\n{{% if x %}}\n| Locks | {SAYS} |\n{{% endif %}}\n{{: .wide}}\n",
        ),
        ("hugo", f"{{{{< tabs >}}}}\n| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n{{{{< /tabs >}}}}\n"),
        ("gitbook", f"{{% hint %}}\n| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n{{% endhint %}}\n"),
        ("learn", f":::row:::\n| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n:::row-end:::\n"),
    ],
)
def test_a_table_is_read_in_any_dialect(dialect: str, page: str) -> None:
    assert read(page, dialect) == ["Locks", f"- {SAYS}"]


def test_two_list_tables_in_a_row_stay_two() -> None:
    table = ":::{list-table}\n:header-rows: 1\n\n* - Feature\n  - Description\n* - "
    page = f"{table}Locks\n  - {SAYS}\n:::\n\n{table}Keys\n  - {SAYS}\n:::\n"

    assert read(page, "myst") == ["Locks", f"- {SAYS}", "Keys", f"- {SAYS}"]


def test_what_a_template_comments_out_is_not_read() -> None:
    page = f"| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n{{% comment %}}\n| Old | {SAYS} |\n{{% endcomment %}}\n| Keys | {SAYS} |\n"

    assert read(page, "jekyll") == ["Locks", f"- {SAYS}", "Keys", f"- {SAYS}"]


MATRIX = "| Feature | Free | Paid |\n|---|---|---|\n"


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("✅", "yes"), ("✔️", "yes"), ("x", "yes"), ("●", "yes"), ("Yes", "yes"), (":white_check_mark:", "yes"),
        ("✅ Supported", "yes"), ("**{check-circle}** Yes", "yes"), ("![yes](a.png)", "yes"), ("<img src=check.svg>", "yes"),
        ("Oui", "yes"), ("是", "yes"), ("❌", "no"), ("×", "no"), ("–", "no"), ("No", "no"), ("Not supported", "no"), (":x:", "no"),
        ("Nein", "no"), ("不支持", "no"), ("◐", "partial"), ("Partial", "partial"), ("✅<sup>1</sup>", "yes"), ("Yes[^1]", "yes"),
        ("v2.3+", "v2.3+"), ("10 GB", "10 GB"), ("N/A", "N/A"), ("Preview", "Preview"),
    ],
)  # fmt: skip
def test_a_support_cell_says_yes_no_partly_or_its_text(cell: str, value: str) -> None:
    page = f"{MATRIX}| Locks | ✅ | {cell} |\n| Keys | ✅ | ✅ |\n| Logs | ✅ | ✅ |\n"

    assert read(page)[:3] == ["Locks", "= Free: yes", f"= Paid: {value}"]


def test_an_empty_support_cell_says_nothing() -> None:
    assert read(f"{MATRIX}| Locks | | ✅ |\n| Keys | ✅ | &nbsp; |\n") == [
        "Locks",
        "= Paid: yes",
        "Keys",
        "= Free: yes",
    ]


def test_a_legend_tells_what_an_image_or_a_short_code_means() -> None:
    page = f"- ![](dot.png) = supported\n- :soon: : planned for later\n\n{MATRIX}| Locks | ![](dot.png) | :soon: |\n"

    assert read(page) == ["Locks", "= Free: yes", "= Paid: planned for later"]


def test_the_first_body_row_may_go_on_with_the_header() -> None:
    page = "| Feature | Plan | |\n|---|---|---|\n| | Free | Paid |\n| Locks | ✅ | ❌ |\n| Keys | ✅ | ✅ |\n"

    assert read(page)[:3] == ["Locks", "= Free: yes", "= Paid: no"]


def test_a_two_level_header_of_html_gives_its_lower_cells() -> None:
    page = (
        "<table><thead><tr><th rowspan=2>Feature</th><th colspan=2>Plan</th></tr><tr><th>Free</th><th>Paid</th></tr></thead>"
        "<tr><td>Locks</td><td>✅</td><td>❌</td></tr></table>"
    )

    assert read(page) == ["Locks", "= Free: yes", "= Paid: no"]


@pytest.mark.parametrize(
    "page",
    [
        f"{MATRIX}| **Security** | | |\n| Locks | ✅ | ❌ |\n| Keys | ✅ | ✅ |\n",
        "<table><tr><th>Feature<th>Free<th>Paid<tr><td colspan=3>Security<tr><td>Locks<td>✅<td>❌<tr><td>Keys<td>✅<td>✅</table>",
        "<table><tr><th>Area<th>Feature<th>Free<th>Paid<tr><td rowspan=2>Security<td>Locks<td>✅<td>❌<tr><td>Keys<td>✅<td>✅</table>",
        f"{MATRIX}| Security | | |\n| &nbsp;&nbsp;Locks | ✅ | ❌ |\n| &nbsp;&nbsp;Keys | ✅ | ✅ |\n",
    ],
)
def test_rows_stand_under_what_groups_them(page: str) -> None:
    assert read(page) == [
        "Security",
        "  Locks",
        "  = Free: yes",
        "  = Paid: no",
        "  Keys",
        "  = Free: yes",
        "  = Paid: yes",
    ]


def test_a_last_column_that_names_the_features_is_their_statement_too() -> None:
    page = "<table><tr><th>Area<th>Free<th>Feature<tr><td rowspan=2>Security<td>✅<td>Locks<tr><td>❌<td>Keys</table>"

    assert read(page) == [
        "Security", "  Locks", "  - Locks", "  = Free: yes", "  Keys", "  - Keys", "  = Free: no",
    ]  # fmt: skip


def test_empty_first_cells_of_a_markdown_table_continue_the_group_above() -> None:
    page = (
        "| Kind | Provider | Free |\n|---|---|---|\n| SAML | Alpha | ✅ |\n| | Beta | ✅ |\n| | Gamma | ❌ |\n"
        "| LDAP | Delta | ✅ |\n"
    )

    assert [line for line in read(page) if "=" not in line and "-" not in line] == [
        "SAML", "  Alpha", "  Beta", "  Gamma", "LDAP", "  Delta",
    ]  # fmt: skip


def test_a_row_without_a_label_goes_on_with_the_row_above() -> None:
    page = f"| Feature | Description |\n|---|---|\n| Locks | {SAYS} |\n| | and {SAYS} |\n"

    assert read(page) == ["Locks", f"- {SAYS}", f"- and {SAYS}"]


def test_a_note_below_the_rows_is_no_feature() -> None:
    page = f"{MATRIX}| Locks | ✅ | ❌ |\n| Keys | ✅ | ✅ |\n| * only on request | | |\n"

    assert [line for line in read(page) if "=" not in line] == ["Locks", "Keys"]


def test_indentation_is_a_hierarchy() -> None:
    page = (
        f"| Scope | Grants |\n|---|---|\n| admin | {SAYS} |\n| &nbsp;&nbsp;users | {SAYS} |\n"
        f"| &nbsp;&nbsp;&nbsp;&nbsp;list | {SAYS} |\n| &nbsp;&nbsp;keys | {SAYS} |\n"
    )

    assert [line for line in read(page) if "-" not in line] == ["admin", "  users", "    list", "  keys"]


def test_two_names_in_a_key_cell_are_two_features() -> None:
    assert read(f"| Function | Description |\n|---|---|\n| `Add-Key`<br>`Drop-Key` | {SAYS} |\n") == [
        "Add-Key", f"- {SAYS}", "Drop-Key", f"- {SAYS}",
    ]  # fmt: skip


def test_a_second_line_of_a_key_cell_that_is_no_name_is_a_statement() -> None:
    page = f"| Feature | Description |\n|---|---|\n| Locks<br><sup>for each tenant that asks for one</sup> | {SAYS} |\n"

    assert read(page) == ["Locks", "- for each tenant that asks for one", f"- {SAYS}"]


def test_nested_bullets_are_sub_features_or_statements() -> None:
    cell = f"<ul><li>Keys: <ul><li>rotated</li><li>wrapped</li></ul></li><li>What it does for you is: <ul><li>{SAYS}</li></ul></li></ul>"

    assert read(f"| Feature | Description |\n|---|---|\n| Locks | {cell} |\n") == [
        "Locks", f"- {SAYS}", "  Keys", "  - rotated", "  - wrapped",
    ]  # fmt: skip


def test_nested_lead_ins_are_sub_features() -> None:
    page = f"- **Locks**: {SAYS}\n  - **Row**: {SAYS}\n  - **Page**: {SAYS}\n- **Keys**: {SAYS}\n"

    assert [line for line in read(page) if "-" not in line] == ["Locks", "  Row", "  Page", "Keys"]


def test_a_broken_line_that_goes_on_with_the_sentence_is_one_statement() -> None:
    page = "| Feature | Description |\n|---|---|\n| Locks | `abc` <br>becomes<br> `a`, `b` |\n| Keys | one line here<br>another line |\n"

    assert read(page) == ["Locks", "- abc becomes a, b", "Keys", "- one line here", "- another line"]


@pytest.mark.parametrize(
    "page",
    [
        f"| Parameter | Type | Default | Description |\n|---|---|---|---|\n| `size` | int | 1 | {SAYS} |\n",
        f"| Flag | Description |\n|---|---|\n| `--size` | {SAYS} |\n",
        f"| Error code | Meaning |\n|---|---|\n| 401 | {SAYS} |\n",
        f"| Pros | Cons |\n|---|---|\n| {SAYS} | {SAYS} |\n",
        "| Version | Date |\n|---|---|\n| 1.0 | 2024-01-01 |\n",
        "| user | total |\n|---|---|\n| ab12 | 3 |\n| cd34 | 5 |\n",
        f"# Changelog\n\n## 1.2.0 (2024-01-01)\n\n- **server**: {SAYS}\n- **client**: {SAYS}\n",
        "## See also\n\n- [Guide](a.md): how to begin\n- [Reference](b.md): all there is\n",
        f"1. **Create a key**: {SAYS}\n2. **Open the page**: {SAYS}\n",
        f"## Risks\n\n- **Data loss**: {SAYS}\n- **Misuse**: {SAYS}\n",
        "## Team\n\n- **Ada**: ada@example.com\n- **Bob**: bob@example.com\n",
        "- [One](a.md)\n- [Two](b.md)\n",
        f"| Параметр | Описание |\n|---|---|\n| `size` | {SAYS} |\n",
        f"| 参数 | 说明 |\n|---|---|\n| `size` | {SAYS} |\n",
    ],
)
def test_what_is_no_feature_table_or_list_is_left_out(page: str) -> None:
    assert read(page) == []


@pytest.mark.parametrize(
    ("key", "description"),
    [
        ("Funktion", "Beschreibung"), ("Fonctionnalité", "Description"), ("Característica", "Descripción"),
        ("Funcionalidade", "Descrição"), ("Funzionalità", "Descrizione"), ("Functie", "Beschrijving"), ("Функция", "Описание"),
        ("Funkcja", "Opis"), ("功能", "说明"), ("機能", "説明"), ("기능", "설명"),
    ],
)  # fmt: skip
def test_a_feature_table_is_known_in_other_languages(key: str, description: str) -> None:
    assert read(f"| {key} | {description} |\n|---|---|\n| Locks | {SAYS} |\n") == ["Locks", f"- {SAYS}"]


def test_the_address_of_a_link_has_its_character_references_decoded(tmp_path: Path) -> None:
    (first, _) = features(
        "- **Locks**: see [keys](http://e.org/?a=1&amp;b=2&copy=3)\n- **Other**: text\n", root=tmp_path
    )
    (link,) = first.statements[0].links

    assert (link.href, link.address) == ("http://e.org/?a=1&amp;b=2&copy=3", "http://e.org/?a=1&b=2&copy=3")


def test_variables_are_filled_in_and_links_led_to_their_pages(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("name: Lark\n")
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / "products.yml").write_text("core: Larkbase Core\n")
    page = (
        "- **{{ site.data.products.core }}**: see [keys]({% link keys.md %}#a) of {{ site.name }} and {{ site.none }}\n"
    )

    (first, _) = features(page + "- **Other**: text\n", root=tmp_path)

    assert first.label == "Larkbase Core"
    assert first.statements[0].text == "see keys of Lark and {{ site.none }}"
    assert (first.statements[0].links[0].href, first.statements[0].links[0].address) == (
        "{% link keys.md %}#a",
        "source:keys.md#a",
    )


def test_an_include_is_read_where_it_stands_and_spans_point_into_it(tmp_path: Path) -> None:
    (tmp_path / "_config.yml").write_text("")
    (tmp_path / "_includes").mkdir()
    (tmp_path / "_includes" / "rows.md").write_text(f"---\na: b\n---\n| Locks | {SAYS} |\n")
    page = f"| Feature | Description |\n|---|---|\n{{% include rows.md %}}\n| Keys | {SAYS} |\n"

    locks, keys = features(page, root=tmp_path)

    assert (locks.label, locks.span.path, locks.span.line) == ("Locks", "_includes/rows.md", 4)
    assert (keys.label, keys.span.path, keys.span.line) == ("Keys", "page.md", 4)


def test_an_include_outside_the_root_stays_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("- **Secret**: a\n- **Other**: b\n")
    root = tmp_path / "docs"
    root.mkdir()
    (root / "_config.yml").write_text("")

    assert features("{% include ../secret.md %}\n", root=root) == ()


def test_no_rule_names_a_page_a_product_or_a_project_of_the_corpus() -> None:
    names = (
        "cockroach",
        "apisix",
        "opensearch",
        "owasp",
        "scubagear",
        "dapr",
        "jupyterhub",
        "sparql-anything",
        "chaitin",
    )
    files = [*(folder().parent / "kg").rglob("*.py"), folder() / "words.toml", folder() / "commands.toml"]

    found = {file.name: name for file in files for name in names if name in file.read_text(encoding="utf-8").casefold()}

    assert found == {}
