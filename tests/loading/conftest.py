"""Real triple stores, each started once a session in a folder of its own, on a free port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import httpx
import pyoxigraph as ox
import pytest

from kg.loading.client import Client
from kg.loading.credentials import Credentials
from kg.loading.hashes import Triples, read
from kg.loading.stores import STORES
from kg.loading.transport import Patience
from kg.loading.values import by_value
from kg.options import Options
from kg.pipeline import Graph, build

USER, PASSWORD = "dba", "s3cret-Pa55"
MAX_ROWS = 10_000
"""As in Debian's ini; Virtuoso cuts a larger graph when it is read."""
_READY = 120
_INI = """[Database]
DatabaseFile={w}/virtuoso.db
ErrorLogFile={w}/virtuoso.log
LockFile={w}/virtuoso.lck
TransactionFile={w}/virtuoso.trx
xa_persistent_file={w}/virtuoso.pxa
FileExtend=200
MaxCheckpointRemap=2000
Striping=0
TempStorage=TempDatabase
[TempDatabase]
DatabaseFile={w}/virtuoso-temp.db
TransactionFile={w}/virtuoso-temp.trx
MaxCheckpointRemap=2000
Striping=0
[Parameters]
ServerPort=127.0.0.1:{sql}
DisableUnixSocket=1
CaseMode=2
ServerThreads=10
MaxClientConnections=10
CheckpointInterval=60
DirsAllowed={w}
NumberOfBuffers=10000
MaxDirtyBuffers=6000
MaxQueryMem=200M
[HTTPServer]
ServerPort=127.0.0.1:{http}
ServerRoot={w}
ServerThreads=10
MaxClientConnections=10
[SPARQL]
ResultSetMaxRows={rows}
"""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def needed(name: str, path: str | None) -> str:
    """Return the path of a program; without it tests are skipped on a desk and fail in CI."""
    if path is None or not Path(path).is_file():
        message = f"{name} is not installed"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path


@dataclass
class Server:
    """A store that runs, and can be stopped and started again with what it holds."""

    name: str
    root: str
    command: list[str]
    folder: Path
    query: str
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / "output.txt").open("ab") as output:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=output, stderr=output)
        until = time.monotonic() + _READY
        while time.monotonic() < until:
            try:
                httpx.get(self.root + self.query, params={"query": "ASK {}"}, timeout=5)
            except httpx.TransportError:
                assert self.process.poll() is None, (self.folder / "output.txt").read_text(errors="replace")
                time.sleep(0.1)
            else:
                return
        pytest.fail(f"{self.name} did not start")

    def stop(self) -> None:
        assert self.process is not None
        self.process.terminate()
        self.process.wait(60)
        self.process = None

    def client(self, patience: Patience | None = None) -> Client:
        store = STORES[self.name]
        known = Credentials(self.environment.get("KG_LOAD_USER", ""), self.environment.get("KG_LOAD_PASSWORD", ""))
        path = store.path("/", bool(self.environment))
        return Client(httpx.URL(f"{self.root}{path}"), store, known, patience or Patience(timeout=60))

    def count(self, graph: str) -> int:
        sparql = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        return int(self._rows(sparql, "n")[0])

    def _rows(self, sparql: str, name: str) -> list[str]:
        accept = {"Accept": "application/sparql-results+json"}
        answer = httpx.get(self.root + self.query, params={"query": sparql}, headers=accept, timeout=60)
        assert answer.is_success, answer.text
        rows = [row[name]["value"] for row in answer.json()["results"]["bindings"]]
        assert len(rows) < MAX_ROWS, "the answer is cut"
        return rows

    def graphs(self, base: str) -> dict[str, Triples]:
        """Return the named graphs of a base, as the store has them: asked by a query, read one by one."""
        sparql = f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{base}")) }}'
        names = self._rows(sparql, "g")
        with self.client() as client:
            return {name: by_value(read(client.get(name) or b"")) for name in names}


@pytest.fixture(scope="session")
def oxigraph_program() -> str:
    return needed("oxigraph", str(Path(sysconfig.get_path("scripts")) / "oxigraph"))


@pytest.fixture(scope="session")
def new_oxigraph(oxigraph_program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Server]]:
    """Start Oxigraph servers, each empty."""
    servers: list[Server] = []

    def start() -> Server:
        folder = tmp_path_factory.mktemp("oxigraph")
        bind = f"127.0.0.1:{free_port()}"
        command = [oxigraph_program, "serve", "--location", str(folder / "db"), "--bind", bind]
        servers.append(Server("oxigraph", f"http://{bind}", command, folder, "/query"))
        servers[-1].start()
        return servers[-1]

    yield start
    for server in servers:
        if server.process is not None:
            server.stop()


