"""Passwords that are refused because everybody's list of guesses begins with them."""

import re
from pathlib import Path

from flask_babel import gettext as _
from flask_security import PasswordUtil

from app.accounts.models import LONGEST_PASSWORD, Account

SHORTEST = 12

COMMON_WORDS = frozenset(Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").split())
RUNS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "1q2w3e4r5t6y7u8i9o0p")
LOOKALIKES = str.maketrans("013457@$!", "oieastasi")


def is_common(password: str, *, own_words: tuple[str, ...] = ()) -> bool:
    """Whether a guesser tries this early: a common word with decoration, one pattern repeated, a keyboard run."""
    lowered = password.lower()
    plain = re.sub(r"[\W_]+", "", lowered)
    if len(set(plain)) <= 4 or _repeats(plain) or _is_run(plain):
        return True
    words = COMMON_WORDS | {word.lower() for word in own_words if len(word) > 3}
    bare = {re.sub(r"\d+", "", plain), re.sub(r"[^a-zñ]", "", plain.translate(LOOKALIKES)), plain}
    return any(_made_of(text, words) for text in bare)


def _repeats(text: str) -> bool:
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, len(text) // 2 + 1))


def _is_run(text: str) -> bool:
    return any(text in run or text in run[::-1] for run in RUNS)


def _made_of(text: str, words: frozenset[str]) -> bool:
    """Whether common words alone make the text, with at most three letters to spare."""
    rest = text
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return len(rest) <= 3


class Passwords(PasswordUtil):
    """Flask-Security's checks, and the common ones refused; any character and any length up to 200 may be pasted."""

    def validate(self, password: str, is_register: bool, **details: object) -> tuple[list[str] | None, str]:
        problems, normal = super().validate(password[: LONGEST_PASSWORD + 1], is_register, **details)
        if problems:
            return [_("A password has at least 12 characters. Four unrelated words are easy to remember.")], normal
        if len(password) > LONGEST_PASSWORD:
            return [_("A password has at most 200 characters.")], normal
        if is_common(normal, own_words=_own_words(details.get("user"))):
            return [
                _("This password is easy to guess. Take several unrelated words, or let a manager make one.")
            ], normal
        return None, normal


def _own_words(account: object) -> tuple[str, ...]:
    if not isinstance(account, Account):
        return ()
    return tuple(re.split(r"[\W_]+", f"{account.name} {account.email}"))
