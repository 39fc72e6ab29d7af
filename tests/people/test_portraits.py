"""Portraits: what becomes of a picture, what is refused, who may see and serve it."""

import io
import struct
import zlib

import pytest
from flask import Flask
from PIL import Image

from app.accounts.models import Role
from app.database import db
from app.errors import RuleBroken
from app.people.models import Person
from app.people.portraits import WIDTHS, portrait_from
from app.people.queries import person_by_slug
from app.revisions.queries import revisions_of
from tests.factories import a_person, an_episode, appearing, save
from tests.organizers import Visitor, a_visitor, an_account, sign_in, token_in


def a_picture(size: tuple[int, int] = (800, 1000), kind: str = "JPEG", **more: object) -> bytes:
    """Red in its upper half, blue in its lower one."""
    picture = Image.new("RGB", size, "red")
    picture.paste("blue", (0, size[1] // 2, size[0], size[1]))
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return a_picture(exif=exif)


def a_bomb(side: int) -> bytes:
    """A PNG that claims to be huge in a few bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def moving() -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (400, 400), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    return out.getvalue()


def test_three_square_sizes_without_metadata_and_always_the_same_bytes() -> None:
    portrait = portrait_from(with_place())
    assert sorted(portrait.files, reverse=True) == list(WIDTHS)
    for width, content in portrait.files.items():
        assert opened(content).size == (width, width)
        assert opened(content).format == "JPEG"
        assert not opened(content).getexif()
        assert b"SecretCamera" not in content
    assert portrait_from(with_place()).digest == portrait.digest
    assert portrait_from(a_picture((320, 400))).files.keys() == {320, 160}


def test_the_focus_chooses_the_part_that_stays_and_the_picture_stands_upright() -> None:
    for focus, at, colour in (((50, 0), 600, "red"), ((50, 100), 20, "blue")):
        content = portrait_from(a_picture((640, 1600)), focus=focus).files[640]
        red, _green, blue = opened(content).convert("RGB").getpixel((320, at))
        assert (red > blue) == (colour == "red")
    turned = opened(portrait_from(with_place()).files[640]).convert("RGB")
    left, right = turned.getpixel((30, 320)), turned.getpixel((600, 320))
    assert left[2] > left[0]
    assert right[0] > right[2]


@pytest.mark.parametrize(("focus", "middle"), [((50, 30), (320, 320)), ((50, 5), (320, 80)), ((0, 100), (0, 639))])
def test_the_point_stands_in_the_middle_or_as_near_as_may_be(focus: tuple[int, int], middle: tuple[int, int]) -> None:
    picture = Image.new("RGB", (640, 1600))
    point = min(round(6.4 * focus[0]), 639), min(16 * focus[1], 1599)
    picture.paste("white", (point[0] - 6, point[1] - 6, point[0] + 7, point[1] + 7))
    out = io.BytesIO()
    picture.save(out, "PNG")
    kept = opened(portrait_from(out.getvalue(), focus=focus).files[640]).convert("L")
    assert kept.getpixel(middle) > 200


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_transparency_becomes_white(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, kind)
    assert opened(portrait_from(out.getvalue()).files[320]).getpixel((10, 10)) == (255, 255, 255)


HOSTILE = [
    (b"", "no JPEG, PNG or WebP"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no JPEG, PNG or WebP"),
    (b"GIF89a" + b"\0" * 100, "no JPEG, PNG or WebP"),
    (b"%PDF-1.7", "no JPEG, PNG or WebP"),
    (a_picture()[:2000], "damaged or cut off"),
    (a_picture(kind="PNG")[:-40], "damaged or cut off"),
    (a_bomb(5000), "more than 20 megapixels"),
    (a_bomb(60_000), "more than 20 megapixels"),
    (a_picture((319, 900)), "320 pixels"),
    (moving(), "moves"),
]


@pytest.mark.parametrize(("content", "sentence"), HOSTILE, ids=[sentence for _content, sentence in HOSTILE])
def test_hostile_files_are_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence) as broken:
        portrait_from(content)
    assert broken.value.field == "file"


@pytest.fixture
def olive(app: Flask) -> Visitor:
    person = a_person(name="Ines Vaz")
    an_episode(title="Talk", appearances=[appearing(person)])
    save()
    an_account()
    visitor = a_visitor(app)
    sign_in(visitor)
    return visitor


HERE = "/organize/people/ines-vaz/portrait"
WORDS = {"alt": "Ines Vaz at a lectern", "credit": "Photo: Otto Berg", "across": "50", "down": "10"}


def upload(visitor: Visitor, content: bytes | None, address: str = HERE, **typed: object) -> object:
    data = {"csrf_token": token_in(visitor.get(HERE).text)} | WORDS | typed
    if content is not None:
        data["file"] = (io.BytesIO(content), "../../etc/passwd.jpg")
    return visitor.post(address, data=data, content_type="multipart/form-data")


def the_person() -> Person:
    db.session.expire_all()
    person = person_by_slug("ines-vaz")
    assert person is not None
    return person


def test_an_uploaded_portrait_is_shown_and_served_for_ever(olive: Visitor) -> None:
    assert upload(olive, with_place()).status_code == 303
    digest = the_person().portrait_digest
    page = olive.get("/people/ines-vaz").text
    assert "Ines Vaz at a lectern" in page
    assert "Photo: Otto Berg" in page
    assert f"/portraits/{digest}-160.jpg" in olive.get("/people").text
    answer = olive.get(f"/portraits/{digest}-320.jpg")
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "immutable" in answer.headers["Cache-Control"]
    assert opened(answer.data).size == (320, 320)
    assert upload(olive, a_picture()).status_code == 303
    assert the_person().portrait_digest != digest
    assert olive.get(f"/portraits/{digest}-320.jpg").status_code == 200


@pytest.mark.parametrize("wrong", ["0" * 64 + "-320", "0" * 64 + "-99", "x-320", "..%2f-320"])
def test_an_unknown_portrait_is_404(olive: Visitor, wrong: str) -> None:
    assert olive.get(f"/portraits/{wrong}.jpg").status_code == 404


def test_words_and_credit_are_required_and_nothing_typed_is_lost(olive: Visitor) -> None:
    answer = upload(olive, a_picture(), credit="", alt="Ines Vaz, smiling")
    assert answer.status_code == 422
    assert "who took the picture" in answer.text
    assert "Ines Vaz, smiling" in answer.text
    assert the_person().portrait_digest is None
    assert "Choose the picture" in upload(olive, None).text
    assert "no JPEG, PNG or WebP" in upload(olive, b"<svg/>").text


def test_a_large_picture_is_taken_from_editors_and_a_larger_one_refused(app: Flask, olive: Visitor) -> None:
    large = a_picture((640, 640)) + b"\0" * (8 * 1024 * 1024)
    assert upload(olive, large).status_code == 303
    assert the_person().portrait_digest is not None
    assert upload(olive, large + b"\0" * (6 * 1024 * 1024)).status_code == 413
    elsewhere = upload(olive, large, f"{HERE}/remove")
    assert elsewhere.status_code == 413
    stranger = a_visitor(app)
    refused = stranger.post(HERE, data={"file": (io.BytesIO(large), "x.jpg")}, content_type="multipart/form-data")
    assert refused.status_code in (401, 413)


def test_words_change_without_a_new_picture(olive: Visitor) -> None:
    upload(olive, a_picture())
    digest = the_person().portrait_digest
    assert upload(olive, None, credit="Photo: Ada").status_code == 303
    assert the_person().portrait_credit == "Photo: Ada"
    assert the_person().portrait_digest == digest


@pytest.mark.parametrize(("typed", "status"), [({}, 200), ({"erase": "y"}, 404)])
def test_removed_it_shows_nowhere_and_erased_it_is_gone(olive: Visitor, typed: dict[str, str], status: int) -> None:
    upload(olive, a_picture())
    digest = the_person().portrait_digest
    assert upload(olive, None, f"{HERE}/remove", **typed).status_code == 303
    assert the_person().portrait_digest is None
    assert str(digest) not in olive.get("/people/ines-vaz").text
    assert olive.get(f"/portraits/{digest}-320.jpg").status_code == status


def test_a_removal_is_undone_but_not_an_erasure(olive: Visitor) -> None:
    upload(olive, a_picture())
    digest = the_person().portrait_digest
    for typed, status, shown in (({}, 303, digest), ({"erase": "y"}, 422, None)):
        upload(olive, None, f"{HERE}/remove", **typed)
        newest = revisions_of(the_person())[0].id
        token = token_in(olive.get(HERE).text)
        assert olive.post(f"/organize/history/{newest}/undo", data={"csrf_token": token}).status_code == status
        assert the_person().portrait_digest == shown
    assert str(digest) not in olive.get("/people/ines-vaz").text


def test_a_viewer_changes_no_portrait(app: Flask, olive: Visitor) -> None:
    an_account(email="vera@example.org", name="Vera Viewer", role=Role.VIEWER)
    vera = a_visitor(app)
    sign_in(vera, "vera@example.org")
    assert vera.get(HERE).status_code == 403
