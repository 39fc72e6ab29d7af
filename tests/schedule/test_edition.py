"""The static edition, served by Debian's own nginx: it answers as the application does, header by header."""

import gzip
import http.client
import json
import os
import threading
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.serving import make_server

from app import create_app
from app.database import db
from app.episodes.models import Episode
from app.episodes.operations import change_episode
from app.schedule.edition import Place, publish
from app.web.languages import LANGUAGES, SOURCE
from tests import databases
from tests.factories import BY, a_person, a_pillar, a_quote, a_theme, an_episode, an_organization, appearing, save
from tests.nginx import NGINX, serving
from tests.running import free_port

Answer = tuple[int, dict[str, str], bytes]
needs_nginx = pytest.mark.skipif(not NGINX, reason="nginx is not installed (make parts)")
IN_LANGUAGES = tuple(f"/{code}/" for code in LANGUAGES if code != SOURCE)
OWN = {"date", "server", "connection", "transfer-encoding", "accept-ranges", "keep-alive"}
NOT_AS_FILES = {"/oembed", "/favicon.ico", "/time-zone", "/quotes/<int:quote_id>", "/episodes/<slug>/transcript"} | {
    "/preview/<token>"
}
"""An answer to a query, redirects, what differs for each reader, and what only the holder of a link may see."""


