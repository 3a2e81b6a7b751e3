"""Works for the engines: what processes of a test import by name."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4


@dataclass(frozen=True)
class Square:
    """Give the square of an item, after so many seconds."""

    pause: float = 0

    def __call__(self, item: int) -> int:
        time.sleep(self.pause)
        return item * item


@dataclass(frozen=True)
class Deadly:
    """End the process at some items."""

    items: tuple[int, ...]
    with_signal: bool = False

    def __call__(self, item: int) -> int:
        if item in self.items:
            if self.with_signal:
                os.kill(os.getpid(), signal.SIGKILL)
            os._exit(3)
        return item * item


class AwkwardError(Exception):
    """Can neither be pickled nor be made again from its arguments."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(f"{message}; {hint}")
        self.lambda_ = lambda: hint


@dataclass(frozen=True)
class Raising:
    """Raise at one item what cannot be pickled."""

    item: int

    def __call__(self, item: int) -> int:
        if item == self.item:
            raise AwkwardError("is odd", hint="look at it")
        return item * item


@dataclass(frozen=True)
class Counted:
    """Leave one file for each unpickling, and one with the number of a process for each that works."""

    folder: Path
    pause: float = 0
    _: Any = field(default=None)

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        (self.folder / f"unpickled-{uuid4().hex}").touch()

    def __call__(self, item: int) -> int:
        (self.folder / f"pid-{os.getpid()}").touch()
        (self.folder / f"item-{item}").touch()
        time.sleep(self.pause)
        return item * item

    @property
    def unpicklings(self) -> int:
        return len(list(self.folder.glob("unpickled-*")))

    @property
    def pids(self) -> set[int]:
        return {int(file.name.removeprefix("pid-")) for file in self.folder.glob("pid-*")}

    @property
    def items(self) -> int:
        return len(list(self.folder.glob("item-*")))


@dataclass(frozen=True)
class Unopenable:
    """Refuse to be unpickled."""

    _: Any = field(default=None)

    def __setstate__(self, state: object) -> None:
        raise ValueError("the set-up is broken")

    def __call__(self, item: int) -> int:
        return item


@dataclass(frozen=True)
class Large:
    """Give much, for no time: a process that is killed is likely to be writing."""

    def __call__(self, item: int) -> bytes:
        return bytes([item % 256]) * 500_000


@dataclass(frozen=True)
class Overlapping:
    """Tell whether two calls of one process overlap."""

    def __call__(self, item: int) -> bool:
        _AT_WORK.append(item)
        time.sleep(0.001)
        alone = len(_AT_WORK) == 1
        _AT_WORK.remove(item)
        return alone


_AT_WORK: list[int] = []
