"""What goes between the web server and its worker processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker answers: an HTTP status, a media type with its charset, the body, and further headers."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


Handler = Callable[[Any], Answer]
"""Answers one request after the other in a worker; what it raises becomes a problem document."""

Opener = Callable[[str], Handler]
"""Opens the store in the folder that it gets and returns the handler; a function of a module, so that a process can
import it."""
