"""`flask schedule publish`: the site as files."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.schedule.edition import Place, publish

commands = AppGroup("schedule", help="The programme outside the application: the static edition.")


@commands.command("publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--listen", default="80", show_default=True, help="Where nginx listens: a port, or address:port.")
@click.option("--application", default="127.0.0.1:8000", show_default=True, help="Where the application listens.")
def publish_edition(folder: Path, listen: str, application: str) -> None:
    """Write every public page and feed into FOLDER, with nginx.conf, manifest.json and SHA256SUMS."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    edition = publish(app, Place(folder, listen, application), progress=_show)
    changed = f"{edition.written} written anew, {edition.removed} withdrawn"
    click.echo(f"{len(edition.published)} addresses in {folder}: {changed}.")


def _show(done: int, known: int) -> None:
    click.echo(f"  {done} of {known} addresses known so far", err=True)
