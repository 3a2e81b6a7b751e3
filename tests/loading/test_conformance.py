"""One suite that each real store has to pass: load, reload, change, remove, kill, and what can go wrong."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import LoadError
from kg.exporting import Sharded
from kg.exporting import export as write
from kg.loading import Loaded, Patience, load
from kg.loading.dataset import vocabularies
from kg.loading.hashes import Triples
from kg.loading.transport import Answer, Http
from kg.loading.values import by_value
from kg.options import Options
from kg.pipeline import Graph
from kg.shards import MANIFEST

from .conftest import MAX_ROWS, PAGES, PASSWORD, Server, export, page, wanted

QUICK = Patience(timeout=60, tries=2, sleep=lambda _: None)


def bring(server: Server, graph: Graph | Path, *, prune: bool = False, verify: bool = False) -> Loaded:
    return load([graph], server.root, patience=QUICK, prune=prune, verify=verify)


def data_of(server: Server, base: str) -> dict[str, Triples]:
    """Return the graphs of documents that a store holds."""
    return server.graphs(f"{base}doc/")


def normal(graphs: dict[str, Triples]) -> dict[str, Triples]:
    return {name: by_value(triples) for name, triples in graphs.items()}


def test_a_load_gives_each_document_a_graph_of_its_own(server: Server, base: str, tmp_path: Path) -> None:
    graph = export(tmp_path, base, PAGES)

    loaded = bring(server, graph)

    assert loaded.store == server.name
    assert loaded.problems == ()
    assert set(loaded.data.sent) == {f"{base}doc/{name}" for name in PAGES} | {f"{base}dataset"}
    assert data_of(server, base) == normal(wanted(graph))


def test_a_set_of_shards_is_loaded_as_the_graph_that_it_holds(server: Server, base: str, tmp_path: Path) -> None:
    graph = export(tmp_path, base, PAGES)
    folder = tmp_path / "set"
    write([str(tmp_path / "docs")], Options(base=base, product="Example"), Sharded(folder, 1), "nquads", jobs=1)

    loaded = bring(server, folder)

    assert loaded.problems == ()
    assert data_of(server, base) == normal(wanted(graph))
    assert bring(server, folder / MANIFEST).data.sent == bring(server, graph).data.sent == ()


def test_a_set_of_shards_that_is_damaged_sends_nothing(server: Server, base: str, tmp_path: Path) -> None:
    export(tmp_path, base, PAGES)
    folder = tmp_path / "set"
    write([str(tmp_path / "docs")], Options(base=base, product="Example"), Sharded(folder, 1), "nquads", jobs=1)
    shard = max(folder.glob("*.nq"))
    shard.write_bytes(shard.read_bytes().replace(b"TLS", b"SSL"))

    with pytest.raises(LoadError, match=r"is not the shard that the manifest names; .*; nothing was sent$"):
        bring(server, folder)

    assert server.graphs(base) == {}


def test_the_ontology_and_the_vocabularies_have_graphs_of_their_own(server: Server, base: str, tmp_path: Path) -> None:
    bring(server, export(tmp_path, base, PAGES))

    held = server.graphs("https://w3id.org/docs-kg/")

    shared = vocabularies()
    assert set(shared) == {f"https://w3id.org/docs-kg/{name}" for name in ("ontology", "mechanism", "provider")}
    for name, triples in normal(shared).items():
        assert server.count(name) == len(triples)
        assert held[name] == triples or (held[name] < triples and len(held[name]) - MAX_ROWS in {0, 1})


def test_a_second_load_sends_nothing(server: Server, base: str, tmp_path: Path) -> None:
    graph = export(tmp_path, base, PAGES)
    bring(server, graph)
    before = server.graphs(base)

    loaded = bring(server, graph)

    assert (loaded.data.sent, loaded.vocabularies.sent, loaded.data.removed) == ((), (), ())
    assert len(loaded.data.same) == len(PAGES) + 1
    assert server.graphs(base) == before


def test_a_changed_page_is_sent_alone(server: Server, base: str, tmp_path: Path) -> None:
    bring(server, export(tmp_path, base, PAGES))
    changed = export(tmp_path, base, {**PAGES, "audit": page("Audit", {"Audit log": "Another text"})})

    loaded = bring(server, changed)

    assert set(loaded.data.sent) == {f"{base}doc/audit", f"{base}dataset"}
    assert data_of(server, base) == normal(wanted(changed))


def test_a_vanished_page_is_kept_until_prune(server: Server, base: str, tmp_path: Path) -> None:
    bring(server, export(tmp_path, base, PAGES))
    fewer = export(tmp_path, base, {name: text for name, text in PAGES.items() if name != "audit"})

    first, kept = bring(server, fewer), data_of(server, base)
    second, pruned = bring(server, fewer, prune=True), data_of(server, base)

    assert (first.data.kept, first.data.removed) == ((f"{base}doc/audit",), ())
    assert f"{base}doc/audit" in kept
    assert (second.data.kept, second.data.removed) == ((), (f"{base}doc/audit",))
    assert pruned == normal(wanted(fewer))


def test_prune_leaves_the_graphs_of_others(server: Server, base: str, tmp_path: Path) -> None:
    other = f"{base}other/"
    bring(server, export(tmp_path, other, PAGES))
    with server.client() as client:
        client.put(f"{base}doc/of-somebody", b"<urn:a> <urn:b> <urn:c> .\n")
    graph = export(tmp_path, base, {"login": PAGES["login"]})

    loaded = bring(server, graph, prune=True)

    assert loaded.data.removed == ()
    assert set(data_of(server, other)) == {f"{other}doc/{name}" for name in PAGES}
    assert f"{base}doc/of-somebody" in data_of(server, base)


def test_verify_sends_what_somebody_else_changed(server: Server, base: str, tmp_path: Path) -> None:
    graph = export(tmp_path, base, PAGES)
    bring(server, graph)
    with server.client() as client:
        client.post(f"{base}doc/login", b"<urn:a> <urn:b> <urn:c> .\n")
        client.delete(f"{base}doc/audit")

    trusting, verified = bring(server, graph), bring(server, graph, verify=True)
    again = bring(server, graph, verify=True)

    assert trusting.data.sent == ()
    assert set(verified.data.sent) == {f"{base}doc/login", f"{base}doc/audit"}
    assert (again.data.sent, again.vocabularies.sent) == ((), ())
    cut = {"oxigraph": (), "virtuoso": ("https://w3id.org/docs-kg/mechanism",)}
    assert again.vocabularies.unverified == cut[server.name]
    assert data_of(server, base) == normal(wanted(graph))


class _StoppedError(Exception):
    """Stands for a kill between two requests."""


@contextmanager
def stopped_after(number: int) -> Iterator[None]:
    """Let so many requests through that change the store, and then none."""
    send, left = Http.send, number

    def stop(http: Http, method: str, *arguments: Any, **more: Any) -> Answer:
        nonlocal left
        if method in {"PUT", "DELETE"}:
            left -= 1
            if left < 0:
                raise _StoppedError
        return send(http, method, *arguments, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Http, "send", stop)
        yield


@pytest.mark.parametrize("prune", [False, True])
def test_a_load_stopped_before_any_request_is_made_good_by_the_next(
    server: Server, base: str, tmp_path: Path, prune: bool
) -> None:
    old = export(tmp_path, base, PAGES)
    new = export(tmp_path, base, {"login": PAGES["backup"], "backup": PAGES["backup"], "new": PAGES["login"]})
    number, ended = 0, False
    while not ended:
        bring(server, old, prune=True)
        with stopped_after(number), suppress(_StoppedError):
            bring(server, new, prune=prune)
            ended = True
        bring(server, new, prune=True)
        assert data_of(server, base) == normal(wanted(new)), f"stopped after {number} changes"
        number += 5

    assert number > 9


_KILLED = """
import os, signal, sys
from kg.cli import main
from kg.loading.client import Client

