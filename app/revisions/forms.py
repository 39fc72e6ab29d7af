"""The form under an undo button."""

from app.web.forms import Form


class UndoForm(Form):
    """Only the token of the page and of the request."""
