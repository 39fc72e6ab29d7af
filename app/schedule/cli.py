"""`flask schedule publish`: the site as files."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.database import db, reads_only
from app.episodes.operations import overtake_sequence
from app.schedule.edition import CannotPublish, Place, publish
from app.schedule.operations import notice_zone_release, overtake_private
from app.schedule.queries import published_episodes
from app.schedule.rounds import check_feeds, next_as_shown
from app.schedule.zones import zone_release
from app.web.languages import LANGUAGES, SOURCE

commands = AppGroup("schedule", help="The programme's feeds: written as files, and checked.")


@commands.command("publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--listen", default="80", show_default=True, help="Where nginx listens: a port, or address:port.")
@click.option("--application", default="127.0.0.1:8000", show_default=True, help="Where the application listens.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(list(LANGUAGES)),
    default=list(LANGUAGES),
    show_default=True,
    help=f"Whose pages are written, beside {SOURCE}; the application answers for the others. Given once for each.",
)
def publish_edition(folder: Path, listen: str, application: str, languages: tuple[str, ...]) -> None:
    """Write every public page and feed into FOLDER, with nginx.conf, manifest.json and SHA256SUMS."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    app.extensions["kept answers"].keep_nothing()  # each address is asked for once
    try:
        edition = publish(app, Place(folder, listen, application, languages), progress=_show)
    except CannotPublish as error:
        raise click.ClickException(error.message) from None
    changed = f"{edition.written} written anew, {edition.removed} withdrawn"
    click.echo(f"{len(edition.published)} addresses in {folder}: {changed}.")


def _show(done: int, known: int) -> None:
    click.echo(f"  {done} of {known} addresses known so far", err=True)


@commands.command("check")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
def check(quiet: bool) -> None:
    """Check every feed as a subscriber would; ends with 1 when one is not well."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    reads_only.set(True)  # nobody who saves waits for the round to end
    checked = []
    for one in check_feeds(app):
        checked.append(one)
        if one.faults or not quiet:
            click.echo(f"{'FAULT' if one.faults else 'well '}  {one.path}")
        for fault in one.faults:
            click.echo(f"       {fault}")
    for title, when, shown in [] if quiet else next_as_shown(app):
        click.echo(f"\n{title}\n  {when}")
        for alike in shown:
            click.echo(f"  {alike.clients}: {alike.words}")
    db.session.rollback()
    reads_only.set(False)
    release = zone_release()
    for moved in notice_zone_release(release):
        click.echo(f"MOVED  {moved.record.title}: time-zone database {release}; take it over under /organize/calendars")
    db.session.commit()
    ill = sum(bool(one.faults) for one in checked)
    click.echo(f"\n{len(checked)} feeds checked, {ill} not well.")
    if ill:
        raise SystemExit(1)


@commands.command("restored")
def restored() -> None:
    """After an older backup was restored: put every SEQUENCE above what subscribers have seen already."""
    episodes = published_episodes()
    for episode in episodes:
        overtake_sequence(episode, by="flask schedule restored")
    overtake_private(by="flask schedule restored")
    db.session.commit()
    click.echo(f"{len(episodes)} published episodes raised; subscribers take the restored state at their next fetch.")
    click.echo("What private calendars hold beside them is raised too.")
