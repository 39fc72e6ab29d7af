"""`flask sources read`: what an article proposes, as JSON; nothing is stored."""

import json
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app.errors import RuleBroken
from app.sources.reading.intake import article_from_file
from app.sources.reading.reader import read_article, to_json
from app.sources.reading.strategy import NOTHING_ON_RECORD, Titles
from app.strategy.queries import strategy_pillars, strategy_themes

commands = AppGroup("sources", help="Read articles that facts and quotes come from.")


@commands.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def read(file: Path) -> None:
    """Print what FILE (.txt, .html, .docx, .pdf) says as JSON, and store nothing.

    Keys: series (its title or null), episodes, people, quotations, pillars, themes; app/sources/JSON.md explains them.
    """
    try:
        draft = read_article(article_from_file(file.read_bytes(), file.name), _titles())
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from None
    click.echo(json.dumps(to_json(draft), ensure_ascii=False, indent=2))


def _titles() -> Titles:
    """What is on record; nothing where the database has not been made yet: an article can be read all the same."""
    try:
        return Titles.of(strategy_pillars(), strategy_themes())
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        return NOTHING_ON_RECORD
