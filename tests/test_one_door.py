"""Whatever stands in a page, its path or a vocabulary: no triple gets into an output that was not meant.

``KG_EXAMPLES=500`` tries so many pages; a few are enough for every day.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rdflib.term import _is_valid_uri

import kg
from kg.errors import ConfigError
from kg.extraction import Annotator
from kg.formats import FORMATS, serialize
from kg.lines import triples_in
from kg.names import DCTERMS, OA, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, Kg
from kg.options import Options
from kg.pipeline import Run, prefixes_of, read_page
from kg.read import SourceSet
from kg.terms import Triple, literal
from kg.terms import iri as term_of
from kg.vocabulary import Concept, Label, Vocabulary, load

EXAMPLES = int(os.environ.get("KG_EXAMPLES", "25"))
BASE = "https://example.org/kg/"
FORMAT_OF_RDFLIB = {
    "turtle": "turtle", "trig": "trig", "ntriples": "nt", "nquads": "nquads", "jsonld": "json-ld", "rdfxml": "xml",
}  # fmt: skip
PREDICATES = {
    *(one for one in Kg if one.rpartition("#")[2][0].islower()),
    *(f"{DCTERMS}{name}" for name in ("title", "language", "replaces", "subject")),
    *(f"{OA}{name}" for name in ("hasSource", "start", "end", "exact")),
    *(f"{PROV}{name}" for name in ("wasDerivedFrom", "alternateOf")),
    *(f"{SCHEMA}{name}" for name in ("about", "abstract", "url", "encodingFormat", "sha256", "name", "text")),
    *(f"{SKOS}{name}" for name in ("prefLabel", "altLabel", "broader", "inScheme")),
    f"{SCHEMA}position", f"{RDF}type", f"{RDFS}label",
}  # fmt: skip
"""All that an export relates by (``contract``)."""

ATTACKS = (
    '"> <https://evil.example/s> <https://evil.example/p> "o" .\n',
    '" .\n<https://evil.example/s> <https://evil.example/p> "o',
    "\\u003e\\u0020\\u003chttps://evil.example/s\\u003e",
    '\\" . <https://evil.example/s> a <https://evil.example/c> . #',
    "'''\"\"\"", "]]></rdf:Description><rdf:Description rdf:about='https://evil.example/s'/>", "&lt;&#x3c;&#62;&#0;",
    '"}, {"@id": "https://evil.example/s", "@type": ["https://evil.example/c"]}, {"', "@prefix kg: <evil:> .",
    "^^<https://evil.example/d>", "@en", "_:b0", "kg:Feature", "{{ site.x }}", "{% link a.md %}", "\\", "\\\\", "\0",
    "\r", "\u202e", "\u2028", "\u0085", "\ufffe", "\ue000", "\U0001f512", "|", "`", "<br>", "<ul><li>", "</td>",
    "<a href='x y'>", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> x:y.md\n", "---\n", "\u00a0", "e\u0301", "\u0130", "%",
    "%zz", "[", "](", ")", "#",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(ATTACKS) | st.text(max_size=8) | st.just("Lark Seal"), max_size=4).map("".join)
HREF = st.tuples(st.sampled_from(["", "https://a.example/", "b.md", "schema:", "urn:", "//", "mailto:", "#"]), TEXT)
PATH = TEXT.map(lambda text: re.sub("[/\0]", "-", text)[:60] + ".md") | st.just("a/\udcff/..\\b.md")
LANGUAGE = st.sampled_from([None, "en", "de-CH", "x-lark"])


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Return a page: front matter, a heading, a table with links and a conflict in it, and a list."""

    def text() -> str:
        return draw(TEXT)

    def href() -> str:
        return "".join(draw(HREF))

    head = f"---\ntitle: {text()}\nsummary: {text()!r}\nlang: {text()}\naliases: [{href()}, {text()!r}]\n---\n"
    rows = "".join(
        f"| {text()} **{text()}** | uses Lark Seal {text()} [{text()}]({href()}) <a href={href()!r}>{text()}</a>"
        f" `CREATE {text()}` <br> {text()} | {draw(st.sampled_from(['✓', 'no', text()]))} |\n"
        for _ in range(draw(st.integers(0, 2)))
    )
    conflict = f"<<<<<<< {text()}\n{rows}=======\n| {text()} | {text()} | x |\n>>>>>>> {text()}\n"
    table = f"| Feature | What it does {text()} | {text()} Edition |\n|---|---|---|\n| A | b | ✓ |\n{rows}{conflict}\n"
    items = f"## Features {text()}\n\n- **{text()}**: {text()}\n- [{text()}]({href()}): {text()}\n- **B**: c\n"
    return draw(st.sampled_from([head, ""])) + f"# {text()}\n\n{table}{items}"


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """Return a vocabulary with any labels; ``vocabulary.load`` has checked IRIs and language tags."""
    labels = [Label(draw(TEXT), draw(LANGUAGE)) for _ in range(2)]
    return Vocabulary(
        {
            f"{BASE}seal": Concept(f"{BASE}seal", "mechanism", Label("Lark Seal", "en"), tuple(labels)),
            "urn:lark": Concept("urn:lark", "provider", Label(f"Lark {draw(TEXT)}", draw(LANGUAGE)), (Label("uses"),)),
        }
    )


