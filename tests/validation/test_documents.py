"""What docs/validation.md shows is so."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
SECONDS = re.compile(r" in \d+\.\d s$", re.MULTILINE)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)


def test_the_sessions_show_what_comes_out(tmp_path: Path) -> None:
    folder = tmp_path / "to-mend"
    shutil.copytree(ROOT / "examples" / "to-mend", folder)
    environment = {"PATH": f"{sysconfig.get_path('scripts')}:/usr/bin:/bin"}

    for block in blocks("console"):
        for session in re.split(r"^(?=\$ )", block, flags=re.MULTILINE)[1:]:
            command, _, expected = session.removeprefix("$ ").partition("\n")
            done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, capture_output=True, check=False)
            assert SECONDS.sub("", (done.stderr + done.stdout).decode()) == SECONDS.sub("", expected)


@pytest.mark.parametrize("schema", ["vendor.github-workflows", "vendor.gitlab-ci"])
def test_the_pipelines_are_what_their_hosts_take(tmp_path: Path, schema: str) -> None:
    (block,) = [block for block in blocks("yaml") if schema.partition(".")[2].split("-")[0] in block.splitlines()[0]]
    file = tmp_path / "pipeline.yml"
    file.write_text(block)

    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout
    assert "kg validate docs" in str(yaml.safe_load(block))


def test_the_document_names_every_option_and_format() -> None:
    import click

    from kg.cli.options import REPORTS
    from kg.cli.validate_command import validate
    from kg.validation.outputs import OUTPUTS

    own = {"--select", "--ignore", "--baseline", "--write-baseline", "--strict", "--format", "--vocabulary", "--root"}
    options = {
        name for one in validate.params if isinstance(one, click.Option) for name in one.opts if name[:2] == "--"
    }
    assert own <= options
    assert [name for name in own if f"`{name}" not in DOCUMENT] == []
    assert tuple(re.findall(r"^\| `(\w+)` \| ", DOCUMENT, re.MULTILINE)) == REPORTS == tuple(OUTPUTS)
