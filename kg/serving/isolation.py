"""What a worker process gives up: the network, core dumps, and memory above a limit.

Each step is taken where the system allows it and left out quietly elsewhere; ``leave_network`` says whether it was.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

_NEW_USER = 0x10000000
_NEW_NET = 0x40000000
_PARENT_DEATH_SIGNAL = 1


def leave_network() -> bool:
    """Move this process into a network namespace that has no interface up, and return whether that was possible.

    An ordinary user needs a user namespace for it, which some systems forbid. Only a process with one thread can enter
    one, so this comes before everything that starts threads.
    """
    if not sys.platform.startswith("linux"):
        return False
    return any(_unshare(flags) for flags in (_NEW_USER | _NEW_NET, _NEW_NET))


def _unshare(flags: int) -> bool:
    """Leave namespaces of the parent; Python has a call of its own for it since 3.12."""
    try:
        if hasattr(os, "unshare"):
            os.unshare(flags)
            return True
        return bool(ctypes.CDLL(None).unshare(flags) == 0)
    except (OSError, AttributeError):
        return False


def die_with_parent() -> None:
    """Ask Linux to kill this process when the thread that started it ends."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def limit(memory: int) -> None:
    """Forbid core dumps, which would hold the graph, and memory above a limit.

    The limit is of data (heap and private mappings), not of address space: the store maps its files, which costs
    addresses and no memory. A query above the limit ends its process and no other.

    Args:
        memory: Bytes; 0 sets no limit.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
