"""Where a file lies in a checkout."""

from __future__ import annotations

import posixpath


def inside(file: str) -> str:
    """Return a relative path that leads nowhere out of its folder, whatever a graph says.

    >>> inside("docs/a.md"), inside("../../etc/passwd"), inside("/etc/passwd")
    ('docs/a.md', 'etc/passwd', 'etc/passwd')
    """
    return posixpath.normpath("/" + file.replace("\\", "/").lstrip("/")).lstrip("/") if file else ""
