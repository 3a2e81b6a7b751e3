"""A whole load against a server of our own that can refuse, cut and interfere; and the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from kg.errors import LoadError
from kg.loading import Patience, load
from kg.loading.dataset import VOCABULARY_RECORD
from kg.loading.hashes import Triples, content, read
from kg.loading.record import Record, record_in, record_of, records_of, triples_of
from kg.pipeline import Graph

from .conftest import PAGES, Answer, Recorder, export, wanted

BASE = "https://example.org/kg/"
LOGIN = f"{BASE}doc/login"


class Memory:
    """The Graph Store Protocol over a dictionary, with faults on demand."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.graphs: dict[str, bytes] = {}
        self.refused: dict[str, Answer] = {}
        self.after: dict[str, dict[str, bytes]] = {}
        recorder.choose = self.answer

    def answer(self, headers: dict[str, str]) -> Answer:
        method = headers[":method"]
        query = parse_qs(urlsplit(headers[":path"]).query)
        (graph,) = query.get("graph") or query.get("graph-uri") or [""]
        if method != "GET" and graph in self.refused:
            return self.refused[graph]
        if method == "PUT":
            self.graphs[graph] = self.recorder.asked[-1][3]
            self.graphs.update(self.after.pop(graph, {}))
            return 204, {}, b""
        if graph not in self.graphs:
            return 404, {}, b""
        if method == "DELETE":
            del self.graphs[graph]
            return 204, {}, b""
        return 200, {"Content-Type": "application/n-triples"}, self.graphs[graph]

    def data(self) -> dict[str, object]:
        return {name: read(body) for name, body in self.graphs.items() if name.startswith(f"{BASE}doc/")}


@pytest.fixture
def memory(recorder: Recorder) -> Memory:
    return Memory(recorder)


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return export(tmp_path, BASE, PAGES)


SD = "http://www.w3.org/ns/sparql-service-description#"


class Named:
    """Named graphs in memory."""

    def __init__(self, graphs: Mapping[str, Triples]) -> None:
        self._graphs = graphs

    def quads(self) -> Iterator[ox.Quad]:
        for name, triples in self._graphs.items():
            for triple in ox.parse(content(triples), format=ox.RdfFormat.N_TRIPLES):
                yield ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(name))


def bring(memory: Memory, graph: Graph | Named, store: str = "gsp", **options: bool) -> tuple[str, ...]:
    loaded = load(graph, memory.recorder.url, store, patience=Patience(tries=2, sleep=lambda _: None), **options)  # type: ignore[arg-type]
    return tuple(str(problem) for problem in loaded.problems)


def test_a_graph_that_is_refused_is_told_and_the_others_are_sent(memory: Memory, graph: Graph) -> None:
    memory.refused[LOGIN] = (400, {}, b"no such language")

    first, held = bring(memory, graph), memory.data()
    memory.refused.clear()
    second = bring(memory, graph)

    assert [problem.partition(";")[0] for problem in first] == [
        f"{LOGIN}: the store refuses the graph: HTTP 400: no such language"
    ]
    assert held == {name: triples for name, triples in wanted(graph).items() if name != LOGIN}
    assert second == ()
    assert memory.data() == wanted(graph)


def cut(memory: Memory, *names: str) -> None:
    """Leave only half of some graphs, as a PUT that is stopped may."""
    for name in names:
        lines = memory.graphs[name].splitlines(keepends=True)
        memory.graphs[name] = b"".join(line for line in lines if b"/login" not in line)


def test_a_record_whose_put_was_stopped_half_way_is_read_from_its_second_copy(memory: Memory, graph: Graph) -> None:
    bring(memory, graph)
    name = record_of(f"{BASE}dataset", LOGIN)
    for broken in (cut, lambda memory, name: memory.graphs.pop(name)):
        broken(memory, name)
        fewer = {page: triples for page, triples in wanted(graph).items() if page != LOGIN}

        problems = bring(memory, Named(fewer), prune=True)

        assert problems == ()
        assert memory.data() == fewer
        bring(memory, graph)


def test_a_record_that_is_not_whole_is_left_alone_until_verify(memory: Memory, graph: Graph) -> None:
    bring(memory, graph)
    clean = dict(memory.graphs)
    name = record_of(f"{BASE}dataset", LOGIN)
    cut(memory, name, f"{name}/spare")
    before = dict(memory.graphs)
    fewer = {page: triples for page, triples in wanted(graph).items() if page != LOGIN}

    for data in (graph, Named(fewer)):
        problems = bring(memory, data, prune=True)

        assert [problem.startswith(f"{name}: the record of former loads is not whole") for problem in problems] == [
            True
        ]
        assert "--verify" in problems[0]
        assert memory.graphs[LOGIN] == before[LOGIN]
        assert {one: memory.graphs[one] for one in before if one.startswith(name)} == {
            one: body for one, body in before.items() if one.startswith(name)
        }
    bring(memory, graph)
    assert bring(memory, graph, prune=True, verify=True) == ()
    assert memory.graphs == clean


