"""A real server, asked by real HTTP."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # worker processes import openers.py by its name

DATA = "http://kasei.us/2009/09/sparql/data/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
HEAVY = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(24))} }}"
"""As many solutions as 24 times the triples multiplied with each other: it never ends."""


@dataclass(frozen=True)
class Server:
    """A server that runs, and a client of it."""

    process: subprocess.Popen[str]
    client: httpx.Client
    announcement: str

    @property
    def url(self) -> str:
        return str(self.client.base_url).rstrip("/")

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def ask(self, query: str, **headers: str) -> httpx.Response:
        headers = {"Content-Type": "application/sparql-query", **headers}
        return self.client.post("/sparql", content=query.encode(), headers=headers)

    def dump(self) -> set[str]:
        """Return each statement of the default graph and of the named ones."""
        query = "SELECT ?g ?s ?p ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
        return set(self.ask(query, Accept="text/csv").text.splitlines())

    def children(self) -> list[int]:
        """Return the numbers of its processes."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return [int(pid) for task in tasks.iterdir() for pid in (task / "children").read_text().split()]


@contextlib.contextmanager
def serving(*arguments: str) -> Iterator[Server]:
    """Run ``kg serve`` on a free port."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            said: list[str] = []
            while (match := re.search(r"at (http://\S+)/ ", said[-1] if said else "")) is None:
                said.append(process.stderr.readline())
                assert said[-1], f"it did not start: {said}"
            said.append(process.stderr.readline())
            url = match[1].replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - what a test binds
            with httpx.Client(base_url=url, timeout=120, trust_env=False) as client:
                yield Server(process, client, "".join(said))
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with the four graphs that the W3C's tests of the protocol name."""
    document = "<http://xmlns.com/foaf/0.1/Document>"
    lines = [f"<{DATA}data{i}.rdf> {TYPE} {document} <{DATA}data{i}.rdf> .\n" for i in range(4)]
    path = tmp_path_factory.mktemp("data") / "data.nq"
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def server(dataset: Path) -> Iterator[Server]:
    """Yield a server of that file."""
    options = "--timeout 60 --max-rows 1000 --cors https://friend.example --allow-host kg.example"
    with serving(str(dataset), *options.split()) as running:
        yield running


@pytest.fixture
def start() -> Iterator[Callable[..., Server]]:
    """Yield what runs ``kg serve`` with options of a test's own."""
    with contextlib.ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(serving(*map(os.fspath, arguments)))
