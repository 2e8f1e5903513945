from __future__ import annotations

import pytest

from search import Document, Text
from tests.search.makers import a_document


def test_a_document_without_a_group_stands_alone() -> None:
    assert a_document("street-work").group == "street-work"


def test_a_document_keeps_its_own_facets_when_those_it_was_made_with_change() -> None:
    facets = {"area": ("education",)}
    document = a_document(facets=facets)

    facets["area"] = ("prison",)

    assert document.facets == {"area": ("education",)}


def test_the_facets_of_a_document_cannot_be_written_to() -> None:
    with pytest.raises(TypeError):
        a_document().facets["area"] = ()  # type: ignore[index]  # the point of the test


def test_documents_can_be_members_of_sets() -> None:
    assert {a_document("a"), a_document("a")} == {a_document("a")}


def test_a_passage_counts_once_and_is_quoted_unless_said_otherwise() -> None:
    assert Document("a", "en", "", (Text("x"),)).texts == (Text("x", 1.0, True),)
