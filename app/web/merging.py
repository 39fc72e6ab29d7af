"""Saving over a record that somebody changed meanwhile: both versions field by field, and the choice between them.

A list whose rows say by what they are told apart (`told_apart_by`: the person, the pillar) is compared row by row,
and a row that both versions hold field by field.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from typing import Any

from flask import render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import BooleanField, Field, FieldList, FormField, SelectField, SelectMultipleField

from app.revisions.models import Revision, Revisioned
from app.revisions.operations import check_fresh
from app.revisions.queries import revision_number_of, revisions_since, snapshot_before
from app.web.forms import Clock, HiddenField, RecordForm
from app.web.verbs import answer_verb

CHOICE = "choice."
BEGAN_FROM = "began_from"
SHOWN_HIDDEN = ("csrf_token", "request_id", "base_revision")

Shown = Callable[[dict[str, Any]], dict[str, Any]]
"""From a record's snapshot to the data of its form."""


@dataclass(frozen=True)
class Reading:
    """One field, or one row of a list, at one moment: what it says, in lines for people, and as a browser sends it.

    `row` is where the row stands in its list, as the beginning of its fields' names; empty for a field of its own.
    `fields` are the names under which the fields of a row are read, each as a part of it.
    """

    label: str
    value: Any
    lines: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    row: str = ""
    fields: tuple[str, ...] = ()
    is_part: bool = False


ABSENT = Reading("", None, (), ())
"""A row that is not in the list."""


@dataclass(frozen=True)
class Difference:
    """A field in which the typed and the stored version differ; `suggested` is the one that changed alone."""

    name: str
    label: str
    began: Reading
    theirs: Reading
    mine: Reading
    by: Revision | None
    suggested: str

    @property
    def is_row(self) -> bool:
        return bool(self.theirs.fields or self.mine.fields)


def answer_edit(
    form: RecordForm, record: Revisioned, *, shown: Shown, verb: Callable[[], str]
) -> Response | tuple[str, int] | None:
    """Answer the form of an existing record: saved, or the merge page; None where the form must be shown again.

    The form is made with `data=shown(record.snapshot()) | {"base_revision": revision_number_of(record)}`; the verb
    needs no `check_fresh` of its own.
    """
    if request.method != "POST":
        return None
    _take_choices(form, record, shown)

    def fresh_verb() -> str:
        check_fresh(record, started_from=form.base_revision.data or 0)
        return verb()

    answer = answer_verb(form, fresh_verb)
    if answer is not None or not form.is_stale:
        return answer
    return _merge_page(form, record, shown), 409


def _take_choices(form: RecordForm, record: Revisioned, shown: Shown) -> None:
    """Put the stored version of each field chosen so into the form; a choice left open makes the form stale again."""
    began_from = request.form.get(BEGAN_FROM, "")
    present = revision_number_of(record)
    if not began_from.isdigit() or len(began_from) > 9 or form.base_revision.data != present:
        return
    differences = differences_of(form, record, shown, began_from=int(began_from))
    sent = MultiDict(_pairs_of(form))
    for one in differences:
        if one.suggested == "theirs":
            _put_theirs(sent, one)
    sent.update(_kept(form))
    form.process(sent)
    if any(one.suggested not in ("theirs", "mine") for one in differences):
        form.base_revision.data = int(began_from)


def _put_theirs(sent: MultiDict[str, str], one: Difference) -> None:
    """The stored version in the place of the typed one; a row that was not typed comes behind the others."""
    for name, _value in one.mine.pairs:
        sent.poplist(name)
    place = one.mine.row or _free_row(sent, one.theirs.row)
    for name, value in one.theirs.pairs:
        sent.add(place + name.removeprefix(one.theirs.row), value)


def _free_row(sent: MultiDict[str, str], row: str) -> str:
    """`appearances-4` where a row like `appearances-2` was not typed, and rows 0 to 3 are taken."""
    if not row:
        return ""
    beginning = row.rpartition("-")[0] + "-"
    taken = [name.removeprefix(beginning).partition("-")[0] for name in sent if name.startswith(beginning)]
    return f"{beginning}{max((int(number) for number in taken), default=-1) + 1}"