def test_a_first_load_that_was_stopped_in_the_second_copy_is_made_good(memory: Memory, graph: Graph) -> None:
    memory.graphs[f"{record_of(f'{BASE}dataset', LOGIN)}/spare"] = b"<urn:a> <urn:b> <urn:c> .\n"

    assert bring(memory, graph) == ()
    assert memory.data() == wanted(graph)


def test_a_record_that_a_store_cuts_is_not_written_even_by_verify(memory: Memory, graph: Graph) -> None:
    name = record_of(f"{BASE}dataset", LOGIN)
    answer = b"".join(b"<urn:a> <urn:b> %d .\n" % number for number in range(1000))
    memory.graphs[name] = memory.graphs[f"{name}/spare"] = answer

    (problem,) = bring(memory, graph, store="virtuoso", verify=True)

    assert problem.startswith(f"{name}: the store cuts the record")
    assert memory.graphs[name] == answer
    assert LOGIN not in memory.graphs


def test_a_record_that_is_no_rdf_is_one_that_is_not_whole(memory: Memory, graph: Graph) -> None:
    memory.graphs[VOCABULARY_RECORD] = b"<html>"

    assert len(bring(memory, graph)) == 1
    assert bring(memory, graph, verify=True) == ()
    assert bring(memory, graph) == ()


def test_a_record_that_is_refused_does_not_stop_the_others(memory: Memory, graph: Graph) -> None:
    name = record_of(f"{BASE}dataset", LOGIN)
    memory.refused[name] = (400, {}, b"no")

    (problem,) = bring(memory, graph)

    assert (
        problem == f"{name}: the store refuses the graph: HTTP 400: no; its graphs are not taken as loaded; load again"
    )
    assert set(memory.data()) == wanted(graph).keys() - {
        page for page in wanted(graph) if record_of(f"{BASE}dataset", page) == name
    }


def test_a_record_that_names_the_graphs_of_others_removes_none(memory: Memory, graph: Graph) -> None:
    foreign = ("https://example.org/other/doc/a", "https://w3id.org/docs-kg/mechanism", "urn:a\u202eb", LOGIN)
    memory.graphs.update(dict.fromkeys(foreign, b"<urn:a> <urn:b> <urn:c> .\n"))
    name = next(one for one in records_of(f"{BASE}dataset") if one != record_of(f"{BASE}dataset", LOGIN))
    lines = "".join(f"<{name}#{n}> <{SD}name> <{one}> .\n" for n, one in enumerate(foreign))
    memory.graphs[name] = f'<{name}> <http://rdfs.org/ns/void#entities> "4" .\n{lines}'.encode()

    assert bring(memory, graph, prune=True) == ()
    assert set(foreign) <= set(memory.graphs)


def test_two_exports_with_one_base_are_one_dataset(memory: Memory, graph: Graph, tmp_path: Path) -> None:
    other = export(tmp_path / "other", BASE, {"audit": PAGES["login"]})

    bring(memory, graph)
    bring(memory, other)
    bring(memory, graph)

    assert memory.data() == wanted(graph)


def test_a_graph_that_is_no_rdf_any_more_is_sent_again_by_verify(memory: Memory, graph: Graph) -> None:
    bring(memory, graph)
    memory.graphs[LOGIN] = b"<html>"

    bring(memory, graph, verify=True)

    assert memory.data() == wanted(graph)


def test_a_load_that_another_one_crosses_claims_nothing(memory: Memory, graph: Graph) -> None:
    name = record_of(f"{BASE}dataset", LOGIN)
    run = content(triples_of(name, Record({}, "urn:uuid:other")))
    memory.after[LOGIN] = {name: run}

    problems = bring(memory, graph)

    assert [problem.startswith(f"{name}: another load changes the same graphs") for problem in problems] == [True]
    assert record_in(read(memory.graphs[name])).entries[LOGIN] is None
    bring(memory, graph)
    assert record_in(read(memory.graphs[name])).entries[LOGIN] is not None


def test_the_mark_of_a_load_that_was_stopped_goes_though_nothing_changes(memory: Memory, graph: Graph) -> None:
    bring(memory, graph)
    before = dict(memory.graphs)
    name = record_of(f"{BASE}dataset", LOGIN)
    memory.graphs[name] += f"<{name}> <http://www.w3.org/ns/prov#wasInfluencedBy> <urn:uuid:old> .\n".encode()

    bring(memory, graph)

    assert memory.graphs == before


