"""Sign-in slowed down: a delay that grows with each failure of an account from a network, and never locks out."""

from hashlib import sha256
from ipaddress import ip_address, ip_network

from flask import request
from flask_limiter import Limiter
from limits.storage import Storage

from app.clock import now

FREE_TRIES = 3
LONGEST = 60
FORGET_AFTER = 3600
WHOLE_ACCOUNT = 10
"""Seconds at most that failures from other networks can keep the owner of an account waiting."""


def network() -> str:
    """The asker's network: /24 or /64, so that a neighbouring address is no fresh start."""
    address = ip_address(request.remote_addr or "127.0.0.1")
    return str(ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))


limiter = Limiter(network, headers_enabled=False, in_memory_fallback_enabled=True)


def seconds_to_wait(email: str) -> int:
    """How long this network must wait before the next try on this account; 0 when it may try now."""
    counted = _storage()
    waits = [counted.get_expiry(key) for key, *_ in _keys(email) if counted.get(f"{key}")]
    return max((int(until - _present()) + 1 for until in waits), default=0)


def note_failure(email: str) -> None:
    """Count a failed try; from the fourth on each doubles the wait, up to a minute (ten seconds across networks)."""
    counted = _storage()
    for wait_key, count_key, free, longest in _keys(email):
        failures = counted.incr(count_key, FORGET_AFTER)
        if failures > free:
            counted.incr(wait_key, min(2 ** min(failures - free, 10), longest))


def forget_failures(email: str) -> None:
    counted = _storage()
    for wait_key, count_key, *_ in _keys(email)[:1]:
        counted.clear(wait_key)
        counted.clear(count_key)


def _keys(email: str) -> list[tuple[str, str, int, int]]:
    account = sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()[:24]
    pair = f"{account}/{network()}"
    return [
        (f"sign-in-wait/{pair}", f"sign-in-failures/{pair}", FREE_TRIES, LONGEST),
        (f"sign-in-wait/{account}", f"sign-in-failures/{account}", 20, WHOLE_ACCOUNT),
    ]


def _storage() -> Storage:
    return limiter.storage


def _present() -> float:
    return now().timestamp()
