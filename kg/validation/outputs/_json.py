"""JSON that says nothing to a pipeline in whose log it stands."""

from __future__ import annotations

import json
import re
from typing import Any

_COMMAND = re.compile(r"#(?=#\w*\[)")
"""Where a command of a pipeline begins (``wording.printable``); in JSON it can stand in a string only."""


def dumped(value: Any) -> str:
    r"""Return a value as JSON in ASCII, with a line end.

    >>> dumped({"a": "##[error]"})
    '{\n "a": "\\u0023#[error]"\n}\n'
    """
    return _COMMAND.sub(r"\\u0023", json.dumps(value, indent=1)) + "\n"
