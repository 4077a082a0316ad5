"""Who may ask: Host, Origin, token; what goes out with every answer; nothing outside the built page is ever served."""

import asyncio
import socket

import httpx
import pytest
from starlette.applications import Starlette
from tests.server.live import Live, running

from corridor import load
from corridor.server.guard import MOST_BYTES, Door, is_loopback
from corridor.server.page import page_routes

PATHS = ("/", "/api/scenario", "/api/openapi.json", "/nothing", "/api/runs/x/events")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1"]
)
@pytest.mark.parametrize("path", PATHS)
def test_another_host_is_refused(live: Live, host, path):
    """A name of an attacker's that leads to this machine must not reach it."""
    for value in (host, f"{host.partition(':')[0]}:{live.port}"):
        answer = live.client.get(path, headers={"host": value})
        assert answer.status_code == 421
        assert "corridor serve" in answer.json()["message"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.0.0.2"])
def test_the_names_of_this_machine_are_known(live: Live, host):
    assert live.client.get("/api/scenario", headers={"host": f"{host}:{live.port}"}).status_code == 200
    assert live.client.get("/api/scenario", headers={"host": f"{host}:{live.port + 1}"}).status_code == 421


@pytest.mark.parametrize("host", ["", "a@127.0.0.1", "127.0.0.1:99999999", "127.0.0.1:x", "[::1", "127.0.0.1/x"])
def test_a_host_that_is_none_is_refused(live: Live, host):
    request = f"GET /api/scenario HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", live.port), timeout=30) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith((b"HTTP/1.1 421", b"HTTP/1.1 400"))
    assert b"Traceback" not in answer


def test_two_hosts_are_refused(live: Live):
    request = f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", live.port), timeout=30) as connection:
        connection.sendall(request)
        assert connection.recv(65536).startswith((b"HTTP/1.1 421", b"HTTP/1.1 400"))


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1", ""])
def test_another_origin_is_refused(live: Live, origin):
    answer = live.client.post("/api/runs", json={}, headers={"origin": origin})
    assert answer.status_code == 403
    assert live.client.get("/api/scenario", headers={"origin": origin}).status_code == 403


def test_the_page_itself_may_ask(live: Live):
    origin = f"http://127.0.0.1:{live.port}"
    headers = {"origin": origin, "sec-fetch-site": "same-origin"}
    assert live.client.post("/api/runs", json={"members": 4}, headers=headers).status_code == 202


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_may_link_to_the_page_and_do_no_more(live: Live, site):
    headers = {"sec-fetch-site": site, "sec-fetch-mode": "navigate"}
    assert live.client.get("/", headers=headers).status_code == 200
    assert live.client.get("/api/scenario", headers=headers).status_code == 403


@pytest.mark.parametrize("path", PATHS)
def test_no_other_site_is_ever_allowed_to_read(live: Live, path):
    answer = live.client.get(path, headers={"origin": f"http://127.0.0.1:{live.port}"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]
    answer = live.client.request("OPTIONS", path, headers={"access-control-request-method": "POST"})
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_forbids_what_comes_from_elsewhere(live: Live, path):
    headers = live.client.get(path).headers
    policy = dict(each.strip().split(" ", 1) for each in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    for name in ("script-src", "style-src", "connect-src", "font-src"):
        assert policy[name] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert "http" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


def test_refusals_have_the_headers_too(live: Live):
    assert "content-security-policy" in live.client.get("/", headers={"host": "evil.example"}).headers


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/../../app.py",
        "/%2e%2e/app.py",
        "/assets/%2e%2e/%2e%2e/app.py",
        "//etc/passwd",
        "/app.py",
        "/index.html%00.js",
        "/api/runs/..%2f..%2fscenario/events",
        "/api/runs/x/places/..%2f..%2fetc",
        "/" + "a" * 5000,
    ],
)
def test_no_path_leads_out_of_the_page(live: Live, path):
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\nConnection: close\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", live.port), timeout=30) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.split(b" ")[1] == b"404"
    for secret in (b"root:", b"create_app", b"Traceback"):
        assert secret not in answer


def test_only_files_of_the_build_are_served(tmp_path):
    static, outside = tmp_path / "static", tmp_path / "secret.js"
    (static / "assets").mkdir(parents=True)
    outside.write_text("secret")
    (static / "index.html").write_text("<!DOCTYPE html>")
    (static / "assets" / "index-1a2b.js").write_text("let x")
    (static / "notes.py").write_text("secret")
    app = Starlette(routes=page_routes(static))
    paths = ("/", "/assets/index-1a2b.js", "/notes.py", "/../secret.js", "/assets", "/assets/..%2fnotes.py")
    found = {path: ask(app, path) for path in paths}
    assert [found[path].status_code for path in paths] == [200, 200, 404, 404, 404, 404]
    assert found["/assets/index-1a2b.js"].headers["content-type"].startswith("text/javascript")
    assert "immutable" in found["/assets/index-1a2b.js"].headers["cache-control"]
    assert found["/"].headers["cache-control"] == "no-cache"


def ask(app, path):
    async def get():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
            return await client.get(path)

    return asyncio.run(get())


def test_without_a_build_the_page_says_what_to_do(tmp_path):
    answer = ask(Starlette(routes=page_routes(tmp_path)), "/")
    assert answer.status_code == 200
    assert "make serve" in answer.text
    assert "<script" not in answer.text
    assert "style=" not in answer.text