def test_no_record_is_left_of_what_is_pruned(memory: Memory, graph: Graph, tmp_path: Path) -> None:
    one = export(tmp_path, BASE, {"login": PAGES["login"]})
    bring(memory, one)
    clean = dict(memory.graphs)
    bring(memory, graph)
    bring(memory, one, prune=True)

    assert memory.graphs == clean


def test_every_request_is_one_of_the_protocol(memory: Memory, graph: Graph) -> None:
    bring(memory, graph)

    assert {method for method, *_ in memory.recorder.asked} <= {"GET", "PUT", "DELETE"}
    types = {headers["content-type"] for method, _, headers, _ in memory.recorder.asked if method == "PUT"}
    assert types == {"text/turtle"}
    assert len(records_of(f"{BASE}dataset")) == 16


@pytest.mark.parametrize(
    "name",
    [
        "no iri",
        "urn:d:dataset#x",
        "https://example.org/kg/d1",
        f"{LOGIN}",
        "urn:dataset",
        "https://w3id.org/docs-kg/dataset",
    ],
)
def test_a_dataset_needs_a_name_that_can_be_one(memory: Memory, graph: Graph, name: str) -> None:
    with pytest.raises(LoadError, match="no name of a dataset"):
        load(graph, memory.recorder.url, "gsp", dataset=name)

    assert memory.recorder.asked == []


def run(memory: Memory, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["load", *arguments, "--to", memory.recorder.url, "--store", "gsp"])


def test_the_command_sums_up(memory: Memory, graph: Graph, tmp_path: Path) -> None:
    graph.write(tmp_path / "kg.ttl")
    fewer = export(tmp_path, BASE, {"login": PAGES["login"]})
    fewer.write(tmp_path / "fewer.nq", "nquads")

    first = run(memory, str(tmp_path / "kg.ttl"))
    second = run(memory, str(tmp_path / "kg.ttl"), "--verify")
    kept = run(memory, str(tmp_path / "fewer.nq"))
    pruned = run(memory, str(tmp_path / "fewer.nq"), "--prune")

    assert [result.exit_code for result in (first, second, kept, pruned)] == [0, 0, 0, 0]
    assert first.stdout == ""
    assert first.stderr.startswith("4 graphs: 4 sent, 0 unchanged, 0 removed; 3 vocabulary graphs (3 sent); ")
    assert second.stderr.startswith("4 graphs: 0 sent, 4 unchanged, 0 removed; 3 vocabulary graphs (0 sent); ")
    lines = kept.stderr.splitlines()
    assert sorted(lines[:-1]) == [
        f"{BASE}doc/{name}: kept, though no graph has it any more; --prune removes it" for name in ("audit", "backup")
    ]
    assert "2 kept" in lines[-1]
    assert "2 removed" in pruned.stderr


def test_the_command_ends_with_2_where_a_graph_was_refused(memory: Memory, graph: Graph, tmp_path: Path) -> None:
    memory.refused[LOGIN] = (400, {}, b"no")
    graph.write(tmp_path / "kg.ttl")

    result = run(memory, str(tmp_path / "kg.ttl"))

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{LOGIN}: the store refuses the graph: HTTP 400: no; ")
    assert "1 refused" in result.stderr


@pytest.mark.parametrize("value", ["nan", "inf", "1e400", "0", "-1", "86401"])
def test_a_timeout_is_a_number_of_seconds_of_a_day(memory: Memory, value: str) -> None:
    result = run(memory, "kg.ttl", "--timeout", value)

    assert result.exit_code == 2
    assert "Invalid value for '--timeout'" in result.stderr


def test_only_the_first_of_many_kept_graphs_are_named(memory: Memory, graph: Graph, tmp_path: Path) -> None:
    many = export(tmp_path, BASE, {f"page-{number}": "# A page\n" for number in range(25)})
    bring(memory, many)
    graph.write(tmp_path / "kg.ttl")

    result = run(memory, str(tmp_path / "kg.ttl"))

    assert "5 more graphs kept; --prune removes them" in result.stderr


def test_without_httpx_the_command_says_what_to_install(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    for name in [name for name in sys.modules if name.startswith("kg.loading")]:
        monkeypatch.delitem(sys.modules, name)

    result = run(memory, "kg.ttl")

    assert result.exit_code == 2
    assert result.stderr == "httpx is not installed; pip install 'docs-kg[load]'\n"
