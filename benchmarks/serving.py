"""Measures kg serve beside Oxigraph's own server, on one graph of a million triples.

    python benchmarks/serving.py [--triples 1000000] [--rounds 5] [--format nt|nq] [--only kg|oxigraph]

One server runs at a time, and is asked by one client over one connection. Of each request the first time is shown; of
those after it the median, the least and the most, and the processor time that each took on average, which other work
on the machine changes least. Where both servers were asked, their rows are held equal. Linux only: memory and processor
time are read from /proc.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import graphs
import httpx

from kg.names import PREFIXES

_T = TypeVar("_T")
BIN = Path(sys.executable).parent
_PATIENCE = 300.0
"""Seconds that a server may take to start, or to answer."""

_HEAVY = 10
"""Heavy queries at once."""

Rows = Counter[tuple[str, ...]]
"""The rows of an answer, in no order."""

QUERIES: Mapping[str, str] = {
    "join of three, selective: features of one document by mechanism": """
        SELECT ?label ?text {
          ?m skos:prefLabel "TLS 1.2"@en . ?s kg:usesMechanism ?m ; schema:text ?text .
          ?f kg:hasStatement ?s ; rdfs:label ?label ; kg:describedIn <@document@> }""",
    "join of three, all documents": """
        SELECT ?label ?text {
          ?m skos:prefLabel "TLS 1.2"@en . ?s kg:usesMechanism ?m ; schema:text ?text .
          ?f kg:hasStatement ?s ; rdfs:label ?label }""",
    "GROUP BY over all statements": """
        SELECT ?m (COUNT(DISTINCT ?s) AS ?n) { ?s a kg:Statement ; kg:usesMechanism ?m } GROUP BY ?m""",
    "GROUP BY over all triples": """
        SELECT ?p (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o } GROUP BY ?p""",
}
_DOCUMENTS = """
    SELECT ?d (COUNT(DISTINCT ?s) AS ?n) {
      ?m skos:prefLabel "TLS 1.2"@en . ?s kg:usesMechanism ?m . ?f kg:hasStatement ?s ; kg:describedIn ?d
    } GROUP BY ?d ORDER BY DESC(?n) ?d LIMIT 1"""
_FEATURE = "SELECT ?f { ?f kg:describedIn <@document@> ; kg:hasStatement ?s } ORDER BY ?f LIMIT 1"
_MECHANISM = """
    SELECT ?m (COUNT(DISTINCT ?f) AS ?n) { ?f a kg:Feature ; kg:hasStatement?/kg:usesMechanism ?m }
    GROUP BY ?m ORDER BY DESC(?n) ?m LIMIT 1"""
HEAVY = "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) (COUNT(DISTINCT ?o) AS ?m) { ?s ?p ?o } GROUP BY ?p"


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that something took: the first time, the times after it, and what each of these cost in processor time.

    Processor time tells more where other work slows the machine down: kg's workers let it go first, Oxigraph's do not.
    """

    first: float
    later: Sequence[float]
    cpu: float | None = None

    def __str__(self) -> str:
        if not self.later:
            return f"{_shown(self.first)} (once)"
        low, high = min(self.later), max(self.later)
        cpu = "" if self.cpu is None else f", {_shown(self.cpu)} CPU"
        return f"{_shown(self.first)}; {_shown(statistics.median(self.later))} ({_shown(low)}–{_shown(high)}){cpu}"


@dataclass(slots=True)
class Measured:
    """What was measured of a server: for each thing what is shown of it, and the rows of its answers."""

    shown: dict[str, str] = field(default_factory=dict)
    rows: dict[str, Rows] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs: its process, its address, and the seconds that it took until it was ready."""

    pid: int
    address: str
    took: float
    endpoint: str


def _shown(seconds: float) -> str:
    if seconds >= 0.995:
        return f"{seconds:.1f} s" if seconds >= 9.95 else f"{seconds:.2f} s"
    milliseconds = seconds * 1000
    return f"{milliseconds:.0f} ms" if milliseconds >= 9.95 else f"{milliseconds:.1f} ms"


@contextmanager
def kg(graph: Path, folder: Path) -> Iterator[Running]:
    """Run ``kg serve`` on a graph; it is ready when it says its address."""
    log = folder / "kg.log"
    environment = {**os.environ, "TMPDIR": str(folder)}  # the store stands there
    start = time.perf_counter()
    with log.open("wb") as errors:
        process = subprocess.Popen([BIN / "kg", "serve", graph, "--port", "0"], stderr=errors, env=environment)
    with _ended(process):
        found = _awaited(process, lambda: re.search(r"at (http://[^/\s]+)/", log.read_text(encoding="utf-8")), log)
        yield Running(process.pid, found[1], time.perf_counter() - start, "/sparql")


@contextmanager
def oxigraph(graph: Path, folder: Path) -> Iterator[Running]:
    """Load a graph into a new store and run Oxigraph's server on it; it is ready when it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{free.getsockname()[1]}"
    log = folder / "oxigraph.log"
    start = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=folder) as store, log.open("wb") as out:
        place = ["--location", store]
        subprocess.run([BIN / "oxigraph", "load", *place, "--file", graph], check=True, stdout=out, stderr=out)
        process = subprocess.Popen([BIN / "oxigraph", "serve", *place, "--bind", where], stdout=out, stderr=out)
        with _ended(process):
            _awaited(process, lambda: _answers(f"http://{where}/"), log)
            yield Running(process.pid, f"http://{where}", time.perf_counter() - start, "/query")


@contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End a process at the end."""
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _awaited(process: subprocess.Popen[bytes], ready: Callable[[], _T | None], log: Path) -> _T:
    """Return what a test gives as soon as it gives something."""
    end = time.perf_counter() + _PATIENCE
    while time.perf_counter() < end and process.poll() is None:
        if found := ready():
            return found
        time.sleep(0.02)
    sys.exit(f"the server does not start:\n{log.read_text(encoding='utf-8')}")


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, trust_env=False).is_success
    except httpx.TransportError:
        return False


class Client:
    """Asks a server over one connection.

    Args:
        server: The server.
        rounds: How often each request is timed after its first time.
    """

    def __init__(self, server: Running, rounds: int) -> None:
        self.server = server
        self.rounds = rounds
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1)
        self.http = httpx.Client(base_url=server.address, trust_env=False, timeout=_PATIENCE, limits=limits)

    def page(self, path: str) -> httpx.Response:
        """Return a page as a browser gets it, by way of redirections."""
        answer = self.http.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer

    def query(self, sparql: str) -> Rows:
        """Return the rows of a query."""
        headers = {"Accept": "application/sparql-results+json"}
        answer = self.http.post(self.server.endpoint, data={"query": _declared(sparql)}, headers=headers)
        assert answer.is_success, f"{sparql}: {answer.status_code} {answer.text[:500]}"
        found = answer.json()
        names = found["head"]["vars"]
        rows = found["results"]["bindings"]
        return Counter(tuple(row[name]["value"] if name in row else "" for name in names) for row in rows)

    def one(self, sparql: str) -> str:
        """Return the first value of a query that has one row."""
        (row,) = self.query(sparql)
        return row[0]

    def times(self, action: Callable[[], object]) -> Times:
        """Return how long something takes."""
        first = self._time(action)
        before = _processor_time(self.server.pid)
        later = [self._time(action) for _ in range(self.rounds)]
        return Times(first, later, (_processor_time(self.server.pid) - before) / self.rounds)

    def while_busy(self, path: str) -> tuple[Times, float]:
        """Return how long a page takes while heavy queries run, and how long these take altogether."""
        self.page(path)
        with ThreadPoolExecutor(_HEAVY) as threads:
            start = time.perf_counter()
            asked = [threads.submit(self._heavy) for _ in range(_HEAVY)]
            time.sleep(0.1)  # let them arrive
            found = [self._time(partial(self.page, path))]
            while not _all_done(asked):
                found.append(self._time(partial(self.page, path)))
                time.sleep(0.05)
            for one in asked:
                one.result()
            took = time.perf_counter() - start
        return Times(found[0], found[1:]), took

    def _heavy(self) -> None:
        client = Client(self.server, self.rounds)
        with client.http:
            client.query(HEAVY)

    @staticmethod
    def _time(action: Callable[[], object]) -> float:
        start = time.perf_counter()
        action()
        return time.perf_counter() - start


def _all_done(asked: Sequence[Future[None]]) -> bool:
    return not wait(asked, 0).not_done


def _declared(sparql: str) -> str:
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items()) + sparql


SERVERS = {"kg": kg, "oxigraph": oxigraph}


def measured(name: str, graph: Path, folder: Path, rounds: int) -> Measured:
    """Return what is measured of a server."""
    result = Measured()
    starts = []
    before = _of_ended_processes()
    for _ in range(rounds):
        with SERVERS[name](graph, folder) as server:
            starts.append(server.took)
    cpu = (_of_ended_processes() - before) / rounds
    with SERVERS[name](graph, folder) as server:
        result.shown["from start to ready"] = str(Times(starts[0], [*starts[1:], server.took], cpu))
        result.shown["memory when ready"] = _memory(server.pid)
        client = Client(server, rounds)
        with client.http:
            _ask(client, result, explorer=name == "kg")
        result.shown["memory at the end"] = _memory(server.pid)
    return result


def _ask(client: Client, result: Measured, *, explorer: bool) -> None:
    result.shown["home page"] = str(client.times(partial(client.page, "/")))
    document = client.one(_DOCUMENTS)
    for name, sparql in QUERIES.items():
        filled = sparql.replace("@document@", document)
        result.rows[name] = client.query(filled)
        rows = result.rows[name].total()
        assert rows, f"no rows: {filled}"
        result.shown[f"{name} ({rows} rows)"] = str(client.times(partial(client.query, filled)))
    if explorer:
        nodes = {
            "a document": document,
            "a feature": client.one(_FEATURE.replace("@document@", document)),
            "the mechanism that most use": next(iter(client.query(_MECHANISM)))[0],
        }
        pages = {name: f"/go?iri={quote(iri, safe='')}" for name, iri in nodes.items()}
        pages |= {
            "list of features": "/feature.html",
            "matrix of mechanisms by products": "/matrix.html",
            "matrix of features by mechanisms": "/matrix/features.html",
            "search, one word": "/search?q=TLS",
            "search, two words": "/search?q=encrypted+snapshots",
            "suggestions of the search": "/search.json?q=kerb",
            "gaps": "/gaps.html",
        }
        for name, path in pages.items():
            result.shown[f"page: {name}"] = str(client.times(partial(client.page, path)))
    times, took = client.while_busy("/")
    result.shown[f"home page while {_HEAVY} heavy queries run"] = str(times)
    result.shown[f"{_HEAVY} heavy queries at once, all of them"] = f"{_shown(took)} (once)"


def _processor_time(pid: int) -> float:
    """Return the seconds that the threads of a process, and of all that it started, have run."""
    total = 0
    for each in _tree(pid):
        for file in Path(f"/proc/{each}/task").glob("*/schedstat"):
            with suppress(OSError):  # it has ended
                total += int(file.read_text(encoding="ascii").split()[0])
    return total / 1e9


def _of_ended_processes() -> float:
    """Return the seconds that the processes which were started here, and have ended, ran with what they started."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _memory(pid: int) -> str:
    """Return the memory of a process and all that it started: RSS, and PSS, which counts shared pages once."""
    rss = pss = count = 0
    for each in _tree(pid):
        try:
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it has ended
            continue
        sizes = dict(re.findall(r"^(\w+): +(\d+) kB", rollup, re.MULTILINE))
        rss += int(sizes["Rss"])
        pss += int(sizes["Pss"])
        count += 1
    return f"RSS {rss / 1024:.0f} MB, PSS {pss / 1024:.0f} MB, {count} process{'es' if count > 1 else ''}"


