"""What the client does when a server is busy, breaks off, redirects, or asks who it is: against a real HTTP server."""

from __future__ import annotations

import base64
import hashlib
import re
import socket
import time
from email.utils import formatdate
from pathlib import Path
from unittest.mock import Mock

import httpx
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import LoadError
from kg.loading import connect
from kg.loading.client import Client, RefusedError
from kg.loading.credentials import Credentials, credentials
from kg.loading.stores import STORES
from kg.loading.transport import Patience

from .conftest import CUT, NOW, Answer, Recorder, free_port, without_credentials

SECRET, TOKEN, RIGHT = "s3cret", "t0ken", "right"
OK: Answer = (204, {}, b"")


@pytest.mark.parametrize("status", [429, 502, 503, 504, CUT])
def test_a_busy_server_is_asked_again_after_growing_pauses(recorder: Recorder, status: int) -> None:
    recorder.answers = [(status, {}, b"")] * 3 + [OK]

    with recorder.client() as client:
        client.put("urn:g", b"<urn:a> <urn:b> <urn:c> .\n")

    assert recorder.waits == [0.5, 1.0, 2.0]
    assert {body for *_, body in recorder.asked} == {b"<urn:a> <urn:b> <urn:c> .\n"}


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("7", 7.0),
        (formatdate(NOW + 9, usegmt=True), 9.0),
        (formatdate(NOW - 9, usegmt=True), 0.5),
        ("0", 0.5),
        ("00000000000000030", 30.0),
        ("soon", 0.5),
    ],
)
def test_retry_after_is_honoured(recorder: Recorder, value: str, wait: float) -> None:
    recorder.answers = [(503, {"Retry-After": value}, b""), OK]

    with recorder.client() as client:
        client.delete("urn:g")

    assert recorder.waits == [wait]


def test_a_server_that_wants_an_hour_is_not_waited_for(recorder: Recorder) -> None:
    recorder.answers = [(503, {"Retry-After": "3600"}, b"maintenance")]

    with recorder.client() as client, pytest.raises(LoadError, match="not ready: HTTP 503: maintenance; load again"):
        client.get("urn:g")

    assert recorder.waits == []


@pytest.mark.parametrize(("status", "words"), [(503, "not ready"), (CUT, "cannot be reached")])
def test_tries_end(recorder: Recorder, status: int, words: str) -> None:
    recorder.answers = [(status, {}, b"")]

    with recorder.client(tries=3) as client, pytest.raises(LoadError, match=words):
        client.get("urn:g")

    assert len(recorder.asked) == 3


def test_a_server_that_never_answers_is_given_up(recorder: Recorder) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = httpx.URL(f"http://127.0.0.1:{silent.getsockname()[1]}/")
        patience = Patience(timeout=0.2, tries=2, sleep=recorder.waits.append)
        with Client(url, STORES["gsp"], patience=patience) as client, pytest.raises(LoadError, match="timed out"):
            client.put("urn:g", b"x")

    assert recorder.waits == [0.5]


@pytest.mark.parametrize("status", [400, 413, 500])
def test_a_refusal_is_one_short_line_without_markup_control_characters_and_secrets(
    recorder: Recorder, status: int
) -> None:
    body = "<!DOCTYPE html><html><head><title>x</title></head>\n<body><h1>Bad\x1b[31m</h1> s3cret " + "long " * 99
    recorder.answers = [(status, {"Content-Type": "text/html"}, body.encode())]

    with recorder.client(Credentials(token=SECRET)) as client, pytest.raises(RefusedError) as caught:
        client.put("urn:g", b"")

    text = str(caught.value)
    assert text.startswith(f"urn:g: the store refuses the graph: HTTP {status}: Bad [31m … long long")
    assert len(caught.value.message) < 220
    assert "\x1b" not in text


@pytest.mark.parametrize("method", ["get", "head", "delete"])
def test_another_status_is_a_refusal(recorder: Recorder, method: str) -> None:
    recorder.answers = [(500, {}, b"")]

    with recorder.client() as client, pytest.raises(RefusedError, match="HTTP 500;"):
        getattr(client, method)("urn:g")


@pytest.mark.parametrize("status", [404, 405, 501])
def test_an_address_that_takes_no_graphs_ends_the_load_with_what_to_give(recorder: Recorder, status: int) -> None:
    recorder.answers = [(status, {}, b"")]

    with (
        recorder.client() as client,
        pytest.raises(LoadError, match=r"takes no graphs .*; give --to the server's root"),
    ):
        client.put("urn:g", b"")


