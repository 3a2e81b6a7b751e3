"""What the README and the documents beside it say is so: their sessions are run, their lists are those of the code."""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sysconfig
import tempfile
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import NamedTuple

import click
import pytest

import kg
from kg.cli import main
from kg.cli.export_command import export
from kg.config import read_config
from kg.dialects import names
from kg.find.context import THRESHOLD
from kg.formats import FORMATS
from kg.names import KG, MECH, PROVIDER

ROOT = Path(__file__).parents[1]
PACKAGE = Path(kg.__file__).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCRIPTS = sysconfig.get_path("scripts")
COLUMNS = 100
"""The width of the terminal whose screen the README shows."""

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SEVERITY = re.compile(r'"(error|warning|note)",\s+"(KG\d+)"')
TOLD = re.compile(r'\b_tell\("(KG\d+)"')
"""What is told of a bound that bites inside of a page, which is always a warning."""
EVIDENCE = re.compile(r'(?<!get)\(\s*"([a-z-]+)",\s*(?:-?\d|_?[A-Z_]{4})')
RULE = re.compile(r'(?:rule=|False, |True, |else (?="no-))"([a-z-]+)"')
STYLING = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Block(NamedTuple):
    """A fenced block: its language, its text, and the line where it begins."""

    language: str
    text: str
    line: int


BLOCKS = [Block(one[1], one[2], README.count("\n", 0, one.start()) + 1) for one in FENCE.finditer(README)]


def blocks(language: str) -> list[Block]:
    return [block for block in BLOCKS if block.language == language]


def run(command: str, folder: Path) -> str:
    """Return what a terminal shows of a command, without styling, trailing blanks and the progress bar.

    Standard output is a terminal. Standard error is a file, so that there is no bar; it comes first.
    """
    screen, terminal = os.openpty()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("KG_")},
        "PATH": f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": str(COLUMNS),
        "TERM": "xterm",
        "NO_COLOR": "1",
    }
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            ["sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=terminal, stderr=errors
        ) as process,
    ):
        os.close(terminal)
        shown = b"".join(iter(lambda: _read(screen), b""))
        process.wait()
        errors.seek(0)
        text = STYLING.sub("", (errors.read() + shown).decode()).replace("\r\n", "\n")
    os.close(screen)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def _read(screen: int) -> bytes:
    """Return some of what is shown; nothing when the program is done, which Linux tells by an error."""
    try:
        return os.read(screen, 65536)
    except OSError:
        return b""


