"""Options from a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.config import read_config
from kg.errors import ConfigError

KNOWN = frozenset(
    {"base", "site", "root", "output", "report", "vocabulary", "cache", "engine", "product", "strict", "long_name"}
)


def read(folder: Path, text: str, name: str = "kg.toml") -> object:
    (folder / name).write_text(text, encoding="utf-8")
    path, values = read_config(folder, KNOWN)
    assert path == folder / name
    return values


def fault(folder: Path, text: str, name: str = "kg.toml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_config(folder, KNOWN)
    return str(caught.value)


def test_without_a_file_there_are_no_options(tmp_path: Path) -> None:
    assert read_config(tmp_path, KNOWN) == (None, {})


def test_options_stand_in_kg_toml(tmp_path: Path) -> None:
    assert read(tmp_path, "product = 'Lärk'\nstrict = true\n") == {"product": "Lärk", "strict": True}


def test_options_stand_in_the_tool_table_of_pyproject(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n[tool.other]\na = 1\n[tool.kg]\nproduct = 'Lark'\n"

    assert read(tmp_path, text, "pyproject.toml") == {"product": "Lark"}


@pytest.mark.parametrize("text", ["", "[tool]\n", "[tool.other]\na = 1\n", "tool = 'kg'\n"])
def test_a_pyproject_without_the_table_has_no_options(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)

    assert read_config(tmp_path, KNOWN) == (None, {})


def test_kg_toml_wins_over_pyproject(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.kg]\nproduct = 'Other'\nsite = 'https://a.example'\n")

    assert read(tmp_path, "product = 'Lark'\n") == {"product": "Lark"}


def test_a_file_further_up_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("product = 'Lark'\n")
    (tmp_path / "docs").mkdir()

    assert read_config(tmp_path / "docs", KNOWN) == (None, {})


@pytest.mark.parametrize("name", ["long-name", "long_name"])
def test_a_name_may_have_hyphens_or_underscores(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"{name} = 'x'\n") == {"long_name": "x"}


def test_paths_are_relative_to_the_folder_of_the_file(tmp_path: Path) -> None:
    text = f"root = 'docs'\noutput = '{tmp_path}/abs/a.ttl'\nvocabulary = ['a.ttl', 'b/c.ttl']\n"

    assert read(tmp_path, text) == {
        "root": str(tmp_path / "docs"),
        "output": str(tmp_path / "abs" / "a.ttl"),
        "vocabulary": [str(tmp_path / "a.ttl"), str(tmp_path / "b" / "c.ttl")],
    }


@pytest.mark.parametrize("name", ["root", "output", "report", "vocabulary", "cache"])
@pytest.mark.parametrize("value", ["/etc/passwd", "..", "a/../../b", "out/b", "['a.ttl', '../b.ttl']"])
def test_no_path_in_a_file_leads_out_of_its_folder(tmp_path: Path, name: str, value: str) -> None:
    """The file may come with a checkout, from people whom the user does not know."""
    (tmp_path / "out").symlink_to(tmp_path.parent)
    if value.startswith("[") and name != "vocabulary":
        value = "../b"
    text = f"{name} = {value}\n" if value.startswith("[") else f"{name} = '{value}'\n"

    assert fault(tmp_path, text) == (
        f"kg.toml: '{name}' leads out of the folder of kg.toml; give --{name} on the command line"
    )


def test_a_file_names_no_cluster(tmp_path: Path) -> None:
    assert read(tmp_path, "engine = 'local'\n") == {"engine": "local"}
    assert fault(tmp_path, "engine = 'dask://evil.example:8786'\n").startswith("kg.toml: 'engine' names a cluster; ")


@pytest.mark.parametrize("name", ["kg.toml", "pyproject.toml"])
def test_a_file_that_is_a_symlink_out_of_its_folder_is_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.toml").write_text("product = 'x'")
    (tmp_path / "in" / name).symlink_to(tmp_path / "secret.toml")

    with pytest.raises(ConfigError, match="is a symlink that leads out of its folder"):
        read_config(tmp_path / "in", KNOWN)


def test_standard_output_is_no_path(tmp_path: Path) -> None:
    assert read(tmp_path, "output = '-'\n") == {"output": "-"}


def test_an_option_that_there_is_not_names_the_known_ones(tmp_path: Path) -> None:
    assert fault(tmp_path, "prodct = 'Lark'\n") == (
        "kg.toml: there is no option 'prodct'; "
        "known are base, cache, engine, long-name, output, product, report, root, site, strict, vocabulary"
    )


@pytest.mark.parametrize("value", ["1.5", "{a = 1}", "[[1]]", "2024-01-01", "[1.5]"])
def test_a_value_of_a_wrong_type_is_told(tmp_path: Path, value: str) -> None:
    assert fault(tmp_path, f"product = {value}\n") == (
        "kg.toml: 'product' has a value of the wrong type; give it a string"
    )


@pytest.mark.parametrize("text", ["[tool]\nkg = 'x'\n", "[tool]\nkg = ['x']\n"])
def test_a_tool_table_that_is_none_is_told(tmp_path: Path, text: str) -> None:
    assert fault(tmp_path, text, "pyproject.toml").startswith("pyproject.toml: ")


@pytest.mark.parametrize("name", ["kg.toml", "pyproject.toml"])
def test_a_file_that_is_no_toml_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    assert fault(tmp_path, "a = 1\nb = \n", name).startswith(f"{name}:2:5: is no TOML: ")


def test_a_file_that_is_no_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes(b"product = '\xff'\n")

    with pytest.raises(ConfigError, match=r"kg\.toml: cannot be read as UTF-8"):
        read_config(tmp_path, KNOWN)


@pytest.mark.parametrize(
    "content", [f"product = {'9' * 5000}", f"product = {'[' * 5000}", "[limits]\npage-seconds = 99999999999"]
)
def test_a_hostile_configuration_is_refused_in_one_line(content: str, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(content)
    (tmp_path / "a.md").write_text("# A\n")
    command = [sys.executable, "-m", "kg", "export", "a.md"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
