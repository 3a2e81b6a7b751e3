"""How a server is run."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server is run.

    Attributes:
        host: The address that it listens on.
        port: Its port; 0 takes any that is free.
        timeout: Seconds that a query may take.
        max_rows: Rows, or triples, that an answer may have.
        workers: Queries that are worked on at the same time; 0 takes the number of processors, and at least two.
        memory: Megabytes that a query may hold; 0 sets no limit.
        cors: Origins whose pages may use the endpoint.
        allow_hosts: Names, beside those of this machine, that the server may be addressed by.
    """

    host: str = "127.0.0.1"
    port: int = 8711
    timeout: float = 30.0
    max_rows: int = 100_000
    workers: int = 0
    memory: int = 2048
    cors: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()

    @property
    def query_workers(self) -> int:
        """Return how many queries are worked on at the same time."""
        return self.workers or max(2, os.cpu_count() or 1)
