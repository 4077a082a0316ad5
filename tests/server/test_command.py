"""`corridor serve` as a program: the address it prints, Ctrl-C, a port in use, no network."""

import os
import re
import signal
import socket
import subprocess
import sys
import time

import httpx
import pytest

from corridor.errors import RunError
from corridor.server.serve import bind

CORRIDOR = [sys.executable, "-m", "corridor"]
#: Any attempt to reach anything but this machine ends the program.
ALONE = """
import socket, sys
from corridor.cli import main
inside = socket.socket.connect
def connect(self, address):
    if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
        print("REACHED OUT", address, file=sys.stderr); import os; os._exit(99)
    return inside(self, address)
def no_names(host, *rest, **more):
    print("LOOKED UP", host, file=sys.stderr); import os; os._exit(98)
socket.socket.connect = connect
socket.getaddrinfo = no_names
sys.exit(main(sys.argv[1:]))
"""


def started(*arguments, program=CORRIDOR):
    """Returns the program and the address that it printed."""
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [*program, "serve", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    line = process.stdout.readline()
    found = re.fullmatch(r"Open (http://\S+)\n", line)
    assert found, (line, process.stderr.read() if process.poll() is not None else "")
    return process, found[1]


def stopped(process, number=signal.SIGINT):
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


@pytest.mark.slow
def test_ctrl_c_ends_it_cleanly_also_while_somebody_follows_a_run():
    process, address = started("tutorial", "--port", "0")
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        question = {"levers": [{"kind": "advice", "stay": False, "from": "2020-03-01"}], "members": 400}
        events = client.post("/api/runs", json=question).json()["events"]
        with client.stream("GET", events) as stream:
            lines = stream.iter_lines()
            next(lines)
            status, out, err = stopped(process)
    assert status == 0
    assert out == ""
    assert err.endswith("Stopped.\n")
    assert "Traceback" not in err
    with pytest.raises(httpx.ConnectError):
        httpx.get(address, trust_env=False)


@pytest.mark.slow
def test_it_needs_no_network():
    process, address = started("tutorial", "--port", "0", program=[sys.executable, "-c", ALONE])
    with httpx.Client(base_url=address, trust_env=False, timeout=120) as client:
        assert client.get("/").status_code == 200
        assert client.get("/api/scenario").json()["id"] == "tutorial"
        asked = client.post("/api/runs", json={"members": 12, "policy": "camp-half"}).json()
        with client.stream("GET", asked["events"]) as stream:
            assert "event: done" in list(stream.iter_lines())
        assert client.get(f"/api/runs/{asked['id']}/report.html").status_code == 200
    status, _, err = stopped(process)
    assert "REACHED OUT" not in err
    assert "LOOKED UP" not in err
    assert status == 0


@pytest.mark.slow
def test_elsewhere_than_here_the_address_has_a_token():
    process, address = started("tutorial", "--port", "0", "--host", "0.0.0.0")
    found = re.fullmatch(r"http://([^/:]+):(\d+)/\?token=([A-Za-z0-9_-]{20,})", address)
    assert found
    here = f"http://127.0.0.1:{found[2]}"
    try:
        assert httpx.get(f"{here}/api/scenario", trust_env=False).status_code == 401
        assert httpx.get(f"{here}/?token={found[3]}", trust_env=False).status_code == 303
    finally:
        stopped(process)


def test_a_port_in_use_is_told_plainly():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(RunError, match=rf"Port {port} on 127\.0\.0\.1 is in use.*--port 0"):
            bind("127.0.0.1", port)
        done = subprocess.run(
            [*CORRIDOR, "serve", "tutorial", "--port", str(port)], capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"corridor: Port {port} on 127.0.0.1 is in use")


@pytest.mark.parametrize(
    ("host", "said"), [("203.0.113.7", "no address of this machine"), ("256.1.1.1", "no address of this machine")]
)
def test_an_address_that_is_not_ours(host, said):
    with pytest.raises(RunError, match=said):
        bind(host, 0)


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "x"], ["--port", "-1"]])
def test_a_port_that_is_none_is_wrong_usage(arguments):
    done = subprocess.run(
        [*CORRIDOR, "serve", "tutorial", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert "at most 65535" in done.stderr


def test_an_unknown_scenario_is_told_as_everywhere():
    done = subprocess.run([*CORRIDOR, "serve", "atlantis"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "Built-in scenarios" in done.stderr


def test_a_port_that_was_just_left_can_be_taken_again():
    first = bind("127.0.0.1", 0)
    port = first.getsockname()[1]
    client = socket.create_connection(("127.0.0.1", port))
    served, _ = first.accept()
    served.close()
    client.close()
    first.close()
    time.sleep(0.05)
    bind("127.0.0.1", port).close()
