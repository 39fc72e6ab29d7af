"""Six people save at the same moment: one wins, five see both versions; of six records, all are saved."""

import threading

import pytest

from tests.faults.conftest import Place
from tests.faults.organizer import Answered, Organizer, signed_in
from tests.forms import FormFound

PEOPLE = 6
NEW = "/organize/episodes/new"
PUBLIC = "/organize/episodes/1-migration-for-sustainable-development-in-the-caribbean"


@pytest.fixture(scope="module")
def organizer(served: Place) -> Organizer:
    return signed_in(served.running)


def saved_at_once(organizer: Organizer, forms: list[FormFound], **typed: str) -> list[Answered]:
    """Each form sent by a browser of its own, all let go together; `{}` in what is typed is the number of the form."""
    answers: list[Answered] = []
    together = threading.Barrier(len(forms))

    def save(number: int, form: FormFound) -> None:
        fields = form.filled(**{name: text.format(number) for name, text in typed.items()})
        browser = organizer.beside()
        together.wait()
        answers.append(browser.post(form.action, fields))

    people = [threading.Thread(target=save, args=one) for one in enumerate(forms)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    return answers


def a_draft(organizer: Organizer, title: str) -> str:
    form = organizer.form(NEW)
    answer = organizer.post(NEW, form.filled(title=title, day="2031-05-06"))
    assert answer.status == 303, answer.text
    return answer.headers["location"].removeprefix(organizer.address) + "/edit"


def insist_on_one_winner(answers: list[Answered]) -> None:
    assert sorted(answer.status for answer in answers) == [303, *[409] * (PEOPLE - 1)]
    for answer in answers:
        if answer.status == 409:
            assert "nothing is lost: choose for each field, then save" in answer.text
            assert 'value="theirs"' in answer.text


def test_one_episode(organizer: Organizer) -> None:
    edit = a_draft(organizer, "Panel on remittances")
    opened = [organizer.form(edit) for _ in range(PEOPLE)]
    answers = saved_at_once(organizer, opened, title="Panel on remittances, as person {} has it")
    insist_on_one_winner(answers)
    page = organizer.get(edit).text
    assert sum(f"as person {number} has it" in page for number in range(PEOPLE)) == 1


def test_one_public_episode(organizer: Organizer) -> None:
    opened = [organizer.form(PUBLIC + "/edit") for _ in range(PEOPLE)]
    insist_on_one_winner(saved_at_once(organizer, opened, topic="The topic, as person {} has it."))


def test_one_item_of_the_planner(organizer: Organizer) -> None:
    form = organizer.form("/organize/planner/items/new")
    assert organizer.post(form.action, form.filled(title="Rehearsal", day="2031-05-06")).status == 303
    opened = [organizer.form("/organize/planner/items/1") for _ in range(PEOPLE)]
    insist_on_one_winner(saved_at_once(organizer, opened, title="Rehearsal {}"))


def test_six_episodes(organizer: Organizer) -> None:
    edits = [a_draft(organizer, f"Panel {number}") for number in range(PEOPLE)]
    answers = saved_at_once(organizer, [organizer.form(edit) for edit in edits], title="Renamed {}")
    assert [answer.status for answer in answers] == [303] * PEOPLE
    for number, edit in enumerate(edits):
        assert f'value="Renamed {number}"' in organizer.get(edit).text


def test_one_form_sent_six_times(organizer: Organizer, served: Place) -> None:
    """A button pressed again and again: one item, and every answer leads on."""
    form = organizer.form("/organize/planner/items/new")
    answers = saved_at_once(organizer, [form] * PEOPLE, title="Pressed six times", day="2031-05-06")
    assert [answer.status for answer in answers] == [303] * PEOPLE
    assert served.titles("Pressed") == ["Pressed six times"]
