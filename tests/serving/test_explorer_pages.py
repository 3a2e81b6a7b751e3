"""The explorer's pages: what they show, that they lead somewhere, and that nothing from a graph can act in them."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph as ox
import pytest

import kg
from kg.serving.explorer.answers import answer, html
from kg.serving.explorer.pages import Pages
from kg.serving.explorer.reader import Reader
from kg.serving.requests import PageRequest
from kg.sparql import HasQuads, load

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = "https://example.org/kg/"


class Parsed(HTMLParser):
    """The elements, the addresses and the ids of a page, and its text."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[str] = []
        self.feed(body.decode())
        self.text = " ".join(" ".join(self.texts).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name in {"href", "src", "data-graph", "action", "data-suggest"}:
                self.hrefs.append(value or "")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def pages_of(*graphs: HasQuads) -> Pages:
    return Pages(Reader(load(graphs)))


@pytest.fixture(scope="module")
def first_page() -> Pages:
    site = "https://docs.larkbase.example/"
    return pages_of(kg.export(str(EXAMPLES / "first-page" / "docs"), product="Larkbase Cloud", site=site))


@pytest.fixture(scope="module")
def support_matrix() -> Pages:
    return pages_of(kg.export(str(EXAMPLES / "support-matrix" / "docs"), product="Larkbase"))


@pytest.fixture(scope="module", params=["first-page", "support-matrix", "own-vocabulary", "corpus"])
def any_pages(request: pytest.FixtureRequest) -> Pages:
    """Return the pages of an example, or those of the real pages."""
    if request.param != "corpus":
        return pages_of(kg.export(str(EXAMPLES / request.param / "docs")))
    folder: Path = request.getfixturevalue("shared") / "corpus" / "pages"
    return pages_of(kg.export(*(str(path) for path in sorted(folder.glob("*.md"))[::3]), root=folder))


def rendered(pages: Pages) -> Iterator[tuple[str, Parsed]]:
    for path in pages.paths():
        body = html(pages, path, static=True)
        assert body is not None, path
        yield f"{path}.html", Parsed(body)


def get(pages: Pages, path: str, accept: str = "text/html") -> tuple[int, str, Parsed]:
    address, _, query = path.partition("?")
    found = answer(pages, PageRequest(unquote(address), query, accept))
    return found.status, found.media_type, Parsed(found.body)


@pytest.fixture(scope="module")
def any_rendered(any_pages: Pages) -> dict[str, Parsed]:
    return dict(rendered(any_pages))


def test_each_address_in_a_page_leads_to_a_file_of_the_export_and_each_fragment_to_an_element(
    any_pages: Pages, any_rendered: dict[str, Parsed]
) -> None:
    all_ = any_rendered
    beside = {f"{path}{end}" for path in any_pages.places.iris for end in (".ttl", ".jsonld")}
    beside |= {f"graph/{path}.json" for path in any_pages.places.iris} | {"static/explorer.css"}
    dead = []
    for page, parsed in all_.items():
        for href in parsed.hrefs:
            target = urlsplit(urljoin(f"http://kg/{page}", href))
            path = unquote(target.path[1:])
            if target.netloc == "kg" and target.scheme == "http" and path not in beside and "bundle" not in path:
                fragment = unquote(target.fragment)
                if path not in all_ or (fragment and fragment not in all_[path].ids):
                    dead.append((page, href))

    assert dead == []


def test_no_id_stands_twice_in_a_page(any_rendered: dict[str, Parsed]) -> None:
    twice = [(page, name) for page, parsed in any_rendered.items() for name, n in Counter(parsed.ids).items() if n > 1]

    assert twice == []


def test_a_document_shows_each_of_its_facts_under_the_fragment_of_its_iri(any_pages: Pages) -> None:
    kinds = {f"{kg_class}" for kg_class in ("kg:Feature", "kg:Statement", "kg:Link", "kg:Availability", "kg:Variant")}
    missing = []
    for iri in any_pages.by_kind["doc"]:
        _, _, parsed = get(any_pages, "/" + any_pages.places.paths[iri])
        for kind in kinds:
            rows = any_pages.reader.select(f"SELECT ?node WHERE {{ ?node a {kind} }}")
            nodes = [row["node"] or "" for row in rows]
            own = [node for node in nodes if node.startswith(f"{iri}#") and not node.endswith(".base")]
            missing += [node for node in own if node.partition("#")[2] not in parsed.ids]

    assert missing == []


def test_each_iri_of_the_dataset_resolves_to_a_page_to_turtle_and_to_json_ld(any_pages: Pages) -> None:
    nodes = {quad.subject.value for quad in any_pages.reader.store if isinstance(quad.subject, ox.NamedNode)}
    own = {node.partition("#")[0].removeprefix(BASE) for node in nodes if node.startswith(BASE)}
    own -= {"mechanism"} if not any_pages.places.named("mechanism") else set()
    refused = []
    for path in sorted(own):
        for accept in ("text/html", "text/turtle", "application/ld+json"):
            status, media_type, _ = get(any_pages, f"/{path}", accept)
            if status == 303 and accept == "text/html":
                continue
            if status != 200 or not media_type.startswith(accept):
                refused.append((path, accept, status))

    assert own
    assert refused == []


def test_a_feature_shows_each_statement_with_its_mechanisms_and_its_source_line(first_page: Pages) -> None:
    status, _, page = get(first_page, "/feature/security/sign-in.html")

    assert status == 200
    assert "Nodes prove who they are to each other with TLS 1.2" in page.text
    assert "certificate-based authentication" in page.text
    assert "[Sign-in](sign-in.html) security.md:14" in page.text


def test_a_feature_shows_both_sides_of_its_dispute_beside_each_other(first_page: Pages) -> None:
    _, _, page = get(first_page, "/feature/security/access-control.html")
    ours, theirs = page.text.split("In dispute")[1].split("What is said of it")[0].split("Theirs")

    assert "An IP allowlist for each cluster" in ours
    assert "An IP allowlist for each project" not in ours
    assert "An IP allowlist for each project" in theirs
    assert "Dynamic data masking" in theirs


def test_a_document_shows_its_table_with_the_columns_of_its_source(support_matrix: Pages) -> None:
    page = support_matrix.page("doc/editions")

    assert page is not None
    (table,) = page.context["tables"]
    assert table.columns == ("Solo", "Team", "Fleet")
    assert [(row.depth, row.feature.ref.label) for row in table.rows][:3] == [
        (0, "Access"),
        (1, "Password sign-in"),
        (1, "SAML single sign-on"),
    ]
    assert [cell.availabilities[0].value for cell in table.rows[1].cells] == ["yes", "yes", "yes"]


def test_a_bullet_that_groups_bullets_stays_in_its_cell(first_page: Pages) -> None:
    page = first_page.page("doc/security")

    assert page is not None
    (table,) = page.context["tables"]
    labels = [row.feature.ref.label for row in table.rows]
    assert labels == ["Sign-in", "Data protection", "Access control", "Activity log"]
    (cell,) = table.rows[2].cells
    assert [block.feature.ref.label for block in cell.blocks] == ["Inside the database", "Access control"]


def test_a_mechanism_shows_who_uses_it_and_what_is_broader(first_page: Pages) -> None:
    _, _, page = get(first_page, "/mechanism/tls-1-2.html")

    assert "TLSv1.2" in page.text
    assert "Broader TLS" in page.text
    assert "Sign-in" in page.text
    assert "security.md:14" in page.text


def test_the_home_page_counts_what_a_query_counts(first_page: Pages) -> None:
    def counted(name: str) -> int:
        row = next(first_page.reader.select(f"SELECT (COUNT(*) AS ?n) {{ ?x a kg:{name} }}"))
        return int(row["n"] or 0)

    summary = first_page.summary

    assert (summary.features, summary.statements, summary.disputes) == tuple(
        map(counted, ("Feature", "Statement", "Conflict"))
    )
    assert summary.documents == 1


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("tls 1.2", "TLS 1.2"),
        ("GCP", "Google Cloud"),
        ("sign in", "Sign-in"),
        ("sign-in", "Sign-in"),
        ("masking dynamic", "data masking"),
        ("audit writes", "Activity log"),
    ],
)
def test_a_search_finds_names_first_then_what_is_said(first_page: Pages, words: str, first: str) -> None:
    hits = first_page.search.find(words)

    assert hits
    assert first_page.reader.label(hits[0].iri) == first


