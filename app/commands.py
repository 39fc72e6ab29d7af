"""Every group of `flask` commands, imported when a command is asked for: a worker that serves never is."""

from importlib import import_module

import click
from flask.cli import AppGroup, ScriptInfo

COMMANDS = {
    "accounts": "app.accounts.cli:commands",
    "series": "app.archive.cli:commands",
    "strategy": "app.archive.cli:strategy_commands",
    "schedule": "app.schedule.cli:commands",
    "sources": "app.sources.cli:commands",
    "backup": "app.backups.cli:commands",
}
"""By the word after `flask`: the module, and the name of the group in it."""


class Commands(AppGroup):
    """The application's own commands, beside those that extensions add."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({*COMMANDS, *super().list_commands(context)})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return super().get_command(context, name)
        module, _colon, group = COMMANDS[name].partition(":")
        command: click.Command = getattr(import_module(module), group)
        return command


def is_command_given() -> bool:
    """Whether the application is being made for a `flask` command."""
    context = click.get_current_context(silent=True)
    return context is not None and context.find_object(ScriptInfo) is not None