put, left = Client.put, 6


def killed(*arguments):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return put(*arguments)


Client.put = killed
main(sys.argv[1:])
"""


def test_a_kill_in_mid_load_is_made_good_by_the_next(server: Server, base: str, tmp_path: Path) -> None:
    graph = export(tmp_path, base, {f"page-{number}": PAGES["login"] for number in range(12)})
    graph.write(tmp_path / "kg.nq", "nquads")
    command = ["load", str(tmp_path / "kg.nq"), "--to", server.root]

    killed = subprocess.run([sys.executable, "-c", _KILLED, *command], check=False, timeout=120)
    done = subprocess.run([sys.executable, "-m", "kg", *command], check=False, timeout=120, capture_output=True)

    assert killed.returncode == -9
    assert done.returncode == 0, done.stderr
    assert data_of(server, base) == normal(wanted(graph))


WITH_USERS = pytest.mark.parametrize("server", ["virtuoso"], indirect=True)
"""The Oxigraph server has no users; tests/loading/test_client.py has a server with some."""


@WITH_USERS
def test_a_wrong_password_is_one_line_that_does_not_say_it(
    server: Server, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_LOAD_PASSWORD", "wrong-Pa55word")
    export(tmp_path, base, PAGES).write(tmp_path / "kg.nq", "nquads")

    result = CliRunner().invoke(main, ["load", str(tmp_path / "kg.nq"), "--to", server.root])

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "refuses the credentials (HTTP 401)" in result.stderr
    assert "wrong-Pa55word" not in result.output
    assert PASSWORD not in result.output
    assert data_of(server, base) == {}


@WITH_USERS
def test_no_password_is_one_line_that_says_where_to_put_it(
    server: Server, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_LOAD_USER")

    with pytest.raises(LoadError, match=r"asks for credentials.*KG_LOAD_USER"):
        bring(server, export(tmp_path, base, PAGES))


def test_the_password_can_stand_in_netrc(
    server: Server, base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_LOAD_USER", raising=False)
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login dba password {PASSWORD}\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))

    assert bring(server, export(tmp_path, base, PAGES)).problems == ()


def test_a_file_that_does_not_parse_is_one_line_and_nothing_is_sent(server: Server, base: str, tmp_path: Path) -> None:
    export(tmp_path, base, PAGES).write(tmp_path / "good.nq", "nquads")
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> oops .\n", encoding="utf-8")

    files = [str(tmp_path / "good.nq"), str(tmp_path / "bad.ttl")]
    result = CliRunner().invoke(main, ["load", *files, "--to", server.root])

    assert result.exit_code == 2
    assert result.stderr.startswith(f"{tmp_path / 'bad.ttl'}:2:9: not Turtle: ")
    assert result.stderr.count("\n") == 1
    assert server.graphs(base) == {}


def test_turtle_that_the_store_refuses_is_told_with_its_reason(server: Server, base: str) -> None:
    with (
        server.client() as client,
        pytest.raises(LoadError, match=rf"^{base}bad: the store refuses the graph: HTTP [45]"),
    ):
        client.put(f"{base}bad", b"<urn:a> bad")


def test_a_server_that_is_gone_is_one_line_and_one_that_is_back_gets_the_rest(
    server: Server, base: str, tmp_path: Path
) -> None:
    graph = export(tmp_path, base, PAGES)
    bring(server, export(tmp_path, base, {"backup": PAGES["backup"]}))
    server.stop()

    with pytest.raises(LoadError, match=r"cannot be reached.*load again") as caught:
        bring(server, graph)
    server.start()
    loaded = bring(server, graph)

    assert "\n" not in str(caught.value)
    assert set(loaded.data.sent) == {f"{base}doc/audit", f"{base}doc/login", f"{base}dataset"}
    assert data_of(server, base) == normal(wanted(graph))


def test_a_server_that_dies_in_mid_load_gets_the_rest_when_it_is_back(
    server: Server, base: str, tmp_path: Path
) -> None:
    graph = export(tmp_path, base, {f"page-{number}": PAGES["backup"] for number in range(8)})
    seen = 0

    def kill(done: int, total: int) -> None:
        nonlocal seen
        seen = done
        if done == total // 2 and server.process is not None:
            server.stop()

    with pytest.raises(LoadError, match="cannot be reached"):
        load([graph], server.root, patience=QUICK, progress=kill)
    server.start()
    bring(server, graph)

    assert seen > 0
    assert data_of(server, base) == normal(wanted(graph))


def test_two_loads_at_once_leave_what_the_next_one_with_verify_makes_right(
    server: Server, base: str, tmp_path: Path
) -> None:
    one = export(tmp_path / "one", base, {f"page-{number}": PAGES["login"] for number in range(9)})
    two = export(tmp_path / "two", base, {f"page-{number}": PAGES["backup"] for number in range(9)})

    threads = [threading.Thread(target=bring, args=(server, graph)) for graph in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    bring(server, one, verify=True)

    assert data_of(server, base) == normal(wanted(one))
