"""One page of a long list, chosen by ?page=."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

PER_PAGE = 100
LAST_PAGE = 10_000


def page_asked() -> int:
    """The page that the address asks for, where only that page is read."""
    return max(1, min(request.args.get("page", 1, int), LAST_PAGE))


@dataclass(frozen=True)
class Paging:
    """The records of this page, which page it is, and how many there are in all."""

    items: Sequence[Any]
    number: int
    pages: int
    total: int

    @classmethod
    def of(cls, records: Sequence[Any], per_page: int = PER_PAGE) -> "Paging":
        pages = max(1, -(-len(records) // per_page))
        number = min(max(request.args.get("page", 1, int), 1), pages)
        return cls(records[(number - 1) * per_page : number * per_page], number, pages, len(records))

    def address(self, number: int) -> str:
        """This page's own address with another page number."""
        given = request.args.to_dict() | (request.view_args or {})
        return url_for(request.endpoint or "", **given | {"page": str(number)})
