"""Commands for accounts: invite, list, change a role, close."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from app.accounts.invitations import invite_colleague
from app.accounts.models import Account, Role
from app.accounts.operations import activate_account, change_role, create_account, deactivate_account
from app.accounts.queries import account_by_email, all_accounts
from app.database import db
from app.errors import RuleBroken
from app.series.queries import series_by_slug

commands = AppGroup("accounts", help="Who may sign in, and as what.")
ROLES = click.Choice([role.value for role in Role])
BY = "flask accounts"


@commands.command()
@click.argument("email")
@click.option("--name", default="", help="How the colleague is called.")
@click.option("--role", type=ROLES, default=Role.ORGANIZER.value, show_default=True)
@click.option("--series", default=None, help="Slug of the one series; all of them by default.")
def invite(email: str, name: str, role: str, series: str | None) -> None:
    """Make an account and send its owner a link to set a password; the link is printed too."""
    with _sentences():
        account, link = invite_colleague(email=email, name=name, role=Role(role), series_id=_series_id(series), by=BY)
        db.session.commit()
    click.echo(f"{account.email} is invited as {role}. The link holds for two days:\n{link}")


@commands.command("create-organizer")
@click.argument("email")
@click.option("--name", default="Organizer")
@click.password_option(help="Asked for where it is not given.")
def create_organizer(email: str, name: str, password: str) -> None:
    """Make an administrator with a password, on a machine without mail."""
    with _sentences():
        create_account(email=email, name=name, password=password, role=Role.ADMINISTRATOR, by=BY)
        db.session.commit()
    click.echo(f"{email} may sign in as administrator.")


@commands.command("list")
def show() -> None:
    """List all accounts with their roles."""
    for account in all_accounts():
        roles = ", ".join(f"{m.role.value} of {m.series_id or 'all series'}" for m in account.memberships)
        click.echo(f"{account.email}\t{account.name}\t{roles or 'no role'}\t{'' if account.active else 'closed'}")


@commands.command()
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option("--series", default=None, help="Slug of the one series; all of them by default.")
def role(email: str, role: str, series: str | None) -> None:
    """Give an account another role."""
    with _sentences():
        change_role(_account(email), role=Role(role), series_id=_series_id(series), by=BY)
        db.session.commit()
    click.echo(f"{email} is {role} now.")


@commands.command()
@click.argument("email")
@click.option("--again", is_flag=True, help="Open a closed account again.")
def deactivate(email: str, again: bool) -> None:
    """Close an account and sign it out everywhere."""
    with _sentences():
        (activate_account if again else deactivate_account)(_account(email), by=BY)
        db.session.commit()
    click.echo(f"{email} is {'open again' if again else 'closed'}.")


@contextmanager
def _sentences() -> Iterator[None]:
    """Broken rules end the command with their sentence."""
    try:
        yield
    except (RuleBroken, ValueError) as error:
        db.session.rollback()
        raise click.ClickException(str(error)) from None


def _account(email: str) -> Account:
    account = account_by_email(email)
    if account is None:
        raise click.ClickException(f"There is no account {email}.")
    return account


def _series_id(slug: str | None) -> int | None:
    if slug is None:
        return None
    series = series_by_slug(slug)
    if series is None:
        raise click.ClickException(f"There is no series {slug}.")
    return series.id
