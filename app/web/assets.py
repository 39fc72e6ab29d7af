"""Static files under addresses that change with their bytes, so that clients keep them for ever."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, url_for

from config import ROOT

STATIC = ROOT / "static"
BUNDLES = {
    "site.css": (
        "tokens",
        "base",
        "layout",
        "components",
        "forms",
        "quotes",
        "difference",
        "parts/times",
        "parts/programme",
        "parts/portraits",
    ),
    "embed.css": ("embed",),
    "organize.css": (
        "tokens",
        "base",
        "organize",
        "difference",
        "planning",
        "parts/history",
        "parts/episodes",
        "parts/records",
        "parts/portraits",
        "parts/review",
        "parts/selecting",
    ),
}
"""Style sheets as they are served, one file each, and the sheets under static/css they are made of."""

blueprint = Blueprint("assets", __name__)


@blueprint.get("/static/css/bundle/<name>")
def bundle(name: str) -> Response:
    if name not in BUNDLES:
        abort(404)
    answer = Response(bundle_bytes(name), mimetype="text/css")
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # embeds stand in sandboxed frames, of no origin
    return answer


@cache
def bundle_bytes(name: str) -> bytes:
    sheets = [STATIC / "css" / f"{sheet}.css" for sheet in BUNDLES[name]]
    return b"\n".join(sheet.read_bytes() for sheet in sheets if sheet.exists())


def static_address(name: str) -> str:
    """The address of a file under static/, or of a bundle ("site.css"), with the hash of its bytes."""
    if name in BUNDLES:
        return url_for("assets.bundle", name=name, v=_hash(bundle_bytes(name)))
    return url_for("static", filename=name, v=_file_hash(STATIC / name))


@cache
def _file_hash(path: Path) -> str:
    return _hash(path.read_bytes())


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:10]


def _keep_for_ever(response: Response) -> Response:
    if request.path.startswith("/static/") and response.status_code in (200, 304):
        is_versioned = "v" in request.args or request.path.startswith("/static/vendor/")
        seconds = 31_536_000 if is_versioned else 3600
        response.headers["Cache-Control"] = f"public, max-age={seconds}" + (", immutable" if seconds > 3600 else "")
    return response


def start_assets(app: Flask) -> None:
    app.jinja_env.globals["static"] = static_address
    app.after_request(_keep_for_ever)
