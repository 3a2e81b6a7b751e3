"""``kg serve`` from its start to its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from .conftest import HEAVY, Server, serving

Start = Callable[..., Server]
TRIG = """
@prefix : <http://example.org/> .
:both :p 1 .
:g { :both :p 1 , 2 . _:b :q _:b . }
:h { :both :p 1 , 3 . _:b :q _:b . }
"""


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "serve", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=120)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait for what must come; the limit is far above what it takes."""
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def counted(server: Server, query: str) -> list[str]:
    return server.ask(query, Accept="text/csv").text.split()[1:]


def test_it_says_what_it_serves_and_where(dataset: Path, start: Start) -> None:
    server = start(dataset)

    assert server.announcement.startswith(f"serving 4 triples at {server.url}/ (SPARQL at /sparql); Ctrl-C ends it\n")
    assert "network" in server.announcement


def test_named_graphs_are_a_union_that_counts_a_triple_once(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "kg.trig"
    path.write_text(TRIG, encoding="utf-8")
    server = start(path)
    both = "FROM <http://example.org/g> FROM <http://example.org/h>"

    assert counted(server, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == ["4"]
    assert counted(server, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == ["6"]
    assert counted(server, f"SELECT (COUNT(*) AS ?n) {both} {{ ?s ?p ?o }}") == ["4"]
    assert counted(server, f"SELECT (COUNT(*) AS ?n) {both} {{ GRAPH ?g {{ ?s ?p ?o }} }}") == ["0"]
    assert counted(server, "SELECT (COUNT(*) AS ?n) FROM <http://example.org/g> { ?s ?p ?o }") == ["3"]
    named = both.replace("FROM", "FROM NAMED")
    assert counted(server, f"SELECT (COUNT(*) AS ?n) {named} {{ ?s ?p ?o }}") == ["0"]
    assert counted(server, "SELECT (COUNT(*) AS ?n) { ?b <http://example.org/q> ?b GRAPH ?g { ?b ?p ?b } }") == ["2"]


def test_several_files_and_standard_input_are_one_dataset(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<x:a> <x:p> 1 .", encoding="utf-8")
    (tmp_path / "b.nt").write_text("<x:a> <x:p> <x:o> .\n", encoding="utf-8")
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", str(tmp_path / "a.ttl"), str(tmp_path / "b.nt"), "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write("<x:g> { <x:a> <x:p> 2 }")
        process.stdin.close()
        line = process.stderr.readline()
        process.terminate()
        process.wait(timeout=60)

    assert line.startswith("serving 3 triples at ")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.ttl", None, "no such file or directory; name a graph that `kg export` wrote"),
        (
            "bad.ttl",
            "<x:a> <x:p>\n nonsense .",
            ":2:2: not Turtle: nonsense is not a valid RDF object; write the graph again",
        ),
        ("bad.nq", "<x:a> <x:p> .\n", ":1:13: not N-Quads: "),
        ("page.md", "# x", "the extension names no RDF format"),
    ],
)
def test_a_graph_that_cannot_be_used_is_one_line(name: str, content: str | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    done = run(str(path))

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"{path}:")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_port_in_use_is_one_line(dataset: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(str(dataset), "--port", str(port))

    assert done.returncode == 2
    assert done.stderr == (
        f"127.0.0.1:{port}: address already in use; choose another --port (0 takes any that is free) or --host\n"
    )


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "jinja2", "mimeparse"])
def test_packages_that_are_not_installed_are_one_line(package: str, dataset: Path) -> None:
    code = f"import sys; sys.modules[{package!r}] = None; from kg.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", str(dataset), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 2
    assert done.stderr == f"{package} is not installed; pip install 'docs-kg[serve]'\n"


@pytest.mark.parametrize("origin", ["*", "friend.example", "https://friend.example/", "null"])
def test_an_origin_that_is_none_is_refused(origin: str, dataset: Path) -> None:
    done = run(str(dataset), "--cors", origin)

    assert done.returncode == 2
    assert "is no origin" in done.stderr


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e9", "0", "-1"])
def test_a_time_out_that_is_none_is_refused(seconds: str, dataset: Path) -> None:
    done = run(str(dataset), "--timeout", seconds)

    assert done.returncode == 2
    assert "--timeout" in done.stderr


@pytest.mark.parametrize("name", ["kg.example:8080", "https://kg.example", "[::1]:8080", "kg.example/", ""])
def test_a_name_that_no_host_header_has_is_refused(name: str, dataset: Path) -> None:
    done = run(str(dataset), "--allow-host", name)

    assert done.returncode == 2
    assert "without a port" in " ".join(done.stderr.split())


def test_ten_heavy_queries_hold_up_no_page_and_end_in_time(dataset: Path, start: Start) -> None:
    server = start(dataset, "--timeout", "2", "--workers", "2")
    with ThreadPoolExecutor(10) as threads:
        asked = [threads.submit(server.ask, HEAVY) for _ in range(10)]
        pages = []
        while not any(each.done() for each in asked):
            pages.append(server.client.get("/").status_code)
        statuses = [each.result().status_code for each in asked]

    assert pages
    assert set(pages) == {200}
    assert statuses == [504] * 10
    assert server.ask("ASK {}").json()["boolean"] is True


def test_a_query_that_takes_too_long_is_told(dataset: Path, start: Start) -> None:
    server = start(dataset, "--timeout", "0.5")
    answer = server.ask(HEAVY)

    assert (answer.status_code, answer.headers["content-type"]) == (504, "application/problem+json")
    assert answer.json()["detail"] == "It was ended after 0.5 seconds."
    assert "content-security-policy" in answer.headers


def test_a_worker_that_is_killed_is_told_and_replaced(dataset: Path, start: Start) -> None:
    server = start(dataset, "--workers", "1")
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(server.ask, HEAVY)
        wait_until(lambda: busiest(server) is not None)
        os.kill(busiest(server) or 0, signal.SIGKILL)
        answer = asked.result()

    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (500, "worker-ended")
    assert server.ask("ASK {}").json()["boolean"] is True


def busiest(server: Server) -> int | None:
    """Return the process of a server that has worked for seconds; ``None`` before that."""
    ticks = {}
    for pid in server.children():
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks[pid] = int(fields[11])
    pid = max(ticks, key=lambda each: ticks[each])
    return pid if ticks[pid] > 3 * os.sysconf("SC_CLK_TCK") else None


def test_a_client_that_goes_away_ends_its_query(dataset: Path, start: Start) -> None:
    server = start(dataset, "--workers", "1", "--timeout", "600")
    with pytest.raises(httpx.ReadTimeout):
        server.client.get("/sparql", params={"query": HEAVY}, timeout=1)

    assert server.ask("ASK {}").json()["boolean"] is True


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_no_process_is_left_behind(
    number: int, dataset: Path, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    server = start(dataset, "--timeout", "600")
    wait_until(lambda: len(server.children()) > 4)
    children = server.children()
    assert list(tmp_path.glob("kg-serve-*"))
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(server.ask, HEAVY)
        time.sleep(0.5)
        os.kill(server.process.pid, number)
        assert asked.exception() is not None or asked.result().status_code >= 500
    status = server.process.wait(timeout=60)
    wait_until(lambda: all(has_ended(pid) for pid in children))

    if number != signal.SIGKILL:
        assert status == 0
        assert not list(tmp_path.glob("kg-serve-*"))


def test_another_name_is_answered_where_it_is_allowed(dataset: Path, start: Start) -> None:
    server = start(dataset, "--allow-host", "Kg.example", "--allow-host", "[2001:DB8::0:1]")

    assert server.client.get("/", headers={"Host": "kg.example"}).status_code == 200
    assert server.client.get("/", headers={"Host": "kg.example:8080"}).status_code == 200
    assert server.client.get("/", headers={"Host": "[2001:db8::1]"}).status_code == 200
    assert server.client.get("/", headers={"Host": "other.example"}).status_code == 421


def test_an_address_that_others_reach_is_warned_of(dataset: Path, start: Start) -> None:
    server = start(dataset, "--host", "0.0.0.0")  # noqa: S104 - what is warned of

    assert server.announcement.startswith("warning: 0.0.0.0 is no loopback address: others on the network can read")


def test_hostile_labels_stay_data(tmp_path: Path, start: Start) -> None:
    label = "</script><script>alert(1)</script>\u202e\u2028\r\nSet-Cookie: a=b {{ 7*7 }} ' OR 1=1"
    quoted = label.replace("\r", "\\r").replace("\n", "\\n")
    path = tmp_path / "kg.ttl"
    rdfs = "<http://www.w3.org/2000/01/rdf-schema#label>"
    path.write_text(f'<x:%3Cscript%3E> {rdfs} "{quoted}" .\n', encoding="utf-8")
    server = start(path)
    rows = server.ask("SELECT ?l { ?s rdfs:label ?l }")

    assert [row["l"]["value"] for row in rows.json()["results"]["bindings"]] == [label]
    for accept in ("application/sparql-results+xml", "text/csv", "text/tab-separated-values"):
        answer = server.ask("SELECT ?l { ?s rdfs:label ?l }", Accept=accept)
        assert "html" not in answer.headers["content-type"]
        assert "set-cookie" not in answer.headers
    for page in ("/", "/search?q=alert", "/nowhere/%3Cscript%3E", "/query?query=%3Cscript%3E"):
        assert "<script>alert" not in server.client.get(page).text


def test_the_page_of_the_query_shows_what_the_endpoint_answers(dataset: Path, start: Start) -> None:
    server = start(dataset)

    assert "Document" in server.client.get("/query", params={"query": "SELECT ?t { ?s a ?t } LIMIT 1"}).text
    assert "SERVICE" in server.client.get("/query", params={"query": "ASK { SERVICE <x:y> {} }"}).text


def test_what_runs_when_it_ends_is_ended_quietly(dataset: Path) -> None:
    with serving(str(dataset), "--timeout", "600", "--workers", "1") as server, ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(server.ask, HEAVY) for _ in range(3)]
        wait_until(lambda: busiest(server) is not None)
        server.process.send_signal(signal.SIGTERM)
        statuses = sorted(each.result().status_code for each in asked)
        _, said = server.process.communicate(timeout=60)

    assert statuses == [500, 503, 503]
    assert said == ""


def test_a_hang_up_that_is_ignored_ends_nothing(dataset: Path) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
    try:
        with serving(str(dataset), "--workers", "1") as server:
            server.process.send_signal(signal.SIGHUP)
            assert server.ask("ASK {}").json()["boolean"] is True
    finally:
        signal.signal(signal.SIGHUP, before)
