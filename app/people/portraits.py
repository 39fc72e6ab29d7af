"""Portraits as they are kept: decoded with care, cropped square, encoded anew in three sizes, no metadata; pure.

Loaded when the first one is uploaded.
"""

import io
from dataclasses import dataclass
from hashlib import sha256

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from app.errors import RuleBroken

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 20_000_000
LEAST_SIDE = 320
WIDTHS = (640, 320, 160)
MIDDLE = (50, 50)
"""A point of a picture, in per cent from the left and from the top."""


@dataclass(frozen=True)
class Portrait:
    """JPEG files by width, and the digest of the largest one, which names them all."""

    digest: str
    files: dict[int, bytes]


def portrait_from(content: bytes, *, focus: tuple[int, int] = MIDDLE) -> Portrait:
    """The portrait made of an uploaded file: the largest square, with the point `focus` as near its middle as may be.

    Raises RuleBroken with what to do for all that is no fit picture.
    """
    picture = _square(_decoded(content), focus)
    side = picture.width
    widths = [width for width in WIDTHS if width <= side]
    files = {width: _encoded(picture.resize((width, width), Image.Resampling.LANCZOS)) for width in widths}
    return Portrait(sha256(files[widths[0]]).hexdigest(), files)


def _decoded(content: bytes) -> Image.Image:
    """Nothing is decoded before its format and its size in pixels are known and allowed."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # other libraries allow what is cut off, for the whole process
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        _check_size(picture)
        picture.load()
        return _upright_in_srgb(picture)
    except UnidentifiedImageError:
        raise _refusal(_("This is no JPEG, PNG or WebP picture. Save the portrait as one of them.")) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refusal(str(_TOO_LARGE)) from None
    except (OSError, SyntaxError, ValueError, EOFError):
        raise _refusal(_("The picture is damaged or cut off. Save it once more and upload it again.")) from None


_TOO_LARGE = lazy_gettext("The picture has more than 20 megapixels. Make it smaller, 2,000 by 2,000 is plenty.")


def _check_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise _refusal(str(_TOO_LARGE))
    if getattr(picture, "n_frames", 1) > 1:
        raise _refusal(_("This picture moves. Upload a still one."))
    if min(picture.size) < LEAST_SIDE:
        raise _refusal(
            _("The picture is too small: it needs %(least_side)s pixels on its shorter side.", least_side=LEAST_SIDE)
        )


def _upright_in_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        ground = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(ground, upright.convert("RGBA"))
    elif profile and upright.mode == "RGB":
        upright = _to_srgb(upright, profile)
    return upright.convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as they were meant; a profile that cannot be read is left aside."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def _square(picture: Image.Image, focus: tuple[int, int]) -> Image.Image:
    side = min(picture.size)
    left, top = (
        min(max(round(length * share / 100 - side / 2), 0), length - side)
        for length, share in zip(picture.size, focus, strict=True)
    )
    return picture.crop((left, top, left + side, top + side))


def _encoded(picture: Image.Image) -> bytes:
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)  # a new image has no metadata to carry along
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    return out.getvalue()


def _refusal(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="file")