def test_a_search_without_words_or_without_a_hit_says_so(first_page: Pages) -> None:
    assert "Type what" in get(first_page, "/search?q=")[2].text
    assert "0 found" in get(first_page, "/search?q=quokka")[2].text


def test_a_neighbourhood_has_at_most_200_nodes_and_its_middle_first() -> None:
    store = ox.Store()
    feature = "https://w3id.org/docs-kg/ontology#Feature"
    lines = [f"<{BASE}doc/a#f{n}> a <{feature}> ; kg:usesMechanism <{BASE}mechanism#m> ." for n in range(400)]
    prefix = "@prefix kg: <https://w3id.org/docs-kg/ontology#> .\n"
    store.load((prefix + "\n".join(lines) + f"<{BASE}mechanism#m> a kg:Mechanism .").encode(), ox.RdfFormat.TURTLE)
    pages = Pages(Reader(store))

    drawing = pages.drawing(pages.places.paths[f"{BASE}mechanism#m"])

    assert drawing is not None
    assert len(drawing["nodes"]) == 200
    assert drawing["nodes"][0]["id"] == f"{BASE}mechanism#m"
    assert len(drawing["edges"]) == 199


def test_the_drawing_and_its_table_have_the_same_edges(first_page: Pages) -> None:
    drawing = first_page.drawing("feature/security/sign-in")
    page = first_page.page("graph/feature/security/sign-in")

    assert drawing is not None
    assert page is not None
    assert [(edge["source"], edge["target"]) for edge in drawing["edges"]] == [
        (edge.source.iri, edge.target.iri) for edge in page.context["around"].edges
    ]