@pytest.fixture
def site(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """An application that knows the public address nginx has, with one of everything."""
    address = f"http://127.0.0.1:{free_port()}"
    application = create_app(databases.settings_for(database_url, tmp_path, public_url=address))
    with application.app_context():
        institute, theme = an_organization(name="Institute of Examples"), a_theme(title="Youth")
        speaker, pillar = a_person(name="Ada Example"), a_pillar(title="Work, and learning")
        for number in range(3):
            seats = [appearing(speaker, organization_id=institute.id, organization_name=institute.name)]
            about = {"pillar_links": [{"pillar_id": pillar.id}], "theme_links": [{"theme_id": theme.id}]}
            an_episode(title=f"Panel {number}", topic="Fish & ships. " * 40, appearances=seats, **about)
        a_quote(person_id=speaker.id)
        save()
        yield application
        db.session.remove()
        db.engine.dispose()
    application.extensions["kept answers"].close()


@pytest.fixture
def served(site: Flask, tmp_path: Path) -> Iterator[tuple[str, str, Path]]:
    """The addresses of nginx over the edition and of the application behind it, and the edition's folder."""
    application = make_server("127.0.0.1", 0, site, threaded=True)
    threading.Thread(target=application.serve_forever, daemon=True).start()
    port = urlsplit(site.config["SETTINGS"].public_url).port or 0
    folder = tmp_path / "edition"
    publish(site, Place(folder, str(port), f"127.0.0.1:{application.port}", (SOURCE,)))
    with serving(folder / "nginx.conf", tmp_path / "nginx", port) as address:
        yield address, f"http://127.0.0.1:{application.port}", folder
    application.shutdown()


def ask(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.putrequest(method, path, skip_accept_encoding=True, skip_host=True)
    for name, value in {"Host": "127.0.0.1", **headers}.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    told = {name.lower(): value for name, value in answer.getheaders() if name.lower() not in OWN}
    body = answer.read()
    connection.close()
    return answer.status, told, body


def lean(answer: Answer) -> Answer:
    """A 304 with what both must say; nginx leaves out Last-Modified (RFC 9110 15.4.5) and marks the ETag W/."""
    status, headers, body = answer
    if status != 304:
        return answer
    return status, {k: v.removeprefix("W/") for k, v in headers.items() if k != "last-modified"}, body


def published(folder: Path) -> dict[str, dict[str, object]]:
    return dict(json.loads((folder / "manifest.json").read_text())["addresses"])


@needs_nginx
def test_nginx_answers_as_the_application(served: tuple[str, str, Path]) -> None:
    nginx, application, folder = served
    some = [path for path in published(folder) if not path.startswith(("/static/", "/themes", "/schedule/roles"))]
    for encoding in ("", "gzip", "gzip;q=1.0, br;q=0", "gzip, deflate, br, zstd"):
        asked = {"Accept_Encoding": encoding} if encoding else {}
        for path in some:
            expected = ask(application, path, **asked)
            assert ask(nginx, path, **asked) == expected, path
            conditional = {**asked, "If_None_Match": expected[1]["etag"]}
            got, wanted = (lean(ask(server, path, **conditional)) for server in (nginx, application))
            assert got == wanted, path
    assert ask(nginx, "/about", "HEAD") == ask(application, "/about", "HEAD")
    assert ask(nginx, "/static/js/site.js?v=0") == ask(application, "/static/js/site.js?v=0")


@pytest.fixture
def all_calendars_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a thousand episodes were in each."""
    monkeypatch.setattr("app.web.answers.LARGE", 3000)


@needs_nginx
def test_a_large_calendar_has_gzip_made_in_parts_and_no_brotli(
    all_calendars_large: None, served: tuple[str, str, Path]
) -> None:
    nginx, application, folder = served
    assert published(folder)["/schedule/series.ics"]["encodings"] == ["gzip"]
    for encoding, coding in (("br", None), ("gzip", "gzip"), ("br, gzip", "gzip"), ("gzip;q=0, br", None)):
        got, expected = (
            ask(server, "/schedule/series.ics", Accept_Encoding=encoding) for server in (nginx, application)
        )
        assert got == expected, encoding
        assert got[1].get("content-encoding") == coding
    assert (
        gzip.decompress(ask(nginx, "/schedule/series.ics", Accept_Encoding="br, gzip")[2])
        == (folder / "pages" / "schedule" / "series.ics.page" / "body").read_bytes()
    )


@needs_nginx
def test_conditions_are_read_as_the_application_reads_them(served: tuple[str, str, Path]) -> None:
    nginx, application, _folder = served
    etag, modified = (ask(application, "/schedule/series.ics")[1][name] for name in ("etag", "last-modified"))
    for asked in (
        {"If_None_Match": f'"other", W/{etag}'},
        {"If_None_Match": f'{etag}, "other"'},
        {"If_None_Match": "*"},
        {"If_None_Match": '"other"', "If_Modified_Since": modified},
        {"If_Modified_Since": modified},
        {"If_Modified_Since": "Fri, 01 Jan 2049 00:00:00 GMT"},
        {"If_Modified_Since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"If_None_Match": etag.replace('"', "'")},
    ):
        got, expected = (lean(ask(server, "/schedule/series.ics", **asked)) for server in (nginx, application))
        assert got == expected, asked


@needs_nginx
def test_the_rest_is_answered_by_the_application(served: tuple[str, str, Path]) -> None:
    nginx, _application, folder = served
    (folder / "answers").rename(folder / "aside")  # so that nothing can come from a file
    assert ask(nginx, "/schedule/series.ics?year=2026")[0] == 200
    assert ask(nginx, "/people", Cookie="tz=Europe/Paris")[0] == 200
    assert ask(nginx, "/people", Authorization="Bearer x")[0] == 200
    assert ask(nginx, "/no-such-page")[0] == 404
    assert ask(nginx, "/schedule/series.ics", "POST")[0] == 405
    assert ask(nginx, "/sign-in")[0] == 200
    assert ask(nginx, "/schedule/series", Accept="text/calendar")[1]["content-type"].startswith("text/calendar")
    assert ask(nginx, "/../../etc/passwd")[0] in (400, 404)


@needs_nginx
def test_a_new_edition_needs_no_restart(served: tuple[str, str, Path], site: Flask) -> None:
    nginx, _application, folder = served
    before = ask(nginx, "/schedule/series.ics")
    place = Place(folder, str(urlsplit(nginx).port), "127.0.0.1:1", (SOURCE,))
    change_episode(db.session.get_one(Episode, 1), fields={"title": "Another title"}, by=BY)
    save()
    edition = publish(site, place)
    assert 0 < edition.written < len(edition.published)
    after = ask(nginx, "/schedule/series.ics")
    assert b"SUMMARY:Another title" in after[2]
    assert before[1]["etag"] != after[1]["etag"]
    assert ask(nginx, "/about")[0] == 200


def test_every_kind_of_public_address_is_in_the_edition(site: Flask, tmp_path: Path) -> None:
    publish(site, Place(tmp_path / "edition", languages=(SOURCE,)))
    router = site.url_map.bind("localhost")
    paths = published(tmp_path / "edition")
    present = {router.match(path, return_rule=True)[0].rule for path in paths if not path.startswith(IN_LANGUAGES)}
    public = {
        rule.rule
        for rule in site.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and site.view_functions[rule.endpoint].__module__.endswith(".views")
    }
    recorded = {
        rule for rule in public if rule.startswith(("/recordings", "/portraits", "/episodes/<slug>/transcript/"))
    }
    assert public - present - NOT_AS_FILES - recorded == set()


def test_every_page_is_in_the_edition_in_every_language(site: Flask, tmp_path: Path) -> None:
    publish(site, Place(tmp_path / "edition"))
    router, paths = site.url_map.bind("localhost"), published(tmp_path / "edition")
    bare = [path for path in paths if "." not in path and not path.startswith(IN_LANGUAGES)]
    pages = {path for path in bare if site.view_functions[router.match(path)[0]].__module__.endswith(".views")}
    pages = {path for path in pages if not path.endswith("/embed")}
    assert len(pages) > 20
    for language in IN_LANGUAGES:
        assert {path.removeprefix(language[:-1]) for path in paths if path.startswith(language)} == pages
    publish(site, Place(tmp_path / "edition", languages=("en", "nl")))
    assert {path for path in published(tmp_path / "edition") if path.startswith(("/es", "/fr"))} == set()
    assert "/nl/episodes" in published(tmp_path / "edition")


def test_only_what_changed_is_written(site: Flask, tmp_path: Path) -> None:
    place = Place(tmp_path / "edition", languages=(SOURCE,))
    first = publish(site, place)
    assert first.written == len({one.folder for one in first.published})
    marks = {file: file.lstat().st_mtime_ns for file in place.folder.rglob("*")}
    again = publish(site, place)
    assert (again.written, again.removed) == (0, 0)
    assert {file: file.lstat().st_mtime_ns for file in place.folder.rglob("*") if file.is_file()} == {
        file: moment for file, moment in marks.items() if file.is_file()
    }


def test_an_interrupted_run_leaves_the_edition_as_it_was(site: Flask, tmp_path: Path) -> None:
    place = Place(tmp_path / "edition", languages=(SOURCE,))
    publish(site, place)
    before = {
        path: (place.folder / "pages" / f"{path[1:]}.page" / "body").read_bytes() for path in published(place.folder)
    }
    change_episode(db.session.get_one(Episode, 1), fields={"title": "Another title"}, by=BY)
    save()
    with pytest.raises(KeyboardInterrupt):
        publish(site, place, progress=interrupt)
    assert bodies(place.folder) == before
    publish(site, place)
    assert b"SUMMARY:Another title" in bodies(place.folder)["/schedule/series.ics"]
    assert not list(place.folder.rglob("*.unfinished"))


def test_an_address_that_fails_is_not_taken_away(site: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    publish(site, Place(folder, languages=(SOURCE,)))
    before = bodies(folder)
    db.session.execute(sa.text("ALTER TABLE quote RENAME TO away"))
    change_episode(db.session.get_one(Episode, 1), fields={"title": "Another title"}, by=BY)
    save()
    result = site.test_cli_runner().invoke(args=["schedule", "publish", str(folder), "--language", SOURCE])
    assert (result.exit_code, "The edition stays as it was." in result.output) == (1, True), result.output
    assert bodies(folder) == before


def test_its_own_requests_are_no_fetches(site: Flask, tmp_path: Path) -> None:
    publish(site, Place(tmp_path, languages=(SOURCE,)))
    assert site.extensions["feed fetches"]._counted == {}


def bodies(folder: Path) -> dict[str, bytes]:
    """What each address answers now."""
    return {path: (folder / "pages" / f"{path[1:]}.page" / "body").read_bytes() for path in published(folder)}


def interrupt(_done: int, _known: int) -> None:
    raise KeyboardInterrupt


def test_checksums_hold_and_private_things_stay_out(site: Flask, tmp_path: Path) -> None:
    an_episode(title="Secret rehearsal", visibility="private", status="draft")
    save()
    publish(site, Place(tmp_path, languages=(SOURCE,)))
    for line in (tmp_path / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ")
        assert sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert not [path for path in published(tmp_path) if path.startswith(("/organize", "/sign", "/account"))]
    assert not [file for file in tmp_path.rglob("body") if b"Secret rehearsal" in file.read_bytes()]


def test_what_is_public_no_longer_leaves_the_edition(site: Flask, tmp_path: Path) -> None:
    episode = db.session.get_one(Episode, 2)
    address = tmp_path / "pages" / "episodes" / f"{episode.slug}.page"
    publish(site, Place(tmp_path, languages=(SOURCE,)))
    assert (address / "body").exists()
    target = os.readlink(address)
    change_episode(episode, fields={"visibility": "private"}, by=BY)
    save()
    assert publish(site, Place(tmp_path, languages=(SOURCE,))).removed > 0
    assert not address.is_symlink()
    assert (address.parent / target).exists(), "whoever is reading it may finish"
    publish(site, Place(tmp_path, languages=(SOURCE,)))
    assert not (address.parent / target).exists()
