"""Forms for links with their evidence, crosswalks, and what pillars and themes are besides their names."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import ValidationError

from app.coverage.material import Key
from app.strategy.models import Succession, Weight
from app.strategy.translations import check_translations, translations_from_lines
from app.text import clean_text
from app.web.forms import Choice, Form, HiddenField, Line, OneOf, Paragraphs, RecordForm, Whole

WEIGHTS = {Weight.PRINCIPAL: _("principal"), Weight.CONTRIBUTING: _("contributing")}
SUCCESSIONS = {
    Succession.SAME: _("stays the same"),
    Succession.SPLIT: _("is split; this is one part"),
    Succession.MERGED: _("is merged with others into"),
    Succession.DROPPED: _("is dropped"),
}


def key_of(value: str | None) -> Key | None:
    """ "pillar:3" as a key; None for anything else."""
    kind, _colon, number = (value or "").partition(":")
    if kind not in ("pillar", "theme") or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    return kind, int(number)


def value_of(key: Key) -> str:
    return f"{key[0]}:{key[1]}"


class LinkForm(Form):
    """A link of an episode or a quote; `evidence` is filled for episodes only."""

    area = Choice(_("Pillar or theme"), validate_choice=False)
    weight = OneOf(_("How much"), WEIGHTS)
    reason = Line(_("Why"), 1000)
    evidence = Choice(_("The quote that shows it"), choices=[("", "")], validate_choice=False)

    def validate_area(self, field: Choice) -> None:
        if key_of(field.data) is None:
            raise ValidationError(_("Choose a pillar or theme."))

    def validate_evidence(self, field: Choice) -> None:
        text = field.data or ""
        if text and not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValidationError(_("Choose a quote of this episode as evidence."))

    @property
    def key(self) -> Key:
        found = key_of(self.area.data)
        assert found is not None, "validated"
        return found

    @property
    def fields(self) -> dict[str, Any]:
        return {"weight": Weight(self.weight.data), "reason": self.reason.data or None}

    @property
    def evidence_id(self) -> int | None:
        return int(self.evidence.data) if self.evidence.data else None


class UnlinkForm(Form):
    area = HiddenField()

    def validate_area(self, field: HiddenField) -> None:
        if key_of(field.data) is None:
            raise ValidationError(_("Choose a pillar or theme."))


class CrosswalkForm(Form):
    """One line of a crosswalk; without a goal, it is dropped."""

    beginning = Choice(_("Pillar or theme of this framework"), validate_choice=False)
    kind = OneOf(_("What became of it"), SUCCESSIONS)
    goal = Choice(_("Pillar or theme it became"), validate_choice=False)
    share = Whole(
        _("Share, in per cent"),
        *(1, 100),
        description=_("How large a part of it went there, if that is known. It is shown; no figure is weighted by it."),
    )
    note = Line(_("Note"), 1000)

    def validate_beginning(self, field: Choice) -> None:
        if key_of(field.data) is None:
            raise ValidationError(_("Choose a pillar or theme of this framework."))


class RemoveLineForm(Form):
    place = Whole(_("Line"), 0, 9999, needed=_("Say which line."))


class AreaForm(RecordForm):
    """What a pillar or theme is besides its name: colour, outcome, source, words, translations."""

    outcome = Paragraphs(_("Outcome it works for"), 4000)
    colour = Line(_("Colour"), 7)
    source_id = Choice(_("Where the definition stands"), validate_choice=False)
    words = Paragraphs(_("Words that suggest it"), 16_000)
    translations = Paragraphs(_("Translations"), 16_000)

    def validate_words(self, _field: Paragraphs) -> None:
        if len(self.word_list) > 200 or any(not 2 <= len(word) <= 80 for word in self.word_list):
            raise ValidationError(_("Write at most 200 words or phrases of 2 to 80 characters, one on each line."))

    def validate_translations(self, _field: Paragraphs) -> None:
        check_translations(self.translation_list)

    @property
    def word_list(self) -> list[str]:
        """The words in their order, each once."""
        lines = (clean_text(line) for line in (self.words.data or "").split("\n"))
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def translation_list(self) -> list[dict[str, str]]:
        return translations_from_lines(self.translations.data)

    def fields(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome.data or None,
            "colour": (self.colour.data or "").lower() or None,
            "source_id": int(self.source_id.data) if (self.source_id.data or "").isdigit() else None,
            "words": self.word_list,
            "translations": self.translation_list,
        }