def test_a_bearer_token_is_sent_from_the_first_request(recorder: Recorder) -> None:
    recorder.answers = [OK]

    with recorder.client(Credentials(token=TOKEN)) as client:
        client.delete("urn:g")

    assert [headers["authorization"] for _, _, headers, _ in recorder.asked] == ["Bearer t0ken"]


def test_basic_is_sent_when_it_is_asked_for_and_then_at_once(recorder: Recorder) -> None:
    wanted = "Basic " + base64.b64encode(b"me:p\xc3\xa4ss").decode()

    def choose(headers: dict[str, str]) -> Answer:
        known = headers.get("authorization") == wanted
        return OK if known else (401, {"WWW-Authenticate": 'Basic realm="kg"'}, b"")

    recorder.choose = choose
    with recorder.client(Credentials("me", "päss")) as client:
        client.put("urn:g", b"")
        client.put("urn:h", b"")

    assert [headers.get("authorization") for _, _, headers, _ in recorder.asked] == [None, wanted, wanted]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _digest_is_right(header: str, method: str, user: str, password: str) -> bool:
    found = dict(re.findall(r'(\w+)="?([^",]*)"?', header))
    one, two = _md5(f"{user}:{found['realm']}:{password}"), _md5(f"{method}:{found['uri']}")
    middle = f"{found['nonce']}:{found['nc']}:{found['cnonce']}:{found['qop']}"
    return str(found["response"]) == _md5(f"{one}:{middle}:{two}")


@pytest.mark.parametrize("password", ["right", "wrong"])
def test_digest_comes_before_basic_and_a_wrong_password_is_told_without_it(recorder: Recorder, password: str) -> None:
    def choose(headers: dict[str, str]) -> Answer:
        given = headers.get("authorization", "")
        if given.startswith("Digest ") and _digest_is_right(given, headers[":method"], "me", "right"):
            return OK
        return 401, {"WWW-Authenticate": 'Digest realm="kg", nonce="n", qop="auth", algorithm=MD5'}, b""

    recorder.choose = choose
    with recorder.client(Credentials("me", password)) as client:
        if password == RIGHT:
            client.put("urn:g", b"")
        else:
            with pytest.raises(LoadError, match=r"refuses the credentials \(HTTP 401\)") as caught:
                client.put("urn:g", b"")
            assert "wrong" not in str(caught.value)

    assert not any("basic" in headers.get("authorization", "").lower() for _, _, headers, _ in recorder.asked)


def test_an_unknown_challenge_is_not_answered(recorder: Recorder) -> None:
    recorder.answers = [(401, {"WWW-Authenticate": "Negotiate"}, b"")]

    with (
        recorder.client(Credentials("me", "pass")) as client,
        pytest.raises(LoadError, match="refuses the credentials"),
    ):
        client.get("urn:g")

    assert all("authorization" not in headers for _, _, headers, _ in recorder.asked)


@pytest.mark.parametrize("digest", [True, False])
def test_the_schemes_of_one_header_are_told_apart(recorder: Recorder, digest: bool) -> None:
    offered = 'Negotiate, Basic realm="x, y"' + (', Digest realm="kg", nonce="n", qop="auth"' if digest else "")
    recorder.choose = lambda headers: OK if "authorization" in headers else (401, {"WWW-Authenticate": offered}, b"")

    with recorder.client(Credentials("me", "pass")) as client:
        client.put("urn:g", b"")

    sent = [headers.get("authorization", "").partition(" ")[0] for _, _, headers, _ in recorder.asked]
    assert sent == ["", "Digest" if digest else "Basic"]