def differences_of(form: RecordForm, record: Revisioned, shown: Shown, *, began_from: int) -> list[Difference]:
    """What differs between the typed form and the stored record; the form itself is left as it was."""
    typed = MultiDict([*_pairs_of(form), *_kept(form).items()])
    mine = _readings(form)
    changes = revisions_since(record, began_from)
    states = [_stored(form, shown(state)) for state in snapshot_before(record, changes)]
    form.process(typed)
    began, theirs = states[0], states[-1]
    found = []
    for name in _compared(mine, theirs):
        first, stored, typed_now = (readings.get(name, ABSENT) for readings in (began, theirs, mine))
        if stored.value != typed_now.value:
            by = _last_change(name, changes, states)
            suggested = request.form.get(CHOICE + name) or _suggested(first, stored, typed_now)
            label = typed_now.label or stored.label
            found.append(Difference(name, label, first, stored, typed_now, by, suggested))
    return found


def _compared(mine: dict[str, Reading], theirs: dict[str, Reading]) -> Iterator[str]:
    """The names of fields, of the fields of rows that both versions hold, and of rows that only one of them holds."""
    for name in [*mine, *(name for name in theirs if name not in mine)]:
        reading = mine.get(name) or theirs[name]
        if reading.fields and name in mine and name in theirs:
            yield from reading.fields
        elif not reading.is_part:
            yield name


def _suggested(began: Reading, theirs: Reading, mine: Reading) -> str:
    if began.value == mine.value:
        return "theirs"
    return "mine" if began.value == theirs.value else ""


def _last_change(name: str, changes: list[Revision], states: list[dict[str, Reading]]) -> Revision | None:
    for number in range(len(changes) - 1, -1, -1):
        before, after = (readings.get(name, ABSENT) for readings in states[number : number + 2])
        if before.value != after.value:
            return changes[number]
    return None


def _merge_page(form: RecordForm, record: Revisioned, shown: Shown) -> str:
    began_from = form.base_revision.data or 0
    differences = differences_of(form, record, shown, began_from=began_from)
    form.base_revision.data = revision_number_of(record)
    return render_template(
        "organize/merge.html",
        form=form,
        record_title=record.record_title,
        differences=differences,
        unclear=request.form.get(BEGAN_FROM) is not None and any(not one.suggested for one in differences),
        changes=revisions_since(record, began_from),
        typed=[*_pairs_of(form), *((name, value) for name, value in _kept(form).items() if name not in SHOWN_HIDDEN)],
        began_from=began_from,
        choice=CHOICE,
        address=request.path,
    )


def _stored(form: RecordForm, data: dict[str, Any]) -> dict[str, Reading]:
    form.process(None, data=data)
    return _readings(form)


def _readings(form: RecordForm) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for field in form:
        if isinstance(field, FieldList) and all(_identity(entry) for entry in field):
            found |= _row_readings(field)
        elif not isinstance(field, HiddenField):
            lines, pairs = tuple(_lines(field)), tuple(_pairs(field))
            found[field.short_name] = Reading(str(field.label.text), _value(field), lines, pairs)
    return found


def _row_readings(field: FieldList) -> dict[str, Reading]:
    """Each row under a name that follows from what tells it apart; rows that share that are counted."""
    found: dict[str, Reading] = {}
    seen: Counter[str] = Counter()
    for entry in field:
        if _is_blank(entry):
            continue
        told = [entry.form[name] for name in _identity(entry)]
        key = repr([_text(one).casefold() for one in told])
        seen[key] += 1
        name = f"{field.short_name}_{sha256(f'{key}{seen[key]}'.encode()).hexdigest()[:12]}"
        words = ", ".join(line for one in told for line in _lines(one))
        lines = tuple(_named_lines(entry.form))
        label = f"{field.label.text}: {words}"
        parts = dict(_part_readings(entry, name, label))
        found[name] = Reading(label, _value(entry), lines, tuple(_pairs(entry)), entry.name, tuple(parts))
        found |= parts
    return found


