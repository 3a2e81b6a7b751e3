"""No file outside the root is opened, whatever stands in it: told by Python itself, which reports each opening."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import dialects

MARK = "MARK-7f3a"
"""What the files outside hold."""
WATCHED = """
import json, os, sys
sys.path.insert(0, os.environ["KG_AT"])
from kg.cli import main
import kg.exporting, kg.pipeline, kg.report, encodings.idna
opened = set()
def seen(event, arguments):
    if event in {"open", "os.scandir", "os.listdir"} and isinstance(arguments[0], (str, bytes, os.PathLike)):
        opened.add(os.path.realpath(os.fsdecode(arguments[0])))
sys.addaudithook(seen)
for command in json.loads(sys.argv[1]):
    try:
        main(command)
    except SystemExit as end:
        print(end.code, file=sys.stderr)
print(json.dumps(sorted(opened)))
"""
PATHS = (
    "../outside/secret.md",
    "../../outside/secret.md",
    "{outside}/secret.md",
    "/{outside}/secret.md",
    "file://{outside}/secret.md",
    "linked/secret.md",
    "sub/../../outside/secret.md",
    "..%2foutside%2fsecret.md",
    "..\\outside\\secret.md",
    "pipe.md",
    "leading.md",
    "/etc/passwd",
    "/dev/zero",
    "~/secret.md",
    "./linked/../../outside/secret.md",
    "sub\\0/secret.md",
)
INCLUDES = (
    '--8<-- "{}"',
    "{{% include {} %}}",
    "{{% include_relative {} %}}",
    '{{{{< readfile file="{}" >}}}}',
    "{{{{% content {} %}}}}",
    "```{{include}} {}\n```",
    ":::{{include}} {}\n:::",
    "::include{{file={}}}",
    "[!INCLUDE [x]({})]",
    "{{{{#include {}}}}}",
    "[a]({})",
    "![a]({})",
    '<a href="{}">a</a>',
    "{{{{< ref {} >}}}}",
    "[a]({{% link {} %}})",
    "[a]: {}",
)
"""What names a file in a page: the includes of every dialect, links, images and template code."""

DATA = ("_config.yml", "mkdocs.yml", "hugo.toml", "book.toml", "conf.py", "docfx.json", ".gitbook.yaml", ".gitignore")


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a folder beside one with secrets, to which all in it leads: pages, links, data files and folders."""
    root, outside = tmp_path / "root", tmp_path / "outside"
    (root / "sub").mkdir(parents=True)
    (root / "sites").mkdir()
    (outside / "data").mkdir(parents=True)
    for name in ("secret.md", "data/secret.yml", *DATA):
        (outside / name).write_text(f"| Feature | What it does |\n|---|---|\n| {MARK} | `{MARK}` |\n")
    (outside / "data" / "secret.yml").write_text(f"key: {MARK}\n")
    for name in ("linked", "_data", "data", "_includes"):
        (root / name).symlink_to(outside)
    (root / "leading.md").symlink_to(outside / "secret.md")
    (root / "sub" / "ring.md").symlink_to("ring.md")
    os.mkfifo(root / "pipe.md")
    for name in DATA:
        (root / "sites" / name).symlink_to(outside / name)
        if name != ".gitignore":
            (root / name).symlink_to(outside / name)
    for number, include in enumerate(INCLUDES):
        lines = [include.format(path.format(outside=outside)) for path in PATHS]
        head = f"---\ntitle: x\nlayout: {outside}/x.md\ninclude: ../outside/secret.md\naliases: [../secret.md]\n---\n"
        rows = "".join(f"| A{row} | {line} {{{{ site.data.secret.key }}}} |\n" for row, line in enumerate(lines))
        text = head + "\n\n".join(lines) + f"\n\n| Feature | What it does |\n|---|---|\n{rows}"
        (root / f"page{number}.md").write_text(text.replace("\\0", "\0") if number == 0 else text)
        if number % 4 == 0:
            (root / "sites" / f"page{number}.md").write_text(text)
    return root