def _tree(pid: int) -> Iterator[int]:
    yield pid
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):  # it has ended
            for child in file.read_text(encoding="ascii").split():
                yield from _tree(int(child))


def table(found: Mapping[str, Measured]) -> str:
    """Return what was measured as a Markdown table."""
    names = list(dict.fromkeys(name for each in found.values() for name in each.shown))
    lines = [f"| | {' | '.join(found)} |", f"|---|{'---|' * len(found)}"]
    lines += [f"| {name} | {' | '.join(each.shown.get(name, '–') for each in found.values())} |" for name in names]
    return "\n".join(lines)


def _machine() -> str:
    models = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    cores = len(os.sched_getaffinity(0))
    machine = models[0] if models else platform.machine()
    load = f"load {os.getloadavg()[0]:.1f}"
    return f"{datetime.now(UTC).date()}, {cores} cores of {machine}, {load}, Python {platform.python_version()}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--format", choices=("nt", "nq"), default="nt")
    parser.add_argument("--only", choices=tuple(SERVERS))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="benchmark-serving-") as name:
        folder = Path(name)
        graph = folder / f"graph.{options.format}"
        written = graphs.write_graph(graph, options.triples, options.seed)
        print(f"{_machine()}; {written.triples:,} triples of {written.documents:,} documents ({options.format})")
        servers = [options.only] if options.only else list(SERVERS)
        found = {server: measured(server, graph, folder, options.rounds) for server in servers}
    print("\nThe first time; the median of those after it (the least–the most), processor time of each\n")
    print(table(found))
    if len(found) == len(SERVERS):
        one, other = (each.rows for each in found.values())
        differing = [query for query in one if one[query] != other[query]]
        print(f"\n{'the rows differ: ' + ', '.join(differing) if differing else 'The rows of both are the same.'}")
        sys.exit(bool(differing))


if __name__ == "__main__":
    main()