def _part_readings(entry: Field, name: str, label: str) -> Iterator[tuple[str, Reading]]:
    """The fields of one row, each under the row's name and its own."""
    for inner in entry.form:
        if not isinstance(inner, HiddenField):
            words = f"{label}, {inner.label.text}"
            lines, pairs = tuple(_lines(inner)), tuple(_pairs(inner))
            yield f"{name}_{inner.short_name}", Reading(words, _value(inner), lines, pairs, entry.name, is_part=True)


def _named_lines(form: Any) -> Iterator[str]:
    """What a row says, each field with its name."""
    for inner in form:
        said = ", ".join(_lines(inner))
        if said and not isinstance(inner, HiddenField):
            yield f"{inner.label.text}: {said}"


def _identity(entry: Field) -> tuple[str, ...]:
    """The fields of a row by which it is known when both versions hold it."""
    return getattr(entry.form, "told_apart_by", ()) if isinstance(entry, FormField) else ()


def _kept(form: RecordForm) -> dict[str, str]:
    """The form's own hidden fields as they were sent: its token, its request, its revision."""
    return {name: request.form[name] for name, field in form._fields.items() if _is_own(field) and name in request.form}


def _is_own(field: Field) -> bool:
    return isinstance(field, HiddenField)


def _pairs_of(form: RecordForm) -> list[tuple[str, str]]:
    return [pair for field in form if not _is_own(field) for pair in _pairs(field)]


def _pairs(field: Field) -> Iterator[tuple[str, str]]:
    """Names and values as a browser sends them."""
    if isinstance(field, FieldList):
        for entry in field:
            yield from _pairs(entry)
    elif isinstance(field, FormField):
        for inner in field.form:
            yield from _pairs(inner)
    elif isinstance(field, SelectMultipleField):
        yield from ((field.name, str(value)) for value in field.data or ())
    elif isinstance(field, BooleanField):
        if field.data:
            yield field.name, "y"
    else:
        yield field.name, _text(field)


def _value(field: Field) -> Any:
    if isinstance(field, FieldList):
        return [_value(entry) for entry in field if not _is_blank(entry)]
    if isinstance(field, FormField):
        return {inner.short_name: _value(inner) for inner in field.form}
    if isinstance(field, SelectMultipleField):
        return sorted(str(value) for value in field.data or ())
    return bool(field.data) if isinstance(field, BooleanField) else _text(field)


def _lines(field: Field) -> Iterator[str]:
    if isinstance(field, FieldList):
        for entry in field:
            if not _is_blank(entry):
                yield "; ".join(_lines(entry))
    elif isinstance(field, FormField):
        for inner in field.form:
            said = ", ".join(_lines(inner))
            if said and not isinstance(inner, HiddenField):
                yield f"{inner.label.text}: {said}" if isinstance(inner, BooleanField) else said
    elif isinstance(field, SelectField):
        picked = set(_value(field)) if isinstance(field, SelectMultipleField) else {_text(field)}
        yield from (str(label) for value, label, *_ in field.iter_choices() if str(value) in picked and str(value))
    elif isinstance(field, BooleanField):
        yield from (["✓"] if field.data else [])
    else:
        yield from _text(field).splitlines()


def _is_blank(entry: Field) -> bool:
    """Whether it is one of the empty rows that a form offers."""
    return isinstance(entry, FormField) and bool(getattr(entry.form, "is_blank", False))


def _text(field: Field) -> str:
    data = field.data
    if isinstance(data, time) or isinstance(field, Clock):
        return str(data or "")[:5]
    if isinstance(data, date):
        return data.isoformat()
    return "" if data is None else str(data).replace("\r\n", "\n").strip()