def watched(commands: list[list[str]], folder: Path) -> tuple[list[Path], str]:
    """Return what some commands open, run in one process, and all that they say."""
    import kg

    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(commands)],
        env={**os.environ, "KG_AT": str(Path(kg.__file__).parents[1])},
        cwd=folder, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    shown, _, opened = done.stdout.rstrip("\n").rpartition("\n")
    return [Path(path) for path in json.loads(opened)], shown + done.stderr


def strangers(opened: list[Path], *allowed: Path) -> list[Path]:
    """Return what lies neither in the allowed folders nor in those of Python, of kg and of the system's own data."""
    import kg

    system = (
        Path(sys.prefix),
        Path(sys.base_prefix),
        Path(kg.__file__).parents[1],
        Path("/proc/self"),
        Path("/dev/null"),
    )
    known = [folder.resolve() for folder in (*allowed, *system)]
    return [path for path in opened if not any(path.is_relative_to(folder) for folder in known)]


def test_no_page_opens_a_file_outside_the_root(hostile: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    common = ["--no-cache", "--jobs", "1", "--site", "https://s.example/"]
    commands = [
        ["export", str(hostile), "-o", f"{output}/{name}.nt", "-f", "ntriples", "--dialect", name, *common]
        for name in dialects.names()
    ]
    commands.append(["export", str(hostile), "-o", f"{output}/told.ttl", "--report", f"{output}/told.json", *common])
    commands.append(["explain", str(hostile)])
    opened, said = watched(commands, hostile)

    assert strangers(opened, hostile, output) == []
    assert hostile / "page1.md" in opened
    assert MARK not in said
    written = {file.name: file.read_text() for file in output.iterdir()}
    assert len(written) == len(dialects.names()) + 2
    assert [name for name, text in written.items() if MARK in text] == []
    for line in (
        "leading.md: is a symlink that leads out; it was left out; name its target as a source",
        "linked: is a symlink that leads out; it was left out; name its target as a source",
        "pipe.md: is no regular file; it was left out; remove it, or have .gitignore exclude it",
    ):
        assert line in said


def test_no_named_file_and_no_configuration_opens_a_file_outside_the_root(hostile: Path, tmp_path: Path) -> None:
    """As a shell names what matches ``*.md``, symlinks too."""
    named = ["export", *sorted(str(page) for page in hostile.glob("*.md")), "--no-cache", "--jobs", "1"]
    opened, said = watched([[*named, "-f", "ntriples"]], hostile)

    assert strangers(opened, hostile) == []
    assert MARK not in said
    assert "leading.md: is a symlink that leads out of the root; name its target" in said
    for value in ("root = '../outside'", "vocabulary = 'linked/secret.md'", "report = '/tmp/kg-stranger.json'"):
        (hostile / "kg.toml").write_text(value)
        opened, said = watched([["export", str(hostile / "page0.md"), "--no-cache"]], hostile)
        assert strangers(opened, hostile) == []
        assert said.splitlines()[0].startswith("kg.toml: ")


def test_what_is_no_file_blocks_nothing(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "a.md").write_text("# A\n")
    os.mkfifo(tmp_path / "kg.toml")
    (tmp_path / ".gitignore").symlink_to("pipe")
    page, pipe = str(tmp_path / "a.md"), str(tmp_path / "pipe")
    _, said = watched(
        [
            ["export", page, "--no-cache", "--vocabulary", pipe],
            ["export", page, "--no-cache", "--vocabulary", "/dev/zero"],
            ["export", pipe, "/dev/zero", "--no-cache"],
            ["query", f"{pipe}.ttl", "ASK {}"],
            ["query", page, "--file", pipe],
            ["validate", page, "--select", "KG211", "--baseline", pipe],
            ["validate", page, "--select", "KG211", "--vocabulary", pipe],
        ],
        tmp_path,
    )

    assert said.count("is no regular file") == 8