def hostile() -> Pages:
    prefixes = "@prefix kg: <https://w3id.org/docs-kg/ontology#> . @prefix schema: <https://schema.org/> ."
    text = f"""{prefixes} @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
      <{BASE}doc/a> a schema:TechArticle ; schema:about <{BASE}product#p> ; schema:url <javascript:alert(1)> .
      <{BASE}product#p> a schema:SoftwareApplication ; rdfs:label "P\\"><img src=x>" ; kg:hasFeature <{BASE}doc/a#f> .
      <{BASE}doc/a#f> a kg:Feature ; rdfs:label "<script>alert(1)</script>" ; kg:describedIn <{BASE}doc/a> ;
        kg:subFeature <{BASE}doc/a#f> ; kg:hasLink <{BASE}doc/a#l> ; kg:hasStatement <{BASE}doc/a#s> .
      <{BASE}doc/a#l> a kg:Link ; schema:name "x" ; kg:href "javascript:alert(1)" ; kg:target <javascript:alert(1)> ;
        kg:hasLink <{BASE}doc/a#l> .
      <{BASE}doc/a#s> a kg:Statement ; schema:text "' onmouseover='alert(1)" ; schema:position "x" .
      <{BASE}doc/../../../etc/passwd> a schema:TechArticle ; schema:about <{BASE}product#p> ."""
    store = ox.Store()
    store.load(text.encode(), ox.RdfFormat.TURTLE)
    return Pages(Reader(store))


def test_what_a_graph_says_is_text_in_every_page() -> None:
    for page, parsed in rendered(hostile()):
        ours = [value for name, value in parsed.attributes if name == "src" and "static/bundle/" in value]
        assert parsed.tags["script"] == len(ours), page
        assert parsed.tags["img"] == 0, page
        assert [name for name, _ in parsed.attributes if name.startswith("on") or name == "style"] == [], page
        assert not any(urlsplit(href).scheme in {"javascript", "vbscript"} for href in parsed.hrefs), page


def test_no_path_of_a_page_leaves_its_folder() -> None:
    pages = hostile()

    assert all(".." not in path.split("/") and not path.startswith("/") for path in pages.paths())


def test_two_nodes_of_one_name_have_two_pages() -> None:
    pages = pages_of(
        kg.export(str(EXAMPLES / "first-page" / "docs"), base="https://one.example/"),
        kg.export(str(EXAMPLES / "first-page" / "docs"), base="https://two.example/"),
    )

    one, two = (pages.places.paths[f"https://{base}.example/doc/security"] for base in ("one", "two"))
    assert one == "doc/security"
    assert re.fullmatch(r"doc/security-[0-9a-f]{6}", two)
    assert pages.places.kind("https://two.example/doc/security#sign-in") == "feature"


def test_an_address_that_nothing_has_is_a_page_that_says_so(first_page: Pages) -> None:
    for path in ("/nothing", "/doc/nothing.html", "/list/feature-99", "/matrix/features-0", "/gaps/x", "/graph/x.json"):
        status, media_type, page = get(first_page, path)
        assert (status, media_type) == (404, "text/html; charset=utf-8"), path
        assert "Nothing in this graph is called" in page.text


def test_an_iri_leads_to_the_page_that_shows_it(first_page: Pages) -> None:
    def location(iri: str) -> str:
        found = answer(first_page, PageRequest("/go", f"iri={iri.replace('#', '%23')}", "text/html"))
        return dict(found.headers).get("Location", "")

    assert location(f"{BASE}doc/security#sign-in") == "feature/security/sign-in.html"
    statement = f"{BASE}doc/security#access-control.an-ip-allowlist-for-each-cluster-0e05b4"
    assert location(statement) == f"doc/security.html#{statement.partition('#')[2]}"
    assert location("https://w3id.org/docs-kg/mechanism/tls") == "mechanism/tls.html"
    assert location("https://elsewhere.example/") == ""


def test_what_is_counted_once_gives_the_same_pages(first_page: Pages) -> None:
    prepared = pickle.loads(pickle.dumps(first_page.prepared()))  # noqa: S301
    again = Pages(Reader(load([])), prepared)

    assert html(again, "matrix", static=False) == html(first_page, "matrix", static=False)
    assert again.search.find("tls") == first_page.search.find("tls")
    assert again.paths() == first_page.paths()