def exported(path: str, text: str, vocabulary: Vocabulary, options: Options) -> dict[str, frozenset[Triple]]:
    run = Run(options, SourceSet(Path("/"), (path,)), vocabulary)
    page = read_page(path, text.encode(errors="replace"), Annotator(vocabulary), options)
    if not page.readings:
        return {}
    document, lines, _ = run.triples_of(page)
    return {document: triples_in(lines)}


Value = tuple[str, str, str]


def value_of_oxigraph(term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return term.value, "", ""
    assert isinstance(term, ox.Literal)
    return term.value, term.datatype.value, (term.language or "").lower()


def value_of_rdflib(term: object) -> Value:
    if isinstance(term, rdflib.URIRef):
        assert _is_valid_uri(term)
        return str(term), "", ""
    assert isinstance(term, rdflib.Literal)
    default = f"{RDF}langString" if term.language else f"{XSD}string"
    return str(term), str(term.datatype or default), (term.language or "").lower()


def read_by_oxigraph(data: bytes, name: str) -> set[tuple[Value, ...]]:
    quads = ox.parse(data, format=getattr(ox.RdfFormat, FORMATS[name].rdf_format))
    return {tuple(map(value_of_oxigraph, (one.subject, one.predicate, one.object))) for one in quads}


def read_by_rdflib(data: bytes, name: str) -> set[tuple[Value, ...]]:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(BytesIO(data), format=FORMAT_OF_RDFLIB[name])
    return {tuple(map(value_of_rdflib, quad[:3])) for quad in dataset.quads()}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its readers use its own old names
@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(path=PATH, text=documents(), vocabulary=vocabularies(), product=TEXT, commit=TEXT, site=st.booleans())
def test_every_format_carries_the_triples_that_were_meant_and_no_other(
    path: str, text: str, vocabulary: Vocabulary, product: str, commit: str, site: bool
) -> None:
    options = Options(product=product or "p", commit=commit, site="https://s.example/" if site else None)
    graphs = exported(path, text, vocabulary, options)
    outputs = {name: serialize(graphs, name, prefixes_of(BASE, graphs)) for name in FORMATS}
    meant = read_by_oxigraph(outputs["ntriples"], "ntriples")

    assert len(meant) == sum(map(len, graphs.values()))
    for name, data in outputs.items():
        assert read_by_oxigraph(data, name) == read_by_rdflib(data, name) == meant, name
    assert_minted(meant, vocabulary.concepts)


def assert_minted(triples: set[tuple[Value, ...]], concepts: Mapping[str, Concept]) -> None:
    assert {predicate for _, (predicate, _, _), _ in triples} <= PREDICATES
    assert [s for (s, _, _), _, _ in triples if not s.startswith(BASE) and s not in concepts] == []
    assert {datatype for _, _, (_, datatype, _) in triples} <= {"", f"{XSD}string", f"{XSD}integer", f"{RDF}langString"}
    for _, (predicate, _, _), (value, datatype, _) in triples:
        if predicate == f"{RDF}type":
            assert value.startswith((Kg.FEATURE.rpartition("#")[0], SCHEMA, SKOS))
        if predicate == Kg.TARGET:
            assert datatype == ""
            assert not re.match(r"(javascript|vbscript|data):", value, re.IGNORECASE)
            assert not re.search("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]", value)


@settings(deadline=None, max_examples=max(3, EXAMPLES // 8))
@given(iri=TEXT, language=LANGUAGE.map(str) | TEXT, label=TEXT)
@example("\u202eb", "en", "x")
def test_a_vocabulary_gives_concepts_that_a_graph_can_hold_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, iri: str, language: str, label: str
) -> None:
    file = tmp_path_factory.mktemp("vocabulary") / "v.ttl"
    concept = f"<urn:a{iri}> a <{Kg.MECHANISM}> ; <{SKOS}prefLabel> {literal(label)}@{language} ."
    file.write_text(concept, errors="replace")
    concepts: Iterable[Concept] = ()
    with suppress(ConfigError):
        concepts = load([file]).concepts.values()
    for one in concepts:
        term_of(one.iri)
        literal(one.preferred.text, language=one.preferred.language)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            f"<urn:\u202e> a <{Kg.MECHANISM}> ; <{SKOS}prefLabel> 'x' .",
            "a concept has what is no absolute IRI: 'urn:\\u202e'",
        ),
        (
            f"<urn:a> a <{Kg.PROVIDER}> ; <{SKOS}prefLabel> 'x' ; <{SKOS}broader> <urn:\u202e> .",
            "a concept has what is no",
        ),
    ],
)
def test_a_vocabulary_with_what_no_graph_may_hold_is_refused_in_one_line(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "v.ttl").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load([tmp_path / "v.ttl"])

    assert str(caught.value).startswith(f"{tmp_path / 'v.ttl'}: {message}")
    assert str(caught.value).isprintable()


def test_terms_are_made_by_one_module_only() -> None:
    """What a server answers of itself is no graph of ours, and what looks a term up, as a check does, makes none."""
    made = re.compile(r"\b(?:NamedNode|Literal|URIRef|BNode|BlankNode)\(")
    root = Path(kg.__file__).parent
    modules = [path.relative_to(root) for path in root.rglob("*.py") if made.search(path.read_text())]

    assert {path.as_posix() for path in modules if path.parts[0] not in {"serving", "validation"}} == {
        "terms.py",
        "sparql.py",
    }
