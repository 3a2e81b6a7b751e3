"""A server of S3 on loopback: moto's, a process of its own."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest
import s3fs

STARTED = "import sys; from moto.server import main; main(sys.argv[1:])"


@dataclass(frozen=True)
class Server:
    """A server, and the file with a line for each request that it answered."""

    endpoint: str
    log: Path


@dataclass(frozen=True)
class Bucket:
    """An empty bucket of the server, which the environment leads to."""

    name: str
    server: Server
    store: s3fs.S3FileSystem

    @property
    def url(self) -> str:
        return f"s3://{self.name}"

    def put(self, key: str, data: bytes) -> None:
        self.store.pipe_file(f"{self.name}/{key}", data)

    def remove(self, key: str) -> None:
        self.store.rm_file(f"{self.name}/{key}")

    def upload(self, folder: Path, key: str = "") -> None:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                self.put(f"{key}{file.relative_to(folder).as_posix()}", file.read_bytes())

    def requests(self) -> list[str]:
        """Return the lines of the requests for what is in the bucket."""
        return [line for line in self.server.log.read_text().splitlines() if self.name in line]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    log = tmp_path_factory.mktemp("s3") / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", STARTED, "-H", "127.0.0.1", "-p", "0"], stdout=output, stderr=output
        )
    try:
        yield Server(_endpoint(process, log), log)
    finally:
        process.kill()
        process.wait()


def _endpoint(process: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address that the server prints, when it answers there."""
    deadline = time.monotonic() + 60
    while "Running on " not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, "the server did not start"
        time.sleep(0.05)
    endpoint = log.read_text().partition("Running on ")[2].split()[0]
    with urllib.request.urlopen(f"{endpoint}/moto-api/"):  # noqa: S310 - it is our own
        return endpoint


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """Return an environment with credentials for a server of our own, and none of the user's."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
        "AWS_MAX_ATTEMPTS": "1",
        "NO_PROXY": "127.0.0.1",
    }.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.fixture
def bucket(server: Server, environment: pytest.MonkeyPatch) -> Bucket:
    environment.setenv("AWS_ENDPOINT_URL", server.endpoint)
    name = f"docs-{uuid4().hex[:12]}"
    store = s3fs.S3FileSystem()
    store.mkdir(name)
    return Bucket(name, server, store)