@pytest.mark.parametrize(
    ("known", "echo"),
    [
        (Credentials("joe", "pa55 word"), "Basic am9lOnBhNTUgd29yZA=="),
        (Credentials("joe", 'p"x<'), 'p"x< p\\"x< p&quot;x&lt; p%22x%3C'),
        (Credentials("joe", "a  secret  pw"), "a  secret  pw a secret pw"),
        (Credentials("joe", "pässé"), "p\\u00e4ss\\u00e9 p%C3%A4ss%C3%A9"),
        (Credentials(token="t0ken+/="), "t0ken+/= t0ken%2B%2F%3D"),  # noqa: S106 - no secret
    ],
)
def test_a_secret_that_a_server_repeats_is_hidden_as_it_escapes_it(
    recorder: Recorder, known: Credentials, echo: str
) -> None:
    recorder.answers = [(400, {}, f"no: {echo}".encode())]

    with recorder.client(known) as client, pytest.raises(RefusedError) as caught:
        client.put("urn:g", b"")

    assert not set(caught.value.message.rpartition("no: ")[2]) - set("… Basic")


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Encoding": "gzip"}, b"no gzip"),
        (307, {"Location": "//[::1"}, b""),
        *(
            (401, {"WWW-Authenticate": f"Digest {rest}"}, b"")
            for rest in (
                'realm="x", nonce="n", algorithm=SHA-999',
                'realm="x", nonce="n", qop="auth-int"',
                ",",
                'realm="x"',
            )
        ),
    ],
)
def test_an_answer_that_cannot_be_understood_is_one_line_and_not_asked_for_again(
    recorder: Recorder, answer: Answer
) -> None:
    recorder.answers = [answer]

    with recorder.client(Credentials("me", "s3cret")) as client, pytest.raises(LoadError, match="understood") as caught:
        client.get("urn:g")

    assert str(caught.value).isprintable()
    assert len(recorder.asked) == 1


@pytest.mark.parametrize("charset", ["rot13", "hex", "utf-7"])
def test_a_refusal_in_a_strange_character_set_is_a_refusal(recorder: Recorder, charset: str) -> None:
    recorder.answers = [(400, {"Content-Type": f"text/plain; charset={charset}"}, b"why \xff not")]

    with recorder.client() as client, pytest.raises(RefusedError, match="HTTP 400: why � not"):
        client.get("urn:g")


def test_a_refusal_of_much_markup_is_told_at_once(recorder: Recorder) -> None:
    recorder.answers = [(400, {}, b"<html>" + b"<head " * 200_000)]
    started = time.monotonic()

    with recorder.client() as client, pytest.raises(RefusedError):
        client.get("urn:g")

    assert time.monotonic() - started < 5


