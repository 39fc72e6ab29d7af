"""The static edition: every public page and feed as files, which nginx or an object store serves as the site does."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from lxml import etree, html  # type: ignore[import-untyped]
from werkzeug.test import EnvironBuilder, run_wsgi_app

from app.episodes.models import AppearanceRole
from app.errors import RuleBroken
from app.schedule.nginx import HeaderSets, nginx_configuration
from app.series.queries import all_series
from app.web.answers import compressed, has_brotli, is_compressible
from app.web.languages import LANGUAGES, SOURCE, prefix_of

ENCODINGS = {"gzip": "gz", "br": "br"}
WITH_FEEDS = ("people", "organizations", "pillars", "themes")
SHOWN_EVERY = 100
_PER_FILE = {"etag", "last-modified", "content-length", "date", "accept-ranges"}
_SAFE = re.compile(r"[\w.~-]+\Z", re.ASCII)

Progress = Callable[[int, int], None]


class CannotPublish(RuleBroken):
    """An address that may be public fails; without it the edition would take away what readers have."""


@dataclass(frozen=True)
class Published:
    """One address of the edition: its answer's folder under `answers/`, and what the manifest says of it."""

    path: str
    folder: str
    etag: str
    last_modified: str
    content_type: str
    length: int
    sha256: str
    encodings: list[str]


@dataclass(frozen=True)
class Edition:
    """What a run did."""

    published: list[Published]
    written: int
    removed: int


@dataclass(frozen=True)
class Place:
    """Where the edition is written, where nginx listens, and where the application does.

    `languages`: those whose pages are written; the application answers for the others.
    """

    folder: Path
    listen: str = "80"
    application: str = "127.0.0.1:8000"
    languages: tuple[str, ...] = tuple(LANGUAGES)


def publish(app: Flask, place: Place, *, progress: Progress = lambda _done, _known: None) -> Edition:
    """Write the edition: new answers beside the old ones, then each address switched over at once.

    Raises CannotPublish, before anything is switched.
    """
    folder = place.folder
    (folder / "answers").mkdir(parents=True, exist_ok=True)
    sets, published, written = HeaderSets(_header_sets(folder)), [], 0
    for path, headers, body in _answers(app, place.languages, progress):
        one = _published(path, headers, body, sets)
        written += _write_answer(folder / "answers" / one.folder, one, body, partial(_encoded, app, one, body))
        published.append(one)
    published.sort(key=lambda one: one.path)
    os.sync()  # every answer is on the disk before an address points to it
    for one in published:
        _point(_address(folder, one.path), one.folder)
    removed = _withdraw(folder, {one.path for one in published})
    _write_lists(folder, published, sets, app.config["SETTINGS"].public_url)
    configuration = nginx_configuration(folder.resolve(), sets, listen=place.listen, application=place.application)
    _write(folder / "nginx.conf", configuration)
    _forget_answers(folder, {one.folder for one in published})
    return Edition(published, written, removed)


def _answers(app: Flask, languages: Sequence[str], progress: Progress) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """Every public answer that can be reached by links from pages without arguments, with its headers."""
    host = app.config["SETTINGS"].public_url.rstrip("/")
    known = dict.fromkeys([*_starting_points(app), *_static_files(app)])
    left = tuple(f"{prefix_of(code)}/" for code in LANGUAGES if code not in (SOURCE, *languages))
    waiting = list(known)
    done = 0
    while waiting:
        path = waiting.pop()
        done += 1
        if done % SHOWN_EVERY == 0:
            progress(done, len(known))
        status, headers, body = _fetched(app, host, path)
        if status.startswith("5"):
            raise CannotPublish(f"{path} answers {status}. The edition stays as it was.")
        if not status.startswith("200") or not headers.get("Cache-Control", "").startswith("public"):
            continue
        yield path, headers, body
        if headers["Content-Type"].startswith("text/html"):
            for linked in [*_links(body, host + path, host), *_feeds_beside(path)]:
                if linked not in known and not f"{linked}/".startswith(left):
                    known[linked] = None
                    waiting.append(linked)
    progress(done, len(known))


def _fetched(app: Flask, host: str, path: str, encoding: str = "") -> tuple[str, dict[str, str], bytes]:
    """Static files as pages ask for them, with a version: these are kept for ever."""
    query = "v=0" if path.startswith("/static/") else None
    asked = [("Accept-Encoding", encoding)] if encoding else []
    environ = EnvironBuilder(path, base_url=host, query_string=query, headers=asked).get_environ()
    chunks, status, headers = run_wsgi_app(app.extensions["kept answers"], environ)  # past the counting of fetches
    body = b"".join(chunks)
    getattr(chunks, "close", lambda: None)()
    return status, dict(headers), body


def _starting_points(app: Flask) -> Iterator[str]:
    """Pages without arguments from a part's `views`: what is public, as `answers` sees it too."""
    for rule in app.url_map.iter_rules():
        module = app.view_functions[rule.endpoint].__module__
        if not rule.arguments and "GET" in (rule.methods or ()) and module.endswith((".views", ".assets")):
            yield rule.rule
    yield from (f"/schedule/roles/{role.value}" for role in AppearanceRole)
    yield from (f"/schedule/{series.slug}" for series in all_series())


def _static_files(app: Flask) -> Iterator[str]:
    root = Path(app.static_folder or "")
    for file in sorted(root.rglob("*")):
        if file.is_file() and file.suffix != ".css":
            yield f"/static/{file.relative_to(root).as_posix()}"