@pytest.fixture(scope="session")
def oxigraph(new_oxigraph: Callable[[], Server]) -> Server:
    return new_oxigraph()


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    program = needed("virtuoso-t (virtuoso-opensource-7)", shutil.which("virtuoso-t"))
    isql = needed("isql-vt (virtuoso-opensource-7)", shutil.which("isql-vt"))
    folder = tmp_path_factory.mktemp("virtuoso")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(rows=MAX_ROWS, w=folder, sql=sql, http=http), encoding="utf-8")
    command = [program, "+foreground", "+configfile", str(folder / "virtuoso.ini")]
    environment = {"KG_LOAD_USER": USER, "KG_LOAD_PASSWORD": PASSWORD}
    server = Server("virtuoso", f"http://127.0.0.1:{http}", command, folder, "/sparql", environment)
    server.start()
    change = f'set password "dba" "{PASSWORD}"; checkpoint;'
    subprocess.run(
        [isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={change}"], check=True, timeout=60, capture_output=True
    )
    yield server
    if server.process is not None:
        server.stop()


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """Each real store in turn, with its credentials in the environment."""
    one: Server = request.getfixturevalue(request.param)
    without_credentials(monkeypatch, tmp_path)
    for name, value in one.environment.items():
        monkeypatch.setenv(name, value)
    yield one
    if one.process is None:
        one.start()


def without_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("KG_LOAD_TOKEN", "KG_LOAD_USER", "KG_LOAD_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


@pytest.fixture
def base() -> str:
    """A base that no other test has, so that all share a store."""
    return f"https://example.org/{uuid4().hex[:12]}/"


def page(title: str, rows: Mapping[str, str]) -> str:
    lines = "".join(f"{name} | {text}\n" for name, text in rows.items())
    head = f"---\ntitle: {title}\nsummary: What {title} offers.\n---\n\n# {title}\n\n"
    return f"{head}## Features\n\nFeature | Description\n---|---\n{lines}"


PAGES = {
    "login": page("Login", {"SAML": "Sign in with [SAML](backup.md) and Okta.", "LDAP": "TLS 1.2 é 日本 😀"}),
    "backup": page("Backup", {"Full backups": "<ul><li>Kept in Amazon S3</li><li>AES-256</li></ul>"}),
    "audit": page("Audit", {"Audit log": '`SELECT * FROM log` "quoted" back\\\\slash'}),
}


def export(folder: Path, base: str, pages: Mapping[str, str]) -> Graph:
    """Return the export of some pages."""
    docs = folder / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    docs.mkdir(parents=True)
    for name, text in pages.items():
        (docs / f"{name}.md").write_text(text, encoding="utf-8")
    return build([str(docs)], Options(base=base, product="Example"))


def wanted(graph: Graph) -> dict[str, Triples]:
    """Return the named graphs of an export."""
    named: dict[str, set[str]] = {}
    for quad in graph.quads():
        assert isinstance(quad.graph_name, ox.NamedNode)
        named.setdefault(quad.graph_name.value, set()).add(f"{quad.triple} .\n")
    return {name: read("".join(lines).encode()) for name, lines in named.items()}


NOW = 1_800_000_000.0
CUT = 0
"""A status that stands for a connection that breaks off."""

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Recorder:
    """A server that answers what it is told, the last answer again and again, and keeps what it was asked."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    choose: Callable[[dict[str, str]], Answer] | None = None
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def client(self, known: Credentials | None = None, tries: int = 6) -> Client:
        patience = Patience(timeout=30, tries=tries, sleep=self.waits.append, now=lambda: NOW)
        return Client(httpx.URL(f"{self.url}/store"), STORES["oxigraph"], known or Credentials(), patience)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Recorder]:
    without_credentials(monkeypatch, tmp_path)
    record = Recorder()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            record.asked.append((self.command, self.path, headers, body))
            if record.choose is not None:
                status, more, content = record.choose({**headers, ":method": self.command, ":path": self.path})
            else:
                status, more, content = record.answers.pop(0) if len(record.answers) > 1 else record.answers[0]
            if status == CUT:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 - http.server's names

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    record.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield record
    server.shutdown()
    thread.join()
    server.server_close()
