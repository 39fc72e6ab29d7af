"""`flask backup make` and `flask backup restore`."""

import tempfile
from pathlib import Path

import click
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from app.backups.copies import CannotCopy, copy_out, put_back
from app.backups.events import Events, events_of
from app.backups.files import Manifest, hash_of, read_backup, write_backup
from app.backups.operations import BY, continue_revisions, overtake
from app.clock import now
from app.database import abandon, db, migrate_database, start_migrations
from app.revisions.queries import latest_revision
from app.schedule.operations import overtake_private
from app.schedule.queries import public_feed_paths
from app.schedule.rounds import MAIN, Subscriber

commands = AppGroup("backup", help="The whole database as one file, and back.")


@commands.command("make")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def make(file: Path) -> None:
    """Write the whole database into FILE, while it is in use."""
    app, url = _app(), db.engine.url
    migration = db.session.scalar(db.text("SELECT version_num FROM alembic_version")) or ""
    with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
        copy = Path(folder) / "copy"
        try:
            before = latest_revision()
            _let_go()
            rows = copy_out(url, copy, sorted(db.metadata.tables))
        except CannotCopy as error:
            raise click.ClickException(error.message) from None
        etags = _etags(app, public_feed_paths())
        abandon()
        is_still = latest_revision() == before
        manifest = Manifest(
            backend=url.get_backend_name(),
            made_at=now().isoformat(),
            migration=migration,
            revision=before,
            sha256=hash_of(copy),
            rows=rows,
            etags=etags if is_still else {},
        )
        write_backup(file, copy, manifest)
    click.echo(f"{file}: {sum(rows.values())} records, revision {before}, ETags of {len(manifest.etags)} feeds.")


@commands.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--nothing-newer",
    is_flag=True,
    help="Subscribers saw nothing newer than the backup: where the present database cannot tell, nothing is raised.",
)
@click.confirmation_option(prompt="All that the database holds now is replaced by the backup. Go on?")
def restore(file: Path, nothing_newer: bool) -> None:
    """Put FILE back, prove it, and raise what subscribers saw otherwise: no SEQUENCE and no stamp falls."""
    app, url = _app(), db.engine.url
    seen, last_seen = _events(app), _latest_or_none()
    _let_go()
    try:
        with tempfile.TemporaryDirectory(dir=file.resolve().parent) as folder:
            copy, manifest = read_backup(file, Path(folder))
            _insist_on_fitting(app, manifest)
            put_back(url, copy, manifest.rows)
    except CannotCopy as error:
        raise click.ClickException(f"{error.message} The database is as it was.") from None
    migrate_database()
    click.echo(
        f"{sum(manifest.rows.values())} records of {manifest.made_at} are back, each table with as many as it had."
    )
    continue_revisions(last_seen)
    db.session.commit()
    _say_etags(manifest, _etags(app, list(manifest.etags)))
    raised = overtake(seen, _events(app) or {}, assume_unchanged=nothing_newer)
    if not nothing_newer:
        overtake_private(by=BY)
    db.session.commit()
    for episode in raised:
        click.echo(f"  raised to SEQUENCE {episode.sequence}: {episode.title}")
    click.echo(
        f"{len(raised)} episodes raised above what subscribers saw." if raised else "No episode had to be raised."
    )


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined]


def _let_go() -> None:
    """No connection of this process is open while the database is copied or replaced."""
    abandon()
    db.session.remove()
    db.engine.dispose()


def _latest_or_none() -> int | None:
    """The last revision; None where the database is empty or cannot be read."""
    try:
        return latest_revision()
    except DBAPIError:
        abandon()
        return None


def _etags(app: Flask, paths: list[str]) -> dict[str, str]:
    subscriber = Subscriber(app)
    return {path: subscriber.fetch(path).headers.get("etag", "") for path in paths}


def _events(app: Flask) -> Events | None:
    """What subscribers see now; None where the database cannot say."""
    answer = Subscriber(app).fetch(MAIN)
    return events_of(answer.body) if answer.status == 200 else None


def _insist_on_fitting(app: Flask, manifest: Manifest) -> None:
    if manifest.backend != db.engine.url.get_backend_name():
        raise CannotCopy(f"The backup is of {manifest.backend}, the database is {db.engine.url.get_backend_name()}.")
    start_migrations(app)
    script = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())
    try:
        script.get_revision(manifest.migration)
    except CommandError:
        raise CannotCopy(f"The backup is of a newer release (migration {manifest.migration}): upgrade first.") from None


def _say_etags(manifest: Manifest, etags: dict[str, str]) -> None:
    if not manifest.etags:
        click.echo("The backup names no ETags: somebody saved while it was made.")
        return
    other = [path for path, etag in manifest.etags.items() if etags[path] != etag]
    click.echo(f"{len(etags) - len(other)} of {len(etags)} feeds have the ETag they had.")
    for path in other:
        click.echo(f"  other bytes, by another release or because its moment came: {path}")
