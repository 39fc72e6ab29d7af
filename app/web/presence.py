"""The hint on edit pages that somebody else is editing the same record."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import Blueprint, Flask, abort, current_app, jsonify, request
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.clock import now
from app.database import db
from app.revisions.presence import Company, company_at, note_presence
from app.revisions.queries import record_of, revisioned_models, series_id_of
from app.web.permissions import insist, needs, signed_in_account

blueprint = Blueprint("organize_presence", __name__, url_prefix="/organize")

EDITED = {
    "organize_episodes.edit": ("episode", "slug"),
    "organize_moves.countries": ("series", "slug"),
    "organize_moves.edit_item": ("planned_item", "item_id"),
    "organize_moves.move_episode_page": ("episode", "slug"),
    "organize_moves.move_item_page": ("planned_item", "item_id"),
    "organize_organizations.edit": ("organization", "slug"),
    "organize_people.edit": ("person", "slug"),
    "organize_quotes.correct": ("quote", "quote_id"),
    "organize_quotes.edit": ("quote", "quote_id"),
    "organize_series.edit": ("series", "slug"),
    "organize_shows.edit": ("episode", "slug"),
    "organize_sources.edit": ("source", "slug"),
    "organize_strategy.edit": ("framework", "slug"),
    "organize_strategy.edit_pillar": ("pillar", "slug"),
    "organize_strategy.edit_theme": ("theme", "slug"),
}
"""Pages with the form of one record: its type, and the part of the address that names it."""


@dataclass(frozen=True)
class Here:
    """The record that this page edits, and what to say of others at it."""

    record_type: str
    record_id: int
    sentences: list[str]


def start_presence(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.jinja_env.globals["others_here"] = others_here


def others_here() -> Here | None:
    """What an edit page says when it is read; None on every other page. Nothing is written."""
    record_type, argument = EDITED.get(request.endpoint or "", ("", ""))
    named = (request.view_args or {}).get(argument)
    if named is None:
        return None
    record_id = named if isinstance(named, int) else _id_of(record_type, named)
    if record_id is None:
        return None
    company = company_at(signed_in_account(), record_type=record_type, record_id=record_id)
    return Here(record_type, record_id, sentences_about(company))


def _id_of(record_type: str, slug: str) -> int | None:
    model = revisioned_models()[record_type]
    return db.session.scalar(sa.select(model.id).where(model.slug == slug))


@blueprint.post("/presence")
@needs(Role.EDITOR)
def say() -> Response:
    """The browser says that a form is open, and hears who else has it open."""
    record_type, number = request.form.get("record_type", ""), request.form.get("record_id", "")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        abort(404)
    record = record_of(record_type, int(number))
    if record is None:
        abort(404)
    insist(Role.EDITOR, series_id_of(record))
    account = signed_in_account()
    try:
        note_presence(account, record_type=record_type, record_id=record.id)
        db.session.commit()
    except IntegrityError:  # two tabs of one person at the same moment: one row is enough
        db.session.rollback()
    company = company_at(account, record_type=record_type, record_id=int(number))
    return current_app.make_response(jsonify(sentences=sentences_about(company)))


def sentences_about(company: Company) -> list[str]:
    editing = [_("%(name)s is editing this.", name=name) for name in company.names]
    return editing + [_saved(name, at) for name, at in company.saved]


def _saved(name: str, at: datetime) -> str:
    minutes = int((now() - at).total_seconds() // 60)
    if minutes < 1:
        return _("%(name)s saved this just now.", name=name)
    return _("%(name)s saved this %(minutes)s minutes ago.", name=name, minutes=minutes)
