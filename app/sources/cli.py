"""`flask sources read`: what an article proposes, as JSON; nothing is stored."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app.errors import RuleBroken
from app.sources.reading.intake import article_from_file
from app.sources.reading.reader import read_article, to_json

commands = AppGroup("sources", help="Read articles that facts and quotes come from.")


@commands.command("read")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def read(file: Path) -> None:
    """Print what FILE (.txt, .html, .docx, .pdf) says of episodes, people, quotations, pillars and themes."""
    try:
        draft = read_article(article_from_file(file.read_bytes(), file.name))
    except RuleBroken as broken:
        raise click.ClickException(broken.message) from None
    click.echo(json.dumps(to_json(draft), ensure_ascii=False, indent=2))
