"""What can go wrong by the rules of the domain, as few kinds of exception with a sentence for the person."""


class RuleBroken(Exception):
    """A rule of the domain forbids the change; `str(error)` is the sentence, `field` the form field it belongs to."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleEdit(RuleBroken):
    """The record changed since the form was opened; the edge shows the merge page."""


class NotAllowed(RuleBroken):
    """The account's role does not permit the change."""
