"""Runs a Dask cluster of this machine until its standard input ends; prints the address of its scheduler.

python benchmarks/_cluster.py WORKERS
"""

# mypy: allow-untyped-calls

from __future__ import annotations

import sys

from distributed import LocalCluster


def main() -> None:
    """Start it, say where it is, and wait."""
    setting = {"threads_per_worker": 1, "processes": True, "host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(n_workers=int(sys.argv[1]), **setting) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