def agree(expected: str, actual: str, line: int) -> None:
    """Hold a screen against what the README shows of it; ``…`` alone on a line stands for any lines."""
    expected, actual = (re.sub(r" in \d+\.\d s$", " in 0.0 s", text, flags=re.MULTILINE) for text in (expected, actual))
    pattern = "".join("(?:.*\n)*?" if one == "…" else re.escape(f"{one}\n") for one in expected.splitlines())
    if not re.fullmatch(pattern, actual):
        assert actual == expected, f"README.md:{line}"


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples in which the first command of the README was run; the sessions run there in order."""
    folder = tmp_path_factory.mktemp("readme") / "examples"
    shutil.copytree(ROOT / "examples", folder)
    return folder


def test_the_first_command_installs_and_prints_what_the_readme_shows(examples: Path) -> None:
    first, screen = blocks("sh")[0], blocks("text")[0]
    install, _, rest = first.text.partition(" && cd examples/first-page &&\n")

    assert install == "python3 -m venv .venv && . .venv/bin/activate && pip install --quiet ."
    agree(screen.text, run(rest, examples / "first-page"), screen.line)


def test_the_second_command_is_the_one_that_ci_runs() -> None:
    assert [block.text for block in blocks("sh")[1:]] == ["make test\n"]
    assert "exec make test\n" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_sessions_of_the_readme_show_what_comes_out(examples: Path) -> None:
    folder = examples / "first-page"
    run("kg export docs -o larkbase.ttl", folder)
    for block in blocks("console"):
        for session in re.split(r"^(?=\$ )", block.text, flags=re.MULTILINE)[1:]:
            command, _, expected = session.removeprefix("$ ").partition("\n")
            if command.startswith("cd "):
                folder = (folder / command.removeprefix("cd ")).resolve()
            elif not command.startswith("kg load "):  # tests/loading/test_readme_stores.py has stores for these
                agree(expected, run(command, folder), block.line)


def test_the_python_of_the_readme_gives_what_it_says(examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(examples / "first-page")
    runner = doctest.DocTestRunner(verbose=False)
    parser = doctest.DocTestParser()
    told: list[str] = []

    for block in blocks("python"):
        test = parser.get_doctest(block.text, {}, "README", "README.md", block.line)
        assert test.examples
        runner.run(test, out=told.append)

    assert "".join(told) == ""


def test_every_block_of_the_readme_is_of_a_kind_that_is_tested() -> None:
    assert {block.language for block in BLOCKS} == {"sh", "text", "console", "python", "toml"}
    assert README.count("\n```") == 2 * len(BLOCKS)


def test_the_configuration_in_the_readme_is_that_of_the_example() -> None:
    (block,) = blocks("toml")
    path, _ = read_config(ROOT / "examples" / "first-page", {"product", "site", "root"})

    assert path is not None
    assert tomllib.loads(block.text) == tomllib.loads(path.read_text(encoding="utf-8"))


def test_the_readme_names_every_option_of_an_export() -> None:
    options = {name for one in export.params if isinstance(one, click.Option) for name in one.opts if name[:2] == "--"}
    table = README.partition("| Option |")[2].partition("\n\n")[0]

    assert set(re.findall(r"`(--[a-z-]+)`", table)) == options


def test_the_readme_names_every_format_with_its_media_type_and_named_graphs() -> None:
    table = README.partition("| `--format` |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| `(\w+)` \| `([\w/+-]+)` \| (.+) \|$", table, re.MULTILINE)

    expected = [(name, one.media_type, "one a document" if one.named_graphs else "no") for name, one in FORMATS.items()]
    assert rows == expected


def test_an_export_offers_every_format() -> None:
    (option,) = [one for one in export.params if one.name == "format"]

    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(FORMATS)


def test_the_readme_names_every_command() -> None:
    with click.Context(main) as context:
        commands = main.list_commands(context)

    assert [name for name in commands if f"kg {name} " not in README] == []


def test_the_mechanism_that_the_guides_add_is_one_of_the_ontology() -> None:
    guide = (ROOT / ".github" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    entry = re.sub(r"^   ", "", guide.partition("```turtle\n")[2].partition("   ```")[0], flags=re.MULTILINE)

    assert entry.startswith("mech:")
    assert entry in (ROOT / "ontology" / "README.md").read_text(encoding="utf-8")
    assert entry in (ROOT / "ontology" / "mechanism" / "authentication.ttl").read_text(encoding="utf-8")


def test_the_readme_names_the_namespaces() -> None:
    for prefix, namespace in (("kg", KG), ("mech", MECH), ("provider", PROVIDER)):
        assert f"| `{prefix}:` | `{namespace}` |" in README


def test_the_links_in_the_documents_lead_to_files() -> None:
    documents = [
        ROOT / "README.md", ROOT / "SECURITY.md", ROOT / ".github" / "CONTRIBUTING.md", ROOT / "examples" / "README.md",
        *(ROOT / "docs").glob("*.md"),
    ]  # fmt: skip
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", FENCE.sub("", document.read_text(encoding="utf-8")))
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert broken == []


def test_the_picture_shows_what_the_export_of_the_example_says() -> None:
    picture = ET.parse(ROOT / "docs" / "picture.svg")  # noqa: S314 - our own file
    texts = ["".join(one.itertext()) for one in picture.iter("{http://www.w3.org/2000/svg}text")]
    golden = (ROOT / "examples" / "first-page" / "expected.ttl").read_text(encoding="utf-8")
    page = (ROOT / "examples" / "first-page" / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
    (span,) = [text for text in texts if text.startswith("security.md@")]
    row = "".join(text if text.endswith((">", ")")) else f"{text} " for text in texts[3 + texts.index("12") + 2 :][:7])

    assert f"<https://example.org/kg/src/{span}> a kg:SourceSpan" in golden
    assert texts[texts.index("12") + 1] == page[11]
    assert texts[texts.index("13") + 1] == page[12]
    assert "".join(row.split()) == "".join(page[13].split())
    for prefix in ("schema:text", "skos:prefLabel"):
        assert f"{prefix} " in golden
    for name in ("kg:hasStatement", "kg:usesMechanism", "kg:extractedFrom"):
        assert name in texts
        assert f"{name} " in golden


def test_every_diagnostic_is_documented_and_no_other() -> None:
    document = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))

    documented = re.findall(r"^## (KG\d+): ", document, re.MULTILINE)
    assert documented == sorted(set(re.findall(r"\bKG\d{3}\b", code)))


def test_a_diagnostic_of_the_reading_is_documented_with_its_severity() -> None:
    document = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py")))

    documented = re.findall(r"^## (KG1\d+): .*\n\n\*(\w+)\.\*", document, re.MULTILINE)
    told = {(number, "warning") for number in TOLD.findall(code)}
    assert sorted(documented) == sorted({(number, kind) for kind, number in SEVERITY.findall(code)} | told)


def test_every_rule_and_piece_of_evidence_is_documented_and_no_other() -> None:
    document = (ROOT / "docs" / "how-it-decides.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "find").glob("*.py")))
    weights = code.partition("_KEY_WEIGHTS: ")[2].partition("}")[0]

    used = {*EVIDENCE.findall(code), *RULE.findall(code)}
    used |= {f"key-header-{sense}" for sense in re.findall(r'"([a-z]+)":', weights)}
    assert set(re.findall(r"^\| `([a-z-]+)` \|", document, re.MULTILINE)) == used


def test_the_numbers_in_how_it_decides_are_those_of_the_code() -> None:
    document = " ".join((ROOT / "docs" / "how-it-decides.md").read_text(encoding="utf-8").split())
    tables = (PACKAGE / "find" / "tables.py").read_text(encoding="utf-8")
    matching = (PACKAGE / "matching.py").read_text(encoding="utf-8")

    assert f"from {THRESHOLD:+g} on it is taken" in document
    assert "at most four words" in document
    assert "_SHORT_WORDS = 4\n" in tables
    assert "labels of three characters or fewer" in document
    assert "_SHORT = 3\n" in matching


def test_every_dialect_is_documented_and_no_other() -> None:
    document = (ROOT / "docs" / "how-it-decides.md").read_text(encoding="utf-8")
    section = document.partition("## Dialects\n")[2].partition("\n## ")[0]

    assert tuple(sorted(set(re.findall(r"`([a-z]+)`", section)))) == names()


def test_the_examples_in_the_help_of_a_command_keep_their_lines() -> None:
    with click.Context(main) as context:
        commands = {name: main.get_command(context, name) for name in main.list_commands(context)}
    shown = {name: command.get_help(click.Context(command)) for name, command in commands.items() if command}

    assert [name for name, text in shown.items() if "\\b" in text] == []
    assert "\n  kg serve kg.ttl\n" in shown["serve"]