def _feeds_beside(path: str) -> list[str]:
    """The page about a record's own feed, which names the feed in all its forms; an episode's files."""
    words = path.split("/")
    if len(words) != 3:
        return []
    if words[1] == "episodes":
        return [f"{path}.{form}" for form in ("ics", "jcal", "xcal", "jscal")]
    return [f"/schedule{path}"] if words[1] in WITH_FEEDS else []


def _links(body: bytes, base: str, host: str) -> Iterator[str]:
    """Addresses on this site that the page names, without those of a query: the application answers these."""
    try:
        page = html.document_fromstring(body)
    except etree.ParserError:
        return
    for element, attribute, link, _place in page.iterlinks():
        if element.tag in ("a", "link", "script", "img") and attribute in ("href", "src"):
            address = urlsplit(urljoin(base, link))
            is_asset = address.path.startswith("/static/")
            if f"{address.scheme}://{address.netloc}" == host and (is_asset or not address.query):
                yield address.path


def _published(path: str, headers: dict[str, str], body: bytes, sets: HeaderSets) -> Published:
    """The folder's name says how it is answered: the set of headers, which compressed forms exist, the ETag."""
    shared = {name: value for name, value in headers.items() if name.lower() not in _PER_FILE}
    kind = headers["Content-Type"]
    encodings = _encodings(kind, len(body)) if not path.startswith("/static/") else []
    etag = headers.get("ETag", "").strip('"') or sha256(body).hexdigest()[:24]
    if not _SAFE.match(etag):
        raise ValueError(f"The ETag of {path} cannot name a folder: {etag}")
    folder = f"{sets.name_of(shared, path)}.{'pgc'[len(encodings)]}.{etag}"
    digest = sha256(body).hexdigest()
    return Published(path, folder, etag, headers.get("Last-Modified", ""), kind, len(body), digest, encodings)


def _encodings(kind: str, size: int) -> list[str]:
    """The compressed forms that the application has of such an answer."""
    if not is_compressible(kind, size):
        return []
    return list(ENCODINGS) if has_brotli(kind, size) else ["gzip"]


def _encoded(app: Flask, one: Published, body: bytes, encoding: str) -> bytes:
    """As the application sends it: a large feed is compressed in parts there, which only it knows.

    Where it changed since, the next edition has its new form; this one is right as it is.
    """
    if not has_brotli(one.content_type, len(body)):
        host = app.config["SETTINGS"].public_url.rstrip("/")
        _status, headers, sent = _fetched(app, host, one.path, encoding)
        if headers.get("ETag") == f'"{one.etag}-{encoding}"':
            return sent
    return compressed(body, encoding)


def _write_answer(folder: Path, one: Published, body: bytes, encoded: Callable[[str], bytes]) -> bool:
    """False where the same answer is there already. A folder appears whole, by its renaming."""
    if folder.exists():
        return False
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    (unfinished / "body").write_bytes(body)
    for encoding in one.encodings:
        (unfinished / f"body.{ENCODINGS[encoding]}").write_bytes(encoded(encoding))
    if one.last_modified:
        moment = parsedate_to_datetime(one.last_modified).timestamp()
        for file in unfinished.iterdir():
            os.utime(file, (moment, moment))
    unfinished.rename(folder)
    return True


def _address(folder: Path, path: str) -> Path:
    """`/people/ada` is the link `pages/people/ada.page`; so a page and a folder of the same name stand side by side."""
    return folder / "pages" / f"{path.removeprefix('/')}.page"


def _point(link: Path, answer: str) -> None:
    up = "/".join([".."] * (len(link.parts) - link.parts.index("pages", -len(link.parts)) - 1))
    target = f"{up}/answers/{answer}"
    if link.is_symlink() and os.readlink(link) == target:
        return
    link.parent.mkdir(parents=True, exist_ok=True)
    unfinished = link.with_name(f".{link.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.symlink_to(target)
    unfinished.replace(link)


def _withdraw(folder: Path, paths: set[str]) -> int:
    """Take away addresses that are public no longer; the application then says what became of them."""
    gone = [path for path in _manifest(folder).get("addresses", {}) if path not in paths]
    for path in gone:
        _address(folder, path).unlink(missing_ok=True)
    return len(gone)


def _forget_answers(folder: Path, present: set[str]) -> None:
    """Remove the answers that no address has had since the run before this one; a reader may still have the last."""
    marked = folder / "answers.old"
    before = set(marked.read_text().split()) if marked.exists() else set()
    unused = {one.name for one in (folder / "answers").iterdir()} - present
    for name in unused & before:
        shutil.rmtree(folder / "answers" / name)
    _write(marked, "\n".join(sorted(unused - before)) + "\n")


def _write_lists(folder: Path, published: list[Published], sets: HeaderSets, public_url: str) -> None:
    addresses = {one.path: {k: v for k, v in asdict(one).items() if k != "path"} for one in published}
    manifest = {"public_url": public_url, "headers": sets.named, "addresses": addresses}
    _write(folder / "manifest.json", json.dumps(manifest, indent=1, sort_keys=True) + "\n")
    sums = dict.fromkeys(f"{one.sha256}  answers/{one.folder}/body" for one in published)
    _write(folder / "SHA256SUMS", "".join(f"{line}\n" for line in sums))


def _write(file: Path, text: str) -> None:
    """Whole or not at all, also over a power cut."""
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    unfinished = file.with_name(f".{file.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as written:
        written.write(text)
        written.flush()
        os.fsync(written.fileno())
    unfinished.replace(file)


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "manifest.json"
    return dict(json.loads(file.read_text(encoding="utf-8"))) if file.exists() else {}


def _header_sets(folder: Path) -> dict[str, dict[str, str]]:
    """Those of the run before keep their names, so that nginx's configuration changes only with them."""
    return dict(_manifest(folder).get("headers", {}))
