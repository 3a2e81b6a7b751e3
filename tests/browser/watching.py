"""What a page must not do: ask elsewhere, fail, open a dialogue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request, WebSocket

_STATUS = re.compile(r"Failed to load resource: the server responded with a status of [45]\d\d")
"""What Chromium itself writes on the console for an answer that is an error."""


@dataclass
class Watch:
    """Takes down what the pages of a context did that they must not do.

    Args:
        own: What the addresses that they may ask begin with.
    """

    own: Sequence[str]
    requests: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch a context, and let none of its requests leave."""
        context.on("request", self._asked)
        context.on("requestfailed", lambda request: self.failures.append(f"{request.url}: {request.failure}"))
        context.on("console", self._wrote)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("dialog", self._spoke)
        context.on("page", self._opened)
        names = "|".join(re.escape(each) for each in self._names())
        context.route(re.compile(rf"^(?!(?:{names}))"), lambda route: route.abort())

    def _names(self) -> tuple[str, ...]:
        return (*self.own, *(f"blob:{each}" for each in self.own), "data:")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        if not request.url.startswith(self._names()):
            self.faults.append(f"asked elsewhere: {request.url}")

    def _wrote(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _STATUS.match(message.text):
            self.faults.append(f"wrote: {message.text}")

    def _spoke(self, dialog: Dialog) -> None:
        self.faults.append(f"opened a dialogue: {dialog.message}")
        dialog.dismiss()

    def _opened(self, page: Page) -> None:
        page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        self.faults.append(f"opened a socket: {socket.url}")
