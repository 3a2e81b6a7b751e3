"""Run the server: build the store, start the workers, listen, and clean up at the end."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn

from ..errors import ConfigError, QueryError
from ..wording import counted, reason_of
from .app import create_app
from .explorer import open_pages, prepare_pages
from .pool import Limits, Pool, PoolError
from .queries import open_queries
from .settings import MEGABYTE, Settings
from .store import Built, build

_PAGE_WORKERS = 2
_PAGE_TIMEOUT = 10.0
"""Seconds that a page may take at most."""
_PAGE_PATIENCE = 5.0
"""Seconds that a page waits while others are made."""
_NICENESS = 10
_WAITING = 64
_MAX_HEAD = 128 * 1024
"""Bytes of a request before its body; a query by GET stands there."""


def serve(graphs: Sequence[str], settings: Settings) -> None:
    """Serve graphs until SIGINT, SIGTERM or SIGHUP.

    Args:
        graphs: Paths; ``-`` is standard input.
        settings: How the server is run.

    Raises:
        ConfigError: The address cannot be listened on.
        QueryError: A graph cannot be used.
    """
    with (
        _ended_by_signal(),
        _listening(settings) as listener,
        tempfile.TemporaryDirectory(prefix="kg-serve-") as folder,
    ):
        if not _is_loopback(settings.host):
            print(_OPEN.format(host=settings.host), file=sys.stderr)  # noqa: T201
        store = str(Path(folder) / "store")
        built = build(graphs, store, prepare_pages)
        try:
            _run(listener, store, built, settings)
        except PoolError as error:
            reason = str(error) or type(error).__name__
            raise QueryError(f"the workers cannot start: {reason}", hint="look at what they printed") from error


def _run(listener: socket.socket, store: str, built: Built, settings: Settings) -> None:
    """Run the application on a socket."""
    memory = settings.memory * MEGABYTE
    size = settings.query_workers
    queries = Pool(
        partial(open_queries, max_rows=settings.max_rows),
        store,
        Limits(size, settings.timeout, _WAITING, _NICENESS, memory),
    )
    page_limits = Limits(
        _PAGE_WORKERS,
        min(settings.timeout, _PAGE_TIMEOUT),
        _WAITING,
        memory=memory,
        patience=_PAGE_PATIENCE,
        finishing=True,
    )
    pages = Pool(open_pages, store, page_limits)
    port = listener.getsockname()[1]

    def announce() -> None:
        print(_announced(built, settings.host, port, offline=queries.offline), file=sys.stderr, flush=True)  # noqa: T201

    config = uvicorn.Config(
        create_app(settings, queries, pages, announce),
        http="h11",
        ws="none",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
        h11_max_incomplete_event_size=_MAX_HEAD,
    )
    _Server(config, (queries, pages)).run(sockets=[listener])


class _Server(uvicorn.Server):
    """A server that ends what its workers do before it waits for the answers."""

    def __init__(self, config: uvicorn.Config, pools: Sequence[Pool]) -> None:
        super().__init__(config)
        self._pools = pools

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the workers, then the server."""
        for pool in self._pools:
            await pool.close()
        await super().shutdown(sockets)


def _announced(built: Built, host: str, port: int, *, offline: bool) -> str:
    """Return what is said when the server is ready."""
    shown = f"[{host}]" if ":" in host else host
    documents = f" of {counted(built.documents, 'document')}" if built.documents else ""
    network = "the workers have no network" if offline else "this system does not let the workers give up the network"
    return (
        f"serving {counted(built.triples, 'triple')}{documents} at http://{shown}:{port}/ (SPARQL at /sparql); "
        f"Ctrl-C ends it\n{network}"
    )


_OPEN = "warning: {host} is no loopback address: others on the network can read the graphs; there are no passwords"


def _is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextlib.contextmanager
def _listening(settings: Settings) -> Iterator[socket.socket]:
    """Yield a socket that listens where the settings say."""
    listener = None
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        # With the protocol named, asyncio sends small answers at once (TCP_NODELAY): 40 ms a request otherwise.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        if listener is not None:
            listener.close()
        reason = reason_of(error, str(error)) if isinstance(error, OSError) else str(error).lower()
        hint = "choose another --port (0 takes any that is free) or --host"
        raise ConfigError(reason, hint=hint, place=f"{settings.host}:{settings.port}") from error
    with listener:
        yield listener


@contextlib.contextmanager
def _ended_by_signal() -> Iterator[None]:
    """Let SIGTERM, Ctrl-C, and the end of its terminal, end the server as if it had returned: what it made is removed.

    A SIGHUP that is ignored, as after nohup, stays so. Uvicorn takes the other two while it runs, and no SIGHUP.
    """

    def end(_number: int, _frame: FrameType | None) -> None:
        raise _Ended

    def hang_up(_number: int, _frame: FrameType | None) -> None:
        signal.raise_signal(signal.SIGTERM)

    before: dict[int, Any] = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, hang_up)
    try:
        with contextlib.suppress(_Ended):
            yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Ended(BaseException):
    """A signal asked the server to end."""
