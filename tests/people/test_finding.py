"""Finding by a half-remembered name."""

import pytest

from app.people.finding import Known, found_names, near_names, same_name_pairs


def known(*names: str) -> list[Known]:
    return [Known(number, f"r{number}", name) for number, name in enumerate(names, start=1)]


def best(typed: str, *names: str) -> str | None:
    matches = near_names(typed, known(*names))
    return matches[0].record.name if matches else None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jose Munoz", "José Muñoz"),
        ("Muñoz, José", "José Muñoz"),
        ("Michele Klein Solomon", "Michele Klein-Solomon"),
        ("Andrew Sele", "Andrew Selee"),
        ("A. Selee", "Andrew Selee"),
        ("Ana Reef", "Ana Maria Reef"),
        ("Søren Łukasz", "Soren Lukasz"),
    ],
)
def test_a_name_written_otherwise_is_found(typed: str, name: str) -> None:
    assert best(typed, "Carla Harbour", name, "Dion Strand") == name


@pytest.mark.parametrize("typed", ["Ana Coral", "Reef", "Z", "", "…", "Andrew Marsh"])
def test_another_name_is_not_taken_for_it(typed: str) -> None:
    assert best(typed, "Ana Reef", "Andrew Selee") is None


def test_an_organization_is_found_by_its_letters() -> None:
    assert best("IOM", "International Organization for Migration", "Harbour Institute") is not None
    office = Known(1, "h", "Harbour Office", other_names=("HAO",))
    assert near_names("HAO", [office])[0].score == 100


def test_typed_beginnings_find_before_likeness() -> None:
    found = found_names("an re", known("Ana Reef", "Andre Reed", "Carla Harbour"))
    assert {match.record.name for match in found} == {"Ana Reef", "Andre Reed"}


def test_records_written_twice_are_paired() -> None:
    pairs = same_name_pairs(known("José Muñoz", "Jose Munoz", "Ana Reef", "Dion Strand"))
    assert [(first.id, second.id) for first, second in pairs] == [(1, 2)]


def test_two_thousand_people_are_searched() -> None:
    people = known(*(f"Person{number % 97} Family{number}" for number in range(2000)))
    near_names("Person3 Famly1703", people)  # folds the names once
    assert near_names("Person3 Famly1703", people)
    assert found_names("person3 fam", people)


def test_pairs_among_two_thousand_are_found() -> None:
    names = [f"{first}{number} {last}{number}son" for number in range(100) for first in "ABCDE" for last in "WXYZ"]
    people = known(
        *names, "A7 W7son", "Andrew Selee", "A. Selee", "Ana Reef", "Ana Maria Reef", "Harbour Office", "HO X"
    )
    pairs = {(first.name, second.name) for first, second in same_name_pairs(people, limit=100_000)}
    assert {("A7 W7son", "A7 W7son"), ("Andrew Selee", "A. Selee"), ("Ana Reef", "Ana Maria Reef")} <= pairs
    assert not [pair for pair in pairs if "Harbour Office" in pair]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("iom", "International Organization for Migration"),
        ("International Organization for Migration", "IOM"),
        ("Ana M Reef", "Ana Maria Reef"),
        ("Reef Institute", "The Reef Institute of the Southern Islands"),
        ("Southern Islands Reef Institute", "Reef Institute"),
    ],
)
def test_a_shorter_name_is_found_among_many(typed: str, name: str) -> None:
    """The quick look before the careful one passes nothing by."""
    others = (f"Carla{number} Harbour{number}" for number in range(300))
    assert best(typed, *others, name) == name
