"""`flask series load` and `flask series dump`."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.archive.frameworks import load_vocabularies
from app.archive.operations import load_series
from app.archive.queries import series_document
from app.archive.yaml import FileBroken, write_yaml
from app.database import db
from app.revisions.queries import latest_revision
from app.series.queries import main_series, series_by_slug
from config import ROOT

VOCABULARIES = ROOT / "app" / "archive" / "vocabularies"

strategy_commands = AppGroup("strategy", help="Load frameworks that episodes and quotes are linked to.")
commands = AppGroup("series", help="Load and dump a series as a readable file (app/archive/FORMAT.md).")


@commands.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Make or update a series from FILE. A broken file changes nothing, and each problem is named by its line."""
    before = latest_revision()
    try:
        text = file.read_text(encoding="utf-8")
        series = load_series(text, host=current_app.config["SETTINGS"].host, by="flask series load")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file.name} is not UTF-8 text. Nothing was changed.") from None
    except FileBroken as error:
        db.session.rollback()
        problems = "\n".join(f"  {file.name}:{line}: {sentence}" for line, sentence in error.problems)
        raise click.ClickException(f"the file cannot be loaded; nothing was changed.\n{problems}") from None
    title = series.title
    db.session.commit()
    changes = latest_revision() - before
    click.echo(f"{title}: {changes or 'no'} change{'' if changes == 1 else 's'}.")


@commands.command("dump")
@click.argument("slug", required=False)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file instead of the terminal.")
def dump(slug: str | None, output: Path | None) -> None:
    """Write the series SLUG (by default the main one) in the format that load reads, private records included."""
    series = series_by_slug(slug) if slug else main_series(current_app.config["SETTINGS"].series)
    if series is None:
        raise click.ClickException(f"there is no series “{slug}”." if slug else "there is no series yet.")
    text = write_yaml(series_document(series))
    if output is None:
        click.echo(text, nl=False)
        return
    unfinished = output.with_name(f"{output.name}.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(output)


@strategy_commands.command("load-vocabularies")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load_frameworks(files: tuple[Path, ...]) -> None:
    """Load frameworks from FILES; by default the Sustainable Development Goals and the Global Compact's objectives."""
    before = latest_revision()
    for file in files or sorted(VOCABULARIES.glob("*.yaml")):
        try:
            titles = [one.title for one in load_vocabularies(file.read_text(encoding="utf-8"), by="flask strategy")]
        except FileBroken as error:
            db.session.rollback()
            problems = "\n".join(f"  {file.name}:{line}: {sentence}" for line, sentence in error.problems)
            raise click.ClickException(f"the file cannot be loaded; nothing was changed.\n{problems}") from None
        click.echo(f"{file.name}: {', '.join(titles)}")
    db.session.commit()
    changes = latest_revision() - before
    click.echo(f"{changes or 'No'} change{'' if changes == 1 else 's'}.")
