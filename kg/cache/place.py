"""Where caches are kept."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_NAME = "docs-kg"


def default_folder(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the folder for caches of kg under the platform's; None where the user has no home.

    These few lines stand for the library platformdirs, of which nothing else would be used.

    Args:
        platform: As ``sys.platform``.
        environ: The environment.
    """
    try:
        if platform == "win32":
            local = environ.get("LOCALAPPDATA")
            return (Path(local) if local else Path.home() / "AppData" / "Local") / _NAME / "Cache"
        if platform == "darwin":
            return Path.home() / "Library" / "Caches" / _NAME
        named = environ.get("XDG_CACHE_HOME", "")
        return (Path(named) if named.startswith("/") else Path.home() / ".cache") / _NAME
    except RuntimeError:  # no home folder
        return None
