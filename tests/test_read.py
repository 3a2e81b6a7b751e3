"""From what a user names to the bytes of pages."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.model import Diagnostic
from kg.read import SiteFolder, Source, find_sources, read_source


def make(root: Path, *names: str, text: str = "# A\n") -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def found(names: Sequence[str | Path], root: Path | None = None) -> list[str]:
    sources = find_sources(names, root)
    assert sources.diagnostics == ()
    return [source.path for source in sources.sources]


def test_a_folder_holds_its_markdown_files_sorted_by_path(tmp_path: Path) -> None:
    make(tmp_path, "b.md", "a.markdown", "c/d.mdx", "c/b.MD", "e.txt", "f.md.bak", "g")

    assert found([tmp_path]) == ["a.markdown", "b.md", "c/b.MD", "c/d.mdx"]


def test_a_folder_that_begins_with_a_dot_keeps_it(tmp_path: Path) -> None:
    make(tmp_path, ".github/a.md")

    assert found([tmp_path / ".github"], tmp_path) == [".github/a.md"]


def test_the_root_of_a_folder_is_the_folder(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md")

    assert (found([tmp_path / "a"]), find_sources([tmp_path / "a"]).root) == (["b.md"], tmp_path / "a")


def test_the_root_of_a_file_is_its_folder(tmp_path: Path) -> None:
    make(tmp_path, "a/b.txt")

    assert tuple(find_sources([tmp_path / "a/b.txt"]).sources) == (Source("b.txt", tmp_path / "a/b.txt"),)


def test_the_root_of_several_sources_is_their_common_parent(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md", "a/c/d.md", "e/f.md")

    assert found([tmp_path / "e", tmp_path / "a/c/d.md", tmp_path / "a/b.md"]) == ["a/b.md", "a/c/d.md", "e/f.md"]


def test_a_root_may_be_named(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md")

    assert found([tmp_path / "a/b.md"], tmp_path) == ["a/b.md"]


def test_a_source_outside_the_root_is_refused(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md", "c/d.md")

    with pytest.raises(SourceError, match="lies outside the root"):
        find_sources([tmp_path / "a/b.md"], tmp_path / "c")


def test_a_source_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    make(tmp_path, "a/b.md")

    assert found([tmp_path, tmp_path / "a", tmp_path / "a" / ".." / "a" / "b.md"]) == ["a/b.md"]


def test_names_may_be_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/b.md")
    monkeypatch.chdir(tmp_path)

    assert (found(["a"]), found(["."]), found(["a/b.md"], Path())) == (["b.md"], ["a/b.md"], ["a/b.md"])


def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    make(tmp_path, "é 日本 [1].md", "-.md", ".hidden.md")

    assert found([tmp_path]) == ["-.md", ".hidden.md", "é 日本 [1].md"]


def test_the_git_folder_is_no_source(tmp_path: Path) -> None:
    make(tmp_path, ".git/a.md", "b/.git/c.md", "d.md")

    assert found([tmp_path]) == ["d.md"]


@pytest.mark.parametrize(
    ("ignore", "kept"),
    [
        ("", ["a.md", "c.md", "d/a.md", "d/b.md"]),
        ("a.md\n", ["c.md", "d/b.md"]),
        ("/a.md\n", ["c.md", "d/a.md", "d/b.md"]),
        ("d/\n", ["a.md", "c.md"]),
        ("*.md\n!c.md\n", ["c.md"]),
        ("# a.md\n", ["a.md", "c.md", "d/a.md", "d/b.md"]),
        ("d/*\n!d/b.md\n", ["a.md", "c.md", "d/b.md"]),
        ("d/\n!d/b.md\n", ["a.md", "c.md"]),
    ],
)
def test_gitignore_is_heeded(tmp_path: Path, ignore: str, kept: list[str]) -> None:
    make(tmp_path, "a.md", "c.md", "d/a.md", "d/b.md")
    make(tmp_path, ".gitignore", text=ignore)

    assert found([tmp_path]) == kept


def test_a_gitignore_further_down_wins(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "d/a.md", "d/b.md", "e/a.md")
    make(tmp_path, ".gitignore", text="a.md\n")
    make(tmp_path, "d/.gitignore", text="!a.md\nb.md\n")

    assert found([tmp_path]) == ["d/a.md"]


def test_a_gitignore_counts_for_its_own_folder_only(tmp_path: Path) -> None:
    make(tmp_path, "d/a.md", "d/e/a.md", "f/a.md")
    make(tmp_path, "d/.gitignore", text="/a.md\n")

    assert found([tmp_path]) == ["d/e/a.md", "f/a.md"]


def test_a_gitignore_above_the_source_counts_up_to_the_top_of_the_repository(tmp_path: Path) -> None:
    make(tmp_path, "repository/.git/HEAD", "repository/docs/a.md", "repository/docs/b.md", "repository/docs/c.md")
    make(tmp_path, "repository/.gitignore", text="docs/a.md\n")
    make(tmp_path, ".gitignore", text="b.md\n")

    assert found([tmp_path / "repository/docs"]) == ["b.md", "c.md"]


def test_without_a_repository_a_gitignore_above_the_source_does_not_count(tmp_path: Path) -> None:
    make(tmp_path, "docs/a.md")
    make(tmp_path, ".gitignore", text="a.md\n")

    assert found([tmp_path / "docs"]) == ["a.md"]


def test_a_file_that_is_named_is_read_whatever_gitignore_says(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    make(tmp_path, ".gitignore", text="a.md\n")

    assert found([tmp_path / "a.md"]) == ["a.md"]


def test_a_gitignore_that_is_no_text_excludes_nothing_else(tmp_path: Path) -> None:
    make(tmp_path, "a.md", "b.md")
    (tmp_path / ".gitignore").write_bytes(b"\xff\xfe\na.md\n")

    assert found([tmp_path]) == ["b.md"]


def test_a_symlink_that_leads_out_is_left_out_and_reported(tmp_path: Path) -> None:
    make(tmp_path, "in/a.md", "out/b.md")
    (tmp_path / "in/b.md").symlink_to(tmp_path / "out/b.md")
    sources = find_sources([tmp_path / "in"])

    assert [source.path for source in sources.sources] == ["a.md"]
    assert [(one.severity, one.code, one.path) for one in sources.diagnostics] == [("warning", "KG104", "b.md")]


def test_a_symlink_to_a_folder_is_not_followed(tmp_path: Path) -> None:
    make(tmp_path, "in/a.md", "out/b.md")
    (tmp_path / "in/out").symlink_to(tmp_path / "out")
    (tmp_path / "in/self").symlink_to(tmp_path / "in")

    assert [source.path for source in find_sources([tmp_path / "in"]).sources] == ["a.md"]


def test_a_symlink_inside_the_folder_is_a_page(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")

    assert found([tmp_path]) == ["a.md", "b.md"]


def test_a_symlink_that_leads_nowhere_is_no_page(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "c.md")

    assert [source.path for source in find_sources([tmp_path]).sources] == ["a.md"]


def test_a_symlink_that_is_named_is_read(tmp_path: Path) -> None:
    make(tmp_path, "out/a.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "out/a.md")

    assert found([tmp_path / "b.md"]) == ["b.md"]


def test_a_folder_without_markdown_is_reported(tmp_path: Path) -> None:
    make(tmp_path, "a/b.txt", "c/d.md")
    sources = find_sources([tmp_path / "a", tmp_path / "c"])
    hint = "name a folder with .md, .markdown or .mdx files that .gitignore does not exclude"

    assert [source.path for source in sources.sources] == ["c/d.md"]
    assert sources.diagnostics == (Diagnostic("error", "KG103", "holds no Markdown", hint, str(tmp_path / "a")),)


def test_a_missing_file_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    sources = find_sources([tmp_path / "none.md", tmp_path / "a.md"])
    problem = Diagnostic(
        "error", "KG103", "cannot be read: no such file or directory", "check the name", str(tmp_path / "none.md")
    )

    assert ([source.path for source in sources.sources], sources.diagnostics) == (["a.md"], (problem,))


def test_a_fifo_is_reported_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    sources = find_sources([tmp_path / "a.md"])
    problem = Diagnostic("error", "KG103", "is no regular file", "name a file or a folder", str(tmp_path / "a.md"))

    assert (tuple(sources.sources), sources.diagnostics) == ((), (problem,))


def test_a_fifo_in_a_folder_is_no_page(tmp_path: Path) -> None:
    make(tmp_path, "a.md")
    os.mkfifo(tmp_path / "b.md")
    sources = find_sources([tmp_path])

    assert [source.path for source in sources.sources] == ["a.md"]
    assert [(one.severity, one.code, one.path) for one in sources.diagnostics] == [("error", "KG103", "b.md")]


def test_a_symlink_that_is_named_and_leads_out_of_the_root_is_reported(tmp_path: Path) -> None:
    make(tmp_path, "out/a.md", "in/c.md")
    (tmp_path / "in/b.md").symlink_to(tmp_path / "out/a.md")
    sources = find_sources([tmp_path / "in/b.md", tmp_path / "in/c.md"])

    assert [source.path for source in sources.sources] == ["c.md"]
    assert [f"{one}" for one in sources.diagnostics] == [
        f"{tmp_path / 'in/b.md'}: is a symlink that leads out of the root; name its target"
    ]


def test_a_folder_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    """Told by a process of its own that lacks the superuser's right to read everything."""
    make(tmp_path, "a.md", "b/c.md")
    (tmp_path / "b").chmod(0)
    command = [sys.executable, "-m", "kg", "export", str(tmp_path), "--no-cache", "-o", os.devnull]
    if os.geteuid() == 0:
        if not (setpriv := shutil.which("setpriv")):
            pytest.skip("setpriv of util-linux is missing")
        command = [setpriv, "--bounding-set=-dac_override,-dac_read_search", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    (tmp_path / "b").chmod(0o700)

    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2, "b: cannot be read: permission denied; check the permissions",
    )  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [("A.md", "a.md"), ("b/C.md", "B/c.md"), ("\u00e9.md", "e\u0301.md")])
