"""What a store does not give is said in one line, and what it gives is exported."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import adlfs
import pytest

from kg.folders import Store
from kg.remote import Remote, place_of

from .conftest import Bucket

ALONE = "import sys; {}; sys.argv = ['kg', *sys.argv[1:]]; from kg.cli import main; main()"
"""A process of its own, as fsspec opens a store once in a process."""


def kg(*arguments: str, before: str = "pass", folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Return what kg says, in a process in which something was done before."""
    return subprocess.run(
        [sys.executable, "-c", ALONE.format(before), *arguments],
        cwd=folder, env=os.environ, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@contextmanager
def refusing(status: int, ending: str = "", listing: str = "") -> Iterator[str]:
    """Yield the address of a store that lists what is given, and refuses what ends in something."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            answer = status if path.endswith(ending) else 200 if "list-type" in query or "." in path else 404
            data = f"<Error><Code>{answer}</Code><Message>It says no</Message></Error>"
            if answer == 200:
                data = listing if "list-type" in query else "# A\n"
            self.send_response(answer)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_sources_that_are_not_there_are_told_and_the_others_are_exported(bucket: Bucket) -> None:
    bucket.put("docs/a.md", b"# A\n")
    bucket.put("empty/a.txt", b"")
    names = [f"{bucket.url}/{key}" for key in ("docs", "docs/b.md", "none", "empty")]
    done = kg("export", *names, "--no-cache", "--root", bucket.url)

    hint = "check the name, and the credentials and the network of the environment"
    without = "name a folder with .md, .markdown or .mdx files that .gitignore does not exclude"
    assert done.returncode == 2
    assert "kg:path" in done.stdout
    assert done.stderr.splitlines()[:3] == [
        f"{names[1]}: cannot be read: no such file or folder; {hint}",
        f"{names[2]}: cannot be read: no such file or folder; {hint}",
        f"{names[3]}: holds no Markdown; {without}",
    ]


def test_a_bucket_that_is_not_there_is_told(bucket: Bucket) -> None:
    done = kg("export", "s3://there-is-none-7f3a/docs", "--no-cache")

    assert done.returncode == 2
    assert done.stderr.startswith("s3://there-is-none-7f3a/docs: cannot be read: no such file or folder; ")


def test_sources_of_two_stores_are_refused(bucket: Bucket) -> None:
    done = kg("export", f"{bucket.url}/a.md", "s3://another/b.md", "--no-cache")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == ("s3://another/b.md: lies in another store; name sources of one bucket, or of this machine\n")


def test_a_store_that_does_not_answer_is_told(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    done = kg("export", "s3://bucket/docs", "--no-cache")

    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith(
        "s3://bucket/docs: cannot be read: could not connect to the endpoint url"
    )
    assert "Traceback" not in done.stderr


def test_a_store_that_permits_nothing_is_told(environment: pytest.MonkeyPatch) -> None:
    with refusing(403) as endpoint:
        environment.setenv("AWS_ENDPOINT_URL", endpoint)
        done = kg("export", "s3://bucket/docs", "--no-cache")

    assert done.returncode == 2
    assert done.stderr.startswith("s3://bucket/docs: cannot be read: permission denied; ")


def test_a_page_that_may_not_be_read_is_told_and_the_others_are_exported(environment: pytest.MonkeyPatch) -> None:
    with refusing(403, "b.md", LISTING.format("docs/b.md")) as endpoint:
        environment.setenv("AWS_ENDPOINT_URL", endpoint)
        done = kg("export", "s3://bucket/docs", "--no-cache")

    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == (
        "b.md: cannot be read: permission denied; check the name and the permissions"
    )
    assert done.stderr.splitlines()[1].startswith("1 page, ")


def test_a_file_beside_a_page_that_the_store_does_not_give_is_not_taken_for_one_that_is_not_there(
    environment: pytest.MonkeyPatch,
) -> None:
    """Else the graph would be another one, and the cache would keep it."""
    with refusing(400, "mkdocs.yml", LISTING.format("docs/mkdocs.yml")) as endpoint:
        environment.setenv("AWS_ENDPOINT_URL", endpoint)
        done = kg("export", "s3://bucket/docs", "--no-cache")

    assert done.returncode == 2
    assert done.stderr.splitlines()[0].startswith("a.md: mkdocs.yml beside it cannot be read: ")


LISTING = (
    "<ListBucketResult><Contents><Key>docs/a.md</Key><Size>4</Size></Contents>"
    "<Contents><Key>{}</Key><Size>4</Size></Contents></ListBucketResult>"
)


@pytest.mark.parametrize(("url", "package", "extra"), [
    ("s3://bucket/docs", "s3fs", "s3"), ("gs://bucket/docs", "gcsfs", "gs"), ("az://bucket/docs", "adlfs", "az"),
])  # fmt: skip
def test_an_extra_that_is_missing_is_named(url: str, package: str, extra: str) -> None:
    for missing in (package, "fsspec"):
        done = kg("export", url, "--no-cache", before=f"sys.modules[{json.dumps(missing)}] = None")

        assert (done.returncode, done.stdout) == (2, "")
        assert (
            done.stderr == f"{url.removesuffix('/docs')}: {package} is not installed; pip install 'docs-kg[{extra}]'\n"
        )


@pytest.mark.parametrize("url", ["s3://bucket/docs", "file:///tmp"])
def test_a_configuration_names_no_url(url: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    (tmp_path / "kg.toml").write_text(f"root = '{url}'\n")
    done = kg("export", "a.md", folder=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kg.toml: 'root' is a URL; name a path, or give --root on the command line\n"


def test_files_of_this_machine_are_read_without_fsspec(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    done = kg("export", str(tmp_path), tmp_path.as_uri(), "--no-cache", before="sys.modules['fsspec'] = None")

    assert done.returncode == 0


def test_what_leads_out_of_a_folder_in_a_store_or_can_have_no_name_there_is_not_there() -> None:
    """Nothing is asked: there is no such store."""
    folder = Store(place_of("s3://bucket/docs"))  # type: ignore[arg-type]
    for path in ("../a", "a/../../b", "/a", "a\0b", "a/.\t./.\r\n./b", "a\x7fb", "x" * 1100, "\ud800"):
        assert (folder.data(path, 9), folder.exists(path), folder.beside(path)) == (None, False, frozenset())
        assert list(folder.names(path, ".yml")) == []


@pytest.mark.parametrize("key", ["docs/.\t./secret", "docs/a\nb", "docs/a#", "docs/a?"])
def test_a_path_that_the_library_of_azure_takes_for_another_one_is_not_there_and_is_not_asked_for(
    monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    class Asked:
        _strip_protocol = adlfs.AzureBlobFileSystem._strip_protocol  # noqa: SLF001

        def info(self, path: str) -> dict[str, object]:
            return {"type": "file", "size": len(path)}

    monkeypatch.setattr("fsspec.core.url_to_fs", lambda *_, **__: (Asked(), "box"))

    assert Remote("az://box", "docs/a b#c.md").exists()
    assert Remote("az://box").exists()
    assert not Remote("az://box", key).exists()
    with pytest.raises(FileNotFoundError):
        Remote("az://box", key).read(9)