def test_an_answer_without_an_end_is_given_up(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.loading.transport._LARGEST", 1 << 20)
    recorder.answers = [(200, {}, b"x" * (1 << 20) + b"x")]

    with recorder.client() as client, pytest.raises(LoadError, match="answers with more than 1 MiB"):
        client.get("urn:g")


@pytest.mark.parametrize(
    ("name", "value"),
    [("ALL_PROXY", "socks5h://me:s3cret@h:1"), ("HTTPS_PROXY", "me:s3cret"), ("SSL_CERT_FILE", "/no/such/file")],
)
def test_an_environment_that_cannot_be_used_is_one_line(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(LoadError, match="the proxy or the certificates") as caught:
        connect("https://example.org/", "gsp")

    assert "s3cret" not in str(caught.value)
    recorder.answers = [OK]
    with recorder.client() as client:
        client.delete("urn:g")


def test_a_proxy_is_not_asked_for_this_machine(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    recorder.answers = [OK]

    with recorder.client(Credentials(token=TOKEN)) as client:
        client.delete("urn:g")

    assert len(recorder.asked) == 1


def test_a_certificate_that_is_not_trusted_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    error = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed (_ssl.c:1006)")
    waits: list[float] = []
    monkeypatch.setattr(httpx.Client, "stream", Mock(side_effect=error))

    with (
        Client(httpx.URL("https://h/"), STORES["gsp"], patience=Patience(sleep=waits.append)) as client,
        pytest.raises(LoadError, match=r"not trusted.*SSL_CERT_FILE"),
    ):
        client.get("urn:g")

    assert waits == []


def test_without_a_home_there_is_no_netrc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "home", Mock(side_effect=RuntimeError))

    assert credentials("h", {}) == Credentials()


def test_a_redirect_of_the_same_origin_is_followed_with_the_body(recorder: Recorder) -> None:
    recorder.answers = [(308, {"Location": "/other?graph=urn:g"}, b""), OK]

    with recorder.client() as client:
        client.put("urn:g", b"body")

    assert [(method, path, body) for method, path, _, body in recorder.asked][1] == (
        "PUT",
        "/other?graph=urn:g",
        b"body",
    )


@pytest.mark.parametrize(
    "place", ["http://localhost:1/store", "https://127.0.0.1/", "http://u:s3cret@127.0.0.1:1/x?y=z"]
)
def test_a_redirect_to_another_origin_is_refused(recorder: Recorder, place: str) -> None:
    recorder.answers = [(307, {"Location": place}, b"")]

    with recorder.client(Credentials(token=TOKEN)) as client, pytest.raises(LoadError) as caught:
        client.put("urn:g", b"")

    assert "sends to another address" in str(caught.value)
    assert not re.search("s3cret|t0ken|y=z", str(caught.value))


@pytest.mark.parametrize(("status", "place"), [(307, "/store"), (302, "/other"), (307, "http://[")])
def test_a_redirect_that_leads_nowhere_is_an_error(recorder: Recorder, status: int, place: str) -> None:
    recorder.answers = [(status, {"Location": place}, b"")]

    with (
        recorder.client() as client,
        pytest.raises(LoadError, match=r"(?:in circles|cannot be reached|another address)"),
    ):
        client.put("urn:g", b"")


def test_a_token_comes_before_a_user_and_a_user_before_netrc(tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine h login nme password npass\n", encoding="utf-8")
    user = {"NETRC": str(netrc), "KG_LOAD_USER": "me", "KG_LOAD_PASSWORD": "pass"}

    assert credentials("h", {**user, "KG_LOAD_TOKEN": TOKEN}) == Credentials(token=TOKEN)
    assert credentials("h", user) == Credentials("me", "pass")
    assert credentials("h", {"NETRC": str(netrc)}) == Credentials("nme", "npass")
    assert credentials("other", {"NETRC": str(netrc)}) == Credentials()
    assert credentials("h", {"NETRC": str(tmp_path / "none")}) == Credentials()


def test_a_broken_netrc_is_told_without_what_it_says(tmp_path: Path) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine h login me s3cret\n", encoding="utf-8")

    with pytest.raises(LoadError, match=r"cannot be read as \.netrc") as caught:
        credentials("h", {"NETRC": str(netrc)})

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("token", ["s3cret\nX: y", "s3cret  ", " s3cret", "s3cret\t", "s3cret\x7f", "s3cr\xe9t"])
def test_a_token_of_two_words_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(LoadError, match="KG_LOAD_TOKEN is no token") as caught:
        credentials("h", {"KG_LOAD_TOKEN": token})

    assert "s3cr" not in str(caught.value)


def test_secrets_are_not_in_a_repr() -> None:
    assert "s3cret" not in repr(Credentials("s3cret", "s3cret", "s3cret"))


@pytest.mark.parametrize("address", ["http://me:s3cret@localhost:7878/", "http://s3cret@localhost/", "https://@h/"])
def test_an_address_with_credentials_is_refused_without_repeating_them(address: str) -> None:
    result = CliRunner().invoke(main, ["load", __file__.replace(".py", ".ttl"), "--to", address])
    with pytest.raises(LoadError, match="holds credentials") as caught:
        connect(address)

    assert "s3cret" not in result.output + str(caught.value)


@pytest.mark.parametrize("address", ["ftp://h/", "localhost:7878", "http://", "http://[", "nonsense", "http://h:x/"])
def test_what_is_no_address_is_told(address: str) -> None:
    with pytest.raises(LoadError, match="the address of the store is no"):
        connect(address)


def test_the_answer_tells_the_store_even_where_it_denies(recorder: Recorder) -> None:
    recorder.answers = [(401, {"Server": "x", "Fuseki-Request-Id": "7"}, b"")]

    client = connect(f"{recorder.url}/kg/sparql?query=x")

    assert client.store.name == "fuseki"
    assert str(client.url) == f"{recorder.url}/kg/data"
    assert [method for method, *_ in recorder.asked] == ["HEAD"]


def test_an_address_without_the_dataset_is_told(recorder: Recorder) -> None:
    recorder.answers = [(200, {"Fuseki-Request-Id": "7"}, b"")]

    with pytest.raises(LoadError, match="does not tell the graph store of fuseki; give --to the address of a dataset"):
        connect(recorder.url)


def test_a_server_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    without_credentials(monkeypatch, tmp_path)
    waits: list[float] = []

    with pytest.raises(LoadError, match="cannot be reached") as caught:
        connect(f"http://127.0.0.1:{free_port()}/", patience=Patience(sleep=waits.append))

    assert waits == [0.5, 1.0, 2.0, 4.0, 8.0]
    assert "\n" not in str(caught.value)
