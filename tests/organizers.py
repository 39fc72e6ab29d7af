"""Accounts for tests, and how they sign in: Olive organizes, Eddy edits, Stella is a stranger."""

import re
from contextvars import Context
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account, Role
from app.accounts.operations import create_account
from app.database import db
from tests.checking import CheckedClient

PASSWORD = "corn kettle harbour violin"


def an_account(
    *, email: str = "olive@example.org", name: str = "Olive Organizer", role: Role = Role.ADMINISTRATOR, **more: Any
) -> Account:
    account = create_account(email=email, name=name, role=role, by="test", password=PASSWORD, **more)
    db.session.commit()
    return account


def eddy() -> Account:
    return an_account(email="eddy@example.org", name="Eddy Editor", role=Role.EDITOR)


class Visitor(CheckedClient):
    """A client whose requests share nothing with the test: no context, no `g`, no database session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        return Context().run(super().open, *args, **kwargs)


def a_visitor(app: Flask) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    return visitor


def token_in(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found, "the page has no form token"
    return found.group(1)


def sign_in(client: FlaskClient, email: str = "olive@example.org", **more: str) -> TestResponse:
    token = token_in(client.get("/sign-in").text)
    return client.post("/sign-in", data={"email": email, "password": PASSWORD, "csrf_token": token, **more})
