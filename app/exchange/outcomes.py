"""What an import did, or would do, with each row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

Told = Callable[[int], None]
"""Called with the number of rows that are done."""


class What(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass
class Outcome:
    """`number` is the row's number in the file; `says` are its errors, or what to know before writing."""

    number: int
    what: What
    title: str
    says: list[str] = field(default_factory=list)


def is_right(outcomes: list[Outcome]) -> bool:
    return all(outcome.what is not What.WRONG for outcome in outcomes)
