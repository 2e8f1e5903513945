from collections.abc import Iterator

import pytest

from kb.fields import FIELDS, HEADINGS, TERM_FIELDS, TRANSLATED, Field, Kind, Shape, vocabulary_of
from kb.source import LocatedMap, Text, read_yaml
from kb.values import Context, read_values
from tests.problem_examples import TODAY, real_lists


def every_field() -> Iterator[tuple[str, Field]]:
    """Each field with its way from the top: evidence.evaluations.year."""
    waiting = [(each.name, each) for each in FIELDS]
    while waiting:
        name, field = waiting.pop(0)
        yield name, field
        waiting += [(f"{name}.{part.name}", part) for part in field.parts]


EVERY_FIELD = dict(every_field())


@pytest.mark.parametrize("name", EVERY_FIELD)
def test_the_example_of_a_field_can_be_used(name: str) -> None:
    field = EVERY_FIELD[name]
    text = Text("practices/street-work.md", field.example)
    root, syntax = read_yaml(text)
    assert isinstance(root, LocatedMap)

    values, problems = read_values(Context(text, real_lists(), TODAY), root, (field,))

    assert (*syntax, *problems) == ()
    assert list(values.by_name) == [field.name]


@pytest.mark.parametrize("name", EVERY_FIELD)
def test_a_field_says_what_it_is_without_a_full_stop(name: str) -> None:
    field = EVERY_FIELD[name]

    assert field.label
    assert field.help[-1] not in ".!"
    assert field.reason[-1] not in ".!"


@pytest.mark.parametrize("name", EVERY_FIELD)
def test_a_field_of_terms_names_a_list_that_exists_and_no_other_does(name: str) -> None:
    field = EVERY_FIELD[name]

    assert (field.kind in (Kind.TERM, Kind.ANSWERS)) == (field.vocabulary in real_lists())


@pytest.mark.parametrize("name", EVERY_FIELD)
def test_the_limits_of_a_field_leave_room(name: str) -> None:
    field = EVERY_FIELD[name]

    assert field.most == 0 or field.least <= field.most
    assert field.shortest <= field.longest
    assert field.shape is not Shape.ONE or (field.least, field.most) == (0, 0)


def test_names_are_used_once_on_each_level() -> None:
    for fields in (FIELDS, *(field.parts for field in EVERY_FIELD.values())):
        names = [each.name for each in fields]
        assert len(names) == len(set(names))


def test_a_field_knows_its_parts_by_name() -> None:
    review = EVERY_FIELD["review"]

    assert dict(review.by_name) == {part.name: part for part in review.parts}


def test_the_fields_of_a_translation_are_fields() -> None:
    assert set(TRANSLATED) <= {each.name for each in FIELDS}


def test_headings_are_written_once() -> None:
    assert len(set(HEADINGS)) == len(HEADINGS) == 8


@pytest.mark.parametrize(
    "name, vocabulary",
    [*TERM_FIELDS.items(), ("evidence", "evidence-levels"), ("effect", "effects"), ("title", ""), ("nothing", "")],
)
def test_a_field_or_facet_takes_its_values_from_a_list(name: str, vocabulary: str) -> None:
    assert vocabulary_of(name) == vocabulary
