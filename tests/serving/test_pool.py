"""The pool: worker processes that are asked, ended and replaced, and an event loop that never waits."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from openers import open_nothing, open_tricks

from kg.serving.asking import problem, respond
from kg.serving.messages import Answer
from kg.serving.pool import Busy, Died, Failed, Limits, Pool, PoolError, TimedOut
from kg.serving.problems import Kind, Problem

MEGABYTE = 1024 * 1024


def within(limits: Limits, scenario: Callable[[Pool], Awaitable[Any]]) -> Any:
    """Return what a scenario returns in which a pool runs; all its processes have ended then."""

    async def run() -> Any:
        pool = Pool(open_tricks, "a folder", limits)
        try:
            await pool.start()
            return await scenario(pool)
        finally:
            pids = pool.pids()
            await pool.close()
            assert not [pid for pid in pids if is_alive(pid)]

    return asyncio.run(run())


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def said(pool: Pool, name: str, value: object = None) -> str:
    return (await pool.run((name, value))).body.decode()


def test_a_worker_answers_from_the_store_in_the_folder() -> None:
    answer = within(Limits(1, 60, 9), lambda pool: pool.run(("echo", "ü")))

    assert (answer.status, answer.body.decode(), answer.headers) == (200, "ü", (("folder", "a folder"),))


def test_a_request_that_takes_too_long_is_ended_and_the_next_one_answered() -> None:
    async def scenario(pool: Pool) -> tuple[str, str]:
        first = await said(pool, "pid")
        pool.limits = Limits(1, 0.2, 9)
        with pytest.raises(TimedOut):
            await pool.run(("sleep", 600))
        pool.limits = Limits(1, 60, 9)
        return first, await said(pool, "pid")

    first, second = within(Limits(1, 60, 9), scenario)

    assert first != second


def test_others_go_on_while_a_worker_dies() -> None:
    async def scenario(pool: Pool) -> list[Any]:
        requests = [pool.run(("sleep", 0.5)), pool.run(("exit", 3)), pool.run(("echo", 1)), pool.run(("echo", 2))]
        return list(await asyncio.gather(*requests, return_exceptions=True))

    answers = within(Limits(2, 60, 9), scenario)

    assert isinstance(answers[1], Died)
    assert [answer.body for index, answer in enumerate(answers) if index != 1] == [b"None", b"1", b"2"]


def test_a_worker_that_is_killed_in_the_middle_of_a_request_is_replaced() -> None:
    async def scenario(pool: Pool) -> str:
        with pytest.raises(Died):
            await pool.run(("kill", signal.SIGKILL))
        return await said(pool, "echo", "after")

    assert within(Limits(1, 60, 9), scenario) == "after"


def test_a_request_that_is_cancelled_ends_its_worker() -> None:
    async def scenario(pool: Pool) -> str:
        asked = asyncio.create_task(pool.run(("sleep", 600)))
        await asyncio.sleep(0.2)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        return await said(pool, "echo", "after")

    assert within(Limits(1, 60, 9), scenario) == "after"


def test_requests_above_those_that_may_wait_are_refused() -> None:
    async def scenario(pool: Pool) -> list[Any]:
        requests = [pool.run(("sleep", 0.3)) for _ in range(4)]
        return list(await asyncio.gather(*requests, return_exceptions=True))

    answers = within(Limits(1, 60, 2), scenario)

    assert sum(isinstance(answer, Busy) for answer in answers) == 1


def test_a_request_that_waited_too_long_is_refused() -> None:
    async def scenario(pool: Pool) -> str:
        asked = asyncio.create_task(pool.run(("sleep", 600)))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await pool.run(("echo", 1))
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        pool.limits = Limits(1, 600, 9)
        return await said(pool, "echo", "next")

    assert within(Limits(1, 600, 9, patience=0.2), scenario) == "next"


@pytest.mark.parametrize("trick", [("sleep", 0.5), ("raise", "odd"), ("exit", 1)])
def test_a_worker_that_finishes_outlives_its_client(trick: tuple[str, Any], capfd: pytest.CaptureFixture[str]) -> None:
    async def scenario(pool: Pool) -> bool:
        before = int(await said(pool, "pid"))
        for _ in range(6):
            asked = asyncio.create_task(pool.run(trick))
            await asyncio.sleep(0)
            asked.cancel()
            await asyncio.gather(asked, return_exceptions=True)
        for _ in range(4):
            await said(pool, "pid")
        return is_alive(before)

    assert within(Limits(1, 60, 9, finishing=True), scenario) == (trick[0] != "exit")
    capfd.readouterr()


def test_a_worker_that_finishes_ends_with_the_pool() -> None:
    async def scenario(pool: Pool) -> None:
        asked = asyncio.create_task(pool.run(("sleep", 600)))
        await asyncio.sleep(0.1)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)

    within(Limits(1, 600, 9, finishing=True), scenario)


class Client:
    """What an application sends to, which takes so many messages and no more."""

    def __init__(self, messages: int) -> None:
        self.sent: list[Any] = []
        self.reads = asyncio.Semaphore(messages)

    async def send(self, message: Any) -> None:
        await self.reads.acquire()
        self.sent.append(message)

    async def take(self, answer: Answer) -> bytes:
        async def receive() -> Any:
            raise AssertionError

        await respond(answer)({"type": "http", "method": "GET"}, receive, self.send)
        return b"".join(message.get("body", b"") for message in self.sent)


def test_answers_that_wait_for_slow_clients_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serving.asking._UNSENT", 1_000_000)
    body = os.urandom(600_000)
    answer = Answer(200, "text/plain", body)

    async def scenario() -> None:
        slow, second, third = Client(0), Client(99), Client(99)
        waiting = asyncio.create_task(slow.take(answer))
        await asyncio.sleep(0)
        with pytest.raises(Problem, match="slowly") as caught:
            await second.take(answer)
        assert caught.value.kind is Kind.BUSY
        assert second.sent == []
        assert await second.take(Answer(200, "text/plain", b"small")) == b"small"
        for _ in range(99):
            slow.reads.release()
        assert await waiting == body
        assert await third.take(answer) == body
        assert max(len(message.get("body", b"")) for message in third.sent) < 100_000

    asyncio.run(scenario())


def test_a_client_that_takes_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.serving.asking._STALL", 0.05)
    monkeypatch.setattr("kg.serving.asking._UNSENT", 1_000_000)

    async def scenario() -> None:
        for _ in range(2):
            assert 0 < len(await Client(3).take(Answer(200, "text/plain", bytes(600_000)))) < 600_000

    asyncio.run(scenario())


def test_an_exception_ends_no_worker(capfd: pytest.CaptureFixture[str]) -> None:
    async def scenario(pool: Pool) -> bool:
        before = int(await said(pool, "pid"))
        with pytest.raises(Failed, match="ValueError: odd"):
            await pool.run(("raise", "odd"))
        return is_alive(before)

    assert within(Limits(1, 60, 9), scenario)
    assert "ValueError: odd" in capfd.readouterr().err


def test_the_event_loop_goes_on_while_workers_work() -> None:
    async def scenario(pool: Pool) -> int:
        asked = asyncio.create_task(pool.run(("sleep", 1)))
        turns = 0
        while not asked.done():
            await asyncio.sleep(0.01)
            turns += 1
        return turns

    assert within(Limits(1, 60, 9), scenario) > 3


def test_a_store_that_cannot_be_opened_is_told() -> None:
    async def run() -> None:
        pool = Pool(open_nothing, "a folder", Limits(1, 60, 9))
        try:
            await pool.start()
        finally:
            await pool.close()

    with pytest.raises(Failed, match="no store here"):
        asyncio.run(run())


def test_workers_let_others_go_first() -> None:
    assert within(Limits(1, 60, 9, niceness=5), lambda pool: said(pool, "niceness")) == str(os.nice(0) + 5)


def test_a_worker_has_no_network_where_the_system_allows_it() -> None:
    async def scenario(pool: Pool, port: int) -> tuple[bool, str]:
        return pool.offline, await said(pool, "connect", port)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        offline, answer = within(Limits(1, 60, 9), lambda pool: scenario(pool, port))

    if not offline:
        pytest.skip("this system has no namespaces for this user")
    assert answer.startswith("refused: ")


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="the limit is Linux's")
def test_a_request_that_takes_too_much_memory_fails_alone(capfd: pytest.CaptureFixture[str]) -> None:
    async def scenario(pool: Pool) -> str:
        with pytest.raises((Failed, Died)):
            await pool.run(("fill", 1024 * MEGABYTE))
        return await said(pool, "fill", MEGABYTE)

    assert within(Limits(1, 60, 9, memory=512 * MEGABYTE), scenario) == str(MEGABYTE)
    capfd.readouterr()


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (Busy(), 503, "wait for an answer"),
        (TimedOut(), 504, "after 2.5 seconds"),
        (Died(), 500, "others go on"),
        (Failed("ValueError: odd"), 500, "ValueError: odd"),
        (PoolError(), 500, "no answer"),
    ],
)
def test_what_a_client_is_told(error: PoolError, status: int, words: str) -> None:
    answer = problem(error, 2.5).answer()

    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert words in answer.body.decode()
    assert (("Retry-After", "5") in answer.headers) == (status == 503)