def test_paths_that_differ_in_case_only_are_reported(tmp_path: Path, one: str, other: str) -> None:
    make(tmp_path, one, other)
    if len(list(tmp_path.rglob("*.md"))) < 2:
        pytest.skip("the file system does not tell them apart")
    first, second = sorted((one, other))
    sources = find_sources([tmp_path])

    assert [source.path for source in sources.sources] == [first, second]
    assert [f"{problem.code} {problem}" for problem in sources.diagnostics] == [
        f"KG107 {second}: differs from {first} in case only; rename one of them, as not every system can hold both"
    ]


def test_a_gitignore_that_is_a_symlink_is_not_read(tmp_path: Path) -> None:
    make(tmp_path, "in/a.md")
    (tmp_path / "rules").write_text("a.md\n")
    (tmp_path / "in/.gitignore").symlink_to("../rules")

    assert found([tmp_path / "in"]) == ["a.md"]


def test_a_dash_is_standard_input(tmp_path: Path) -> None:
    make(tmp_path, "a.md")

    assert tuple(find_sources(["-", tmp_path / "a.md"]).sources) == (
        Source("a.md", tmp_path / "a.md"),
        Source("stdin.md", None),
    )


def test_standard_input_alone_has_the_working_folder_for_a_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert find_sources(["-"]).root == tmp_path


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\r\n")))

    assert read_source(Source("stdin.md", None)) == b"\xff\r\n"


def test_a_file_is_read_as_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf\r\n\0")

    assert read_source(Source("a.md", tmp_path / "a.md")) == b"\xef\xbb\xbf\r\n\0"


def test_a_file_that_cannot_be_read_is_told_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        read_source(Source("a/b.md", tmp_path / "b.md"))

    assert str(caught.value) == "a/b.md: cannot be read: no such file or directory; check the name and the permissions"


def test_a_page_in_very_many_folders_asks_for_its_neighbours_without_depth(tmp_path: Path) -> None:
    assert SiteFolder(tmp_path).nearest("/".join(["a"] * 1100), ("mkdocs.yml",)) is None
