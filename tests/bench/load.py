"""wrk, and single requests with all their headers."""

import http.client
import re
import subprocess
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

SECONDS = 1
CONNECTIONS = 16


class Unexpected(AssertionError):
    """A server answered with something else than was to be measured."""


@dataclass(frozen=True)
class Fetched:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    first_byte: float
    """Seconds until the status line was there."""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def fetch(address: str, headers: dict[str, str] | None = None) -> Fetched:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=120)
    began = time.perf_counter()
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection.putrequest("GET", target, skip_accept_encoding=True)  # as wrk sends it
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    first_byte = time.perf_counter() - began
    body = answer.read()
    connection.close()
    return Fetched(answer.status, answer.getheaders(), body, first_byte)


def wait_for(address: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fetch(address)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def per_second(address: str, headers: dict[str, str], *, status: int) -> float:
    """Answers a second of that status."""
    probe = fetch(address, headers)
    if probe.status != status:
        raise Unexpected(f"{address} answers {probe.status} instead of {status}")
    told = [f"-H{name}: {value}" for name, value in headers.items()]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--timeout", "20s", *told, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise Unexpected(f"{address}:\n{said}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None:
        raise Unexpected(said)
    return float(found.group(1))
