"""Who may ask, and the headers of each answer."""

from __future__ import annotations

import socket

import httpx
import pytest

from .conftest import Server

FRIEND = "https://friend.example"
STRANGER = "https://stranger.example"
PATHS = ["/", "/sparql", "/sparql?query=ASK%20%7B", "/sparql?query=ASK%20%7B%7D", "/nowhere", "/static/nowhere.js"]


def kind(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
@pytest.mark.parametrize("path", PATHS)
def test_each_answer_has_the_headers(path: str, method: str, server: Server) -> None:
    answer = server.client.request(method, path)
    policy = answer.headers["content-security-policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "http" not in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_this_machine_is_known_by_its_names(host: str, server: Server) -> None:
    assert server.client.get("/", headers={"Host": f"{host}:{server.port}"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/sparql?query=ASK%20%7B%7D", "/static/x.js"])
@pytest.mark.parametrize(
    "host", ["rebound.example", "localhost.rebound.example", "localhost:1", "127.0.0.1:1", "localhost", "", "::1"]
)
def test_another_host_is_refused(host: str, path: str, server: Server) -> None:
    host = f"{host}:{server.port}" if host.endswith("example") else host

    assert kind(server.client.get(path, headers={"Host": host})) == (421, "host-refused")


def test_two_hosts_are_refused(server: Server) -> None:
    request = f"GET / HTTP/1.1\r\nHost: localhost:{server.port}\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(request.encode())
        status = connection.makefile("rb").readline().split()[1]

    assert status in {b"400", b"421"}


@pytest.mark.parametrize("origin", [STRANGER, "null", "http://localhost:1", "https://friend.example.stranger.example"])
def test_a_post_of_another_site_is_refused(origin: str, server: Server) -> None:
    assert kind(server.ask("ASK {}", Origin=origin)) == (403, "origin-refused")


def test_a_post_of_our_own_page_is_answered(server: Server) -> None:
    answer = server.ask("ASK {}", Origin=server.url, **{"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_post_of_our_own_page_behind_a_proxy_is_answered(scheme: str, server: Server) -> None:
    host = f"localhost:{server.port}"
    same = server.ask("ASK {}", Host=host, Origin=f"{scheme}://{host}", **{"Sec-Fetch-Site": "same-origin"})
    other = server.ask("ASK {}", Host=host, Origin=f"{scheme}://127.0.0.1:{server.port}")

    assert same.status_code == 200
    assert kind(other) == (403, "origin-refused")


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("kg.example", "https://kg.example", 200),
        ("KG.example:443", "https://kg.example", 200),
        ("kg.example:80", "http://kg.example", 200),
        ("kg.example:8443", "https://kg.example:8443", 200),
        ("kg.example:8443", "https://kg.example", 403),
        ("kg.example", "https://kg.example.org", 403),
    ],
)
def test_the_origin_of_a_name_that_is_allowed(host: str, origin: str, status: int, server: Server) -> None:
    assert server.ask("ASK {}", Host=host, Origin=origin).status_code == status


@pytest.mark.parametrize(
    ("path", "cached"),
    [
        ("/", "no-cache"),
        ("/sparql?query=ASK%20%7B%7D", "no-cache"),
        ("/static/explorer.css", "no-cache"),
        ("/sparql?query=ASK", "no-store"),
    ],
)
def test_a_browser_asks_again(path: str, cached: str, server: Server) -> None:
    answer = server.client.get(path)

    assert answer.headers["cache-control"] == cached
    if path.startswith("/static"):
        again = server.client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.headers["cache-control"]) == (304, cached)


def test_a_get_of_another_site_gets_no_permission_to_read(server: Server) -> None:
    answer = server.client.get("/sparql?query=ASK%20%7B%7D", headers={"Origin": STRANGER})

    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize(
    ("mode", "target", "status"),
    [
        ("navigate", "document", 200),
        ("navigate", "iframe", 403),
        ("no-cors", "image", 403),
        ("no-cors", "script", 403),
        ("cors", "empty", 403),
    ],
)
def test_what_another_site_asks_is_refused_except_a_visit(
    site: str, mode: str, target: str, status: int, server: Server
) -> None:
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": target}

    assert server.client.get("/", headers=headers).status_code == status


def test_a_form_that_another_site_sends_is_refused(server: Server) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    assert kind(server.client.post("/sparql", data={"query": "ASK {}"}, headers=headers)) == (403, "origin-refused")


def test_a_site_that_is_named_may_ask_and_read(server: Server) -> None:
    answer = server.ask("ASK {}", Origin=FRIEND, **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"})

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == FRIEND
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert {"Accept", "Origin"} <= set(answer.headers["vary"].split(", "))


def test_a_site_that_is_named_may_not_read_pages(server: Server) -> None:
    answer = server.client.get("/", headers={"Origin": FRIEND, "Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(("origin", "status"), [(FRIEND, 204), (STRANGER, 403), ("null", 403)])
def test_preflight(origin: str, status: int, server: Server) -> None:
    headers = {
        "Origin": origin,
        "Sec-Fetch-Site": "cross-site",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
        "Access-Control-Request-Private-Network": "true",
    }
    answer = server.client.options("/sparql", headers=headers)

    assert answer.status_code == status
    assert answer.headers.get("access-control-allow-origin") == (FRIEND if status == 204 else None)
    assert ("POST" in answer.headers.get("access-control-allow-methods", "")) == (status == 204)
    assert ("access-control-allow-private-network" in answer.headers) == (status == 204)


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%00"])
def test_no_file_beside_the_static_ones_is_sent(path: str, server: Server) -> None:
    answer = server.client.get(path)

    assert answer.status_code in {400, 404}
    assert "Starlette" not in answer.text
