"""An organizer's browser over real HTTP, and writers who note what was acknowledged to them."""

import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from io import BytesIO
from itertools import count
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, OpenerDirector, Request, build_opener

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.web.preparing import ORGANIZER
from tests.forms import FormFound, forms_of
from tests.running import Running

NEW_ITEM = "/organize/planner/items/new"
PATIENCE = 20.0


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    text: str


class _Staying(HTTPRedirectHandler):
    """Where a write leads to is not looked at: 303 is the answer."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:
        return None


class Organizer:
    """Signed in once; the session lasts over restarts, as sessions and keys are stored."""

    def __init__(self, address: str, jar: CookieJar | None = None) -> None:
        self.address = address
        self._jar = jar or CookieJar()
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(self._jar), _Staying())

    def beside(self) -> "Organizer":
        """Another window of the same browser."""
        return Organizer(self.address, self._jar)

    def get(self, path: str, **headers: str) -> Answered:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._open(Request(self.address + path, headers=named))

    def post(self, path: str, fields: list[tuple[str, str]]) -> Answered:
        return self._open(Request(self.address + path, data=urlencode(fields).encode()))

    def upload(self, form: FormFound, **files: tuple[str, bytes]) -> Answered:
        """The form as it stands, with files chosen: of each its name and what is in it."""
        chosen: dict[str, Any] = dict(form.filled())
        for name, (file_name, content) in files.items():
            chosen[name] = FileStorage(BytesIO(content), file_name)
        boundary, body = encode_multipart(chosen)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self._open(Request(self.address + form.action, data=body, headers={"Content-Type": kind}))

    def form(self, path: str, action: str | None = None) -> FormFound:
        """The form of a page that is sent to that address, by default to the page's own."""
        answer = self.get(path)
        assert answer.status == 200, f"{path}: {answer.status}\n{answer.text[:2000]}"
        return next(one for one in forms_of(path, answer.text) if one.action == (action or path))

    def _open(self, request: Request) -> Answered:
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return Answered(answer.status, _lowered(answer.headers), answer.read().decode())
        except HTTPError as refused:
            with refused:
                return Answered(refused.code, _lowered(refused.headers), refused.read().decode())


def _lowered(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def signed_in(server: Running) -> Organizer:
    """The organizer whose account the server's first run made."""
    organizer = Organizer(server.address)
    assert server.password
    form = organizer.form("/sign-in")
    answer = organizer.post(form.action, form.filled(email=ORGANIZER, password=server.password))
    assert answer.status in (302, 303), answer.text
    return organizer


def a_hold(form: FormFound, title: str) -> list[tuple[str, str]]:
    """The form of a hold in the planner as one submission: a request id of its own, as each opened page has one."""
    return form.filled(title=title, day="2031-05-06", request_id=f"request-{title}")


@dataclass
class Writer(threading.Thread):
    """Writes holds one after the other; repeats a submission that got no answer, as a person would."""

    organizer: Organizer
    form: FormFound
    name_of_writer: str
    repeats: bool = True
    acknowledged: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    refused: list[Answered] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(daemon=True)
        self._stopped = threading.Event()

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        for number in count(1):
            if self._stopped.is_set():
                return
            self._write(f"{self.name_of_writer}-{number}")

    def _write(self, title: str) -> None:
        while True:
            try:
                answer = self.organizer.post(NEW_ITEM, a_hold(self.form, title))
            except (OSError, HTTPException):
                if not self.repeats:
                    self.unanswered.append(title)
                    return
                time.sleep(0.01)
                continue
            if answer.status == 303:
                self.acknowledged.append(title)
                return
            self.refused.append(answer)
            if answer.status != 503 or not self.repeats:
                return
            time.sleep(0.01)

    def stop(self) -> None:
        """No further write; the one under way is seen through."""
        self._stopped.set()
        self.join(timeout=60)
        assert not self.is_alive()


def writers(organizer: Organizer, *, number: int = 4, name: str = "hold", repeats: bool = True) -> list[Writer]:
    form = organizer.form(NEW_ITEM)
    made = [Writer(organizer.beside(), form, f"{name}-{place}", repeats) for place in range(1, number + 1)]
    for one in made:
        one.start()
    return made


def wait_for_writes(some: list[Writer], more: int) -> None:
    """Until so many more writes were acknowledged."""
    wanted = _acknowledged(some) + more
    deadline = time.monotonic() + PATIENCE
    while _acknowledged(some) < wanted:
        assert time.monotonic() < deadline, f"{_acknowledged(some)} of {wanted} writes were acknowledged"
        time.sleep(0.005)


def _acknowledged(some: list[Writer]) -> int:
    return sum(len(one.acknowledged) for one in some)