def test_large_bodies_are_refused_with_and_without_a_length(live: Live):
    large = b'{"policy": "' + b"x" * MOST_BYTES + b'"}'
    headers = {"content-type": "application/json"}
    assert live.client.post("/api/runs", content=large, headers=headers).status_code == 413
    pieces = (large[first : first + 1000] for first in range(0, len(large), 1000))
    answer = live.client.post("/api/runs", content=pieces, headers=headers)
    assert answer.status_code == 413
    assert "64 KiB" in answer.json()["message"]


@pytest.mark.parametrize("length", ["-1", "1e3", "0x10", "٣", "9" * 30])
def test_a_length_that_is_none_is_refused(live: Live, length):
    request = (
        f"POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", live.port), timeout=30) as connection:
        connection.sendall(request.encode())
        assert connection.recv(65536).split(b" ")[1] in (b"400", b"413")


def test_headers_without_end_are_cut_off(live: Live):
    with socket.create_connection(("127.0.0.1", live.port), timeout=30) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{live.port}\r\n".encode() + b"X: " + b"y" * 70_000)
        answer = connection.recv(65536)
    assert answer.split(b" ")[1] == b"400"
    assert live.client.get("/api/scenario").status_code == 200


TOKEN = "t0ken-1a_B"


@pytest.fixture(scope="module")
def open_door():
    with running(load("tutorial"), token=TOKEN, host="0.0.0.0") as live:
        yield live


class TestToken:
    """Bound elsewhere than on this machine, the address has a token."""

    def test_nothing_is_given_without_it(self, open_door):
        for path in PATHS:
            answer = open_door.client.get(path)
            assert answer.status_code == 401
            assert "token" in answer.json()["message"]
        assert open_door.client.post("/api/runs", json={}).status_code == 401

    @pytest.mark.parametrize("token", ["", "t0ken", "T0KEN-1A_b", "t0ken-1a_B ", "tökén", "\x00"])
    def test_a_wrong_one_gives_nothing(self, open_door, token):
        assert open_door.client.get("/", params={"token": token}).status_code == 401
        assert open_door.client.get("/", headers={"cookie": f"corridor_token_{open_door.port}=t0ken"}).status_code == 401

    def test_the_address_becomes_a_cookie_that_no_script_reads(self, open_door):
        with httpx.Client(base_url=str(open_door.client.base_url), trust_env=False) as client:
            answer = client.get("/", params={"token": TOKEN, "policy": "camp-half", "day": "3 4"})
            assert answer.status_code == 303
            assert answer.headers["location"] == "/?policy=camp-half&day=3+4"
            cookie = answer.headers["set-cookie"]
            assert "HttpOnly" in cookie
            assert "SameSite=strict" in cookie
            assert client.get("/").status_code == 200
            assert client.get("/api/scenario").status_code == 200
            assert client.post("/api/runs", json={"members": 4}).status_code == 202

    @pytest.mark.parametrize("other", ['prefs={"a":1}', "x", "=", "a=b=c", 'q="1;2"', "corridor_token=old", "ü=ß"])
    def test_cookies_of_other_programs_do_not_matter(self, open_door, other):
        """Cookies are of a host, not of a port: whatever else runs on this machine may have set some."""
        own = f"corridor_token_{open_door.port}={TOKEN}"
        for given in (f"{other}; {own}", f"{own}; {other}", f"{other};{own}"):
            headers = {"cookie": given.encode("latin-1")}
            assert open_door.client.get("/api/scenario", headers=headers).status_code == 200
        assert open_door.client.get("/api/scenario", headers={"cookie": other.encode("latin-1")}).status_code == 401

    def test_two_servers_on_one_machine_leave_each_other_their_cookies(self, open_door):
        with running(load("tutorial"), token="another", host="0.0.0.0") as other, httpx.Client(trust_env=False) as client:
            first, second = (f"http://127.0.0.1:{each.port}" for each in (open_door, other))
            assert client.get(f"{first}/", params={"token": TOKEN}).status_code == 303
            assert client.get(f"{second}/", params={"token": "another"}).status_code == 303
            assert client.get(f"{first}/api/scenario").status_code == 200
            assert client.get(f"{second}/api/scenario").status_code == 200

    def test_programs_may_send_it_as_a_header(self, open_door):
        headers = {"authorization": f"Bearer {TOKEN}"}
        assert open_door.client.get("/api/scenario", headers=headers).status_code == 200
        assert open_door.client.get("/api/scenario", headers={"authorization": "Bearer x"}).status_code == 401

    def test_in_the_address_it_opens_the_page_only(self, open_door):
        assert open_door.client.get("/api/scenario", params={"token": TOKEN}).status_code == 401

    def test_a_name_of_somebody_else_is_refused_all_the_same(self, open_door):
        answer = open_door.client.get("/", params={"token": TOKEN}, headers={"host": f"evil.example:{open_door.port}"})
        assert answer.status_code == 421


def test_where_the_door_is_decides_which_hosts_are_known():
    assert Door("127.0.0.1", 8000).knows("127.0.0.1:8000")
    assert not Door("127.0.0.1", 8000).knows("192.168.1.5:8000")
    assert Door("0.0.0.0", 8000).knows("192.168.1.5:8000")
    assert Door("0.0.0.0", 8000).knows(f"{socket.gethostname()}:8000")
    assert not Door("0.0.0.0", 8000).knows("evil.example:8000")
    assert Door("relief.example", 8000).knows("relief.example:8000")
    assert Door("::1", 80).knows("[::1]")
    assert not Door("127.0.0.1", 80).knows("127.0.0.1:8080")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.0.1", False),
        ("x", False),
    ],
)
def test_what_is_this_machine(host, expected):
    assert is_loopback(host) is expected
