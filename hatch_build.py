"""Bundles the scripts of the explorer when a wheel or an editable install is built.

Node is not needed: without it the pages come without drawings and editor, and the build goes on. Whoever publishes a
wheel sets KG_EXPLORER=required, and then a build without the bundle fails; KG_EXPLORER=skip leaves the bundle alone.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMMANDS = (("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-progress"), ("run", "--silent", "build"))
TIMEOUT = 300.0
"""Seconds that one command may take: a registry that does not answer must not hold up an installation."""


class BundleError(Exception):
    """The bundle could not be made, for the reason given."""


class ExplorerBundle(BuildHookInterface[Any]):
    """Runs npm in kg/serving/browser, which writes kg/serving/static/bundle."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle before the files of the wheel are gathered."""
        wish = os.environ.get("KG_EXPLORER", "")
        browser = Path(self.root, "kg", "serving", "browser")
        bundle = Path(self.root, "kg", "serving", "static", "bundle")
        if wish == "skip" or is_current(bundle, browser):
            return
        try:
            make_bundle(browser)
        except BundleError as failed:
            if wish == "required":
                raise
            self.app.display_warning(f"The pages of kg serve come without drawings and editor: {failed}.")


def is_current(bundle: Path, browser: Path) -> bool:
    """Whether the bundle is newer than all that it is made of."""
    last = bundle / "LICENSES.txt"  # is written last
    sources = [*browser.glob("src/*.js"), *browser.glob("*.mjs"), *browser.glob("package*.json")]
    if not last.is_file():
        return False
    made = last.stat().st_mtime
    return all(source.stat().st_mtime < made for source in sources)


def make_bundle(browser: Path) -> None:
    """Install what the lock file names and run esbuild."""
    npm = shutil.which("npm")
    if npm is None or not shutil.which("node"):
        raise BundleError("there is no Node here to bundle their scripts")
    if not (browser / "package-lock.json").is_file():
        raise BundleError("their sources are not here")
    for command in COMMANDS:
        try:
            subprocess.run(  # noqa: S603
                [npm, *command], cwd=browser, check=True, capture_output=True, text=True, timeout=TIMEOUT
            )
        except subprocess.CalledProcessError as error:
            lines = (error.stderr or error.stdout).strip().splitlines() or ["it said nothing"]
            raise BundleError(f"npm {command[0]} failed ({lines[0]})") from error
        except (OSError, subprocess.TimeoutExpired) as error:
            raise BundleError(f"npm {command[0]} failed ({error})") from error
