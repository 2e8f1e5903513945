from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search import Document, FacetField, Index, SearchQuery, Sort, Text, index, store
from search.analysis import Analyser
from search.index import MAX_SEGMENTS
from tests.search.makers import UNHURRIED, a_document, found, ids

AREA = FacetField("area")
QUERIES = [
    SearchQuery(text, sort=sort)
    for text in ("", "mentor", "school pri*", '"school mentor"', "-prison", "mentro")
    for sort in (Sort.RELEVANCE, Sort.TITLE)
]


def some_documents() -> list[Document]:
    return [
        a_document("a", "Mentors visit a school.", title="Mentoring"),
        a_document("b", "Prisons and schools.", facets={"area": ("prison",)}),
        a_document("b.de", "Gefängnisse und Schulen", language="de", group="b"),
    ]


def answers(of: Index) -> list[object]:
    return [of.search(query) for query in QUERIES] + [of.completions("s"), of.languages]


def collections() -> st.SearchStrategy[list[Document]]:
    words = st.sampled_from(["mentor", "school", "prison", "Schule", "the", "mentors", "PRISON"])
    texts = st.lists(words, max_size=4).map(" ".join)
    documents = st.builds(
        a_document,
        st.sampled_from(["a", "b", "c", "d"]),
        texts,
        title=texts,
        language=st.sampled_from(["en", "de"]),
        group=st.sampled_from(["", "a"]),
    )
    return st.lists(documents, max_size=4, unique_by=lambda document: document.id)


@UNHURRIED
@given(st.lists(collections(), min_size=1, max_size=4))
def test_an_index_updated_in_steps_answers_like_one_built_at_once(
    steps: list[list[Document]],
) -> None:
    updated = Index.build([], [AREA])
    for documents in steps:
        updated = updated.updated(documents)

    assert answers(updated) == answers(Index.build(steps[-1], [AREA]))


@settings(deadline=None, max_examples=10)
@given(steps=st.lists(collections(), min_size=2, max_size=4))
def test_a_saved_index_updated_in_steps_answers_like_one_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[Document]]
) -> None:
    updated = Index.open([], tmp_path_factory.mktemp("state"), [AREA])
    for documents in steps:
        updated = updated.updated(documents)

    assert updated.stored
    assert answers(updated) == answers(Index.build(steps[-1], [AREA]))


def test_the_order_of_documents_makes_no_difference() -> None:
    assert answers(Index.build(some_documents())) == answers(Index.build(reversed(some_documents())))


def test_an_index_knows_its_languages_and_facets() -> None:
    made = Index.build(some_documents(), [AREA])

    assert made.languages == ("de", "en")
    assert made.facet_names == ("area",)


def test_an_index_without_a_folder_is_in_memory_and_warns_of_nothing() -> None:
    made = Index.build(some_documents())

    assert (made.folder, made.stored, made.warning) == (None, False, None)


def test_an_opened_index_answers_like_a_built_one(tmp_path: Path) -> None:
    first = Index.open(some_documents(), tmp_path, [AREA])
    second = Index.open(some_documents(), tmp_path, [AREA])

    assert (first.stored, first.warning) == (True, None)
    assert (second.stored, second.warning) == (True, None)
    assert answers(first) == answers(second) == answers(Index.build(some_documents(), [AREA]))


class _Counting(Analyser):
    """An analyser that remembers the words it was given."""

    words: list[str]

    def entry(self, text: str, language: str) -> object:  # type: ignore[override]
        self.words.append(text)
        return super().entry(text, language)


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that are analysed while indexing."""
    words: list[str] = []
    counting = type("Counting", (_Counting,), {"words": words})
    monkeypatch.setattr(index, "Analyser", counting)
    return words


def test_opening_again_analyses_nothing(tmp_path: Path, analysed: list[str]) -> None:
    Index.open(some_documents(), tmp_path)
    analysed.clear()

    Index.open(some_documents(), tmp_path)

    assert analysed == []


def test_a_changed_vocabulary_needs_no_new_index(tmp_path: Path, analysed: list[str]) -> None:
    Index.open(some_documents(), tmp_path, [AREA])
    analysed.clear()
    documents = [replace(d, facets={"area": ("school",)}, sort_keys={"evidence": 1}) for d in some_documents()]

    made = Index.open(documents, tmp_path, [FacetField("area", {"school": ("education",)})])

    assert analysed == []
    assert made.search(SearchQuery(filters=frozenset({("area", "education")}))).total == 2


def test_a_changed_weight_needs_no_new_index(tmp_path: Path, analysed: list[str]) -> None:
    Index.open([a_document("a", "mentor"), a_document("b", "school")], tmp_path)
    analysed.clear()
    document = Document("a", "en", "", (Text("mentor", 5.0),))

    made = Index.open([document, a_document("b", "school")], tmp_path)

    assert analysed == []
    assert answers(made) == answers(Index.build([document, a_document("b", "school")]))


@pytest.mark.parametrize("where", ["memory", "folder"])
def test_an_update_analyses_what_changed_alone(tmp_path: Path, analysed: list[str], where: str) -> None:
    before = Index.open(some_documents(), tmp_path if where == "folder" else None)
    analysed.clear()

    after = before.updated([*some_documents()[1:], a_document("new", "Street work")])

    assert analysed == ["Street", "work"]
    assert found(after, "street") == {"new"}
    assert found(after, "mentor") == set()


def test_an_update_leaves_the_index_before_as_it_was() -> None:
    before = Index.build(some_documents())
    expected = answers(before)

    before.updated([a_document("new", "mentor")])

    assert answers(before) == expected


def test_an_update_keeps_facet_fields_or_takes_new_ones() -> None:
    before = Index.build(some_documents(), [AREA])

    assert before.updated(some_documents()).facet_names == ("area",)
    assert before.updated(some_documents(), [FacetField("country")]).facet_names == ("country",)


def test_an_update_is_there_when_opened_again(tmp_path: Path, analysed: list[str]) -> None:
    documents = [*some_documents(), a_document("new", "Street work")]
    updated = Index.open(some_documents(), tmp_path).updated(documents)
    analysed.clear()

    opened = Index.open(documents, tmp_path)

    assert analysed == []
    assert answers(opened) == answers(updated)


def test_an_update_finds_what_another_process_has_saved(tmp_path: Path, analysed: list[str]) -> None:
    documents = [*some_documents(), a_document("new", "Street work")]
    before = Index.open(some_documents(), tmp_path)
    Index.open(documents, tmp_path)
    analysed.clear()

    before.updated(documents)

    assert analysed == []


def test_what_another_process_saved_while_this_one_waited_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def locked_late(folder: Path) -> Iterator[None]:
        monkeypatch.undo()
        Index.open(some_documents(), folder)
        with store.locked(folder):
            monkeypatch.setattr(index, "Analyser", pytest.fail)
            yield

    monkeypatch.setattr(store, "locked", locked_late)

    assert Index.open(some_documents(), tmp_path).stored


def test_an_update_builds_anew_when_the_index_before_is_gone(tmp_path: Path) -> None:
    before = Index.open(some_documents(), tmp_path)
    (saved,) = generations(tmp_path)
    (saved / "columns.npz").unlink()

    after = before.updated([a_document("new", "Street work")])

    assert after.stored
    assert found(after, "street") == {"new"}


def test_many_updates_leave_few_segments(tmp_path: Path) -> None:
    documents = some_documents()
    updated = Index.open(documents, tmp_path)
    for number in range(MAX_SEGMENTS + 2):
        documents = [*documents, a_document(f"new{number}", f"street{number} mentor")]
        updated = updated.updated(documents)

    newest = max(generations(tmp_path), key=lambda path: path.stat().st_mtime_ns)
    assert len(list(newest.glob("*.seg"))) <= MAX_SEGMENTS
    assert answers(updated) == answers(Index.build(documents))


def generations(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()]


def _empty(generation: Path) -> None:
    for path in generation.iterdir():
        path.unlink()


def _replace_by_file(generation: Path) -> None:
    _empty(generation)
    generation.rmdir()
    generation.write_text("junk")


def _change(name: str, content: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def change(generation: Path) -> None:
        path = next(generation.glob(name))
        path.write_bytes(content(path.read_bytes()))

    return change


DAMAGE: dict[str, Callable[[Path], None]] = {
    "an empty folder": _empty,
    "a file in place of the folder": _replace_by_file,
    **{
        f"{name} {how}": _change(name, content)
        for name in ("columns.npz", "seal.json", "*.seg", "*.toc")
        for how, content in {
            "truncated": lambda content: content[: len(content) // 2],
            "empty": lambda _: b"",
            "junk": lambda content: bytes(len(content)),
        }.items()
    },
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_index_is_built_anew_without_a_word(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    before = Index.open(some_documents(), tmp_path)
    damage(generations(tmp_path)[0])

    opened = Index.open(some_documents(), tmp_path)
    updated = before.updated([*some_documents(), a_document("new", "mentor")])

    assert (opened.stored, opened.warning, updated.warning) == (True, None, None)
    assert answers(opened) == answers(Index.build(some_documents()))
    assert found(updated, "mentor") == {"a", "new"}


def test_an_index_of_another_version_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analysed: list[str]
) -> None:
    Index.open(some_documents(), tmp_path)
    analysed.clear()

    monkeypatch.setattr(index, "SCHEMA_VERSION", 999)
    Index.open(some_documents(), tmp_path)

    assert analysed != []


def test_where_no_folder_can_be_made_the_index_is_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    made = Index.open(some_documents(), tmp_path / "file" / "state")

    assert not made.stored
    assert made.warning is not None
    assert made.warning.startswith("the search index is kept in memory only: ")
    assert "\n" not in made.warning
    assert answers(made) == answers(Index.build(some_documents()))


def test_an_index_in_memory_for_want_of_a_folder_can_be_updated(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    made = Index.open(some_documents(), tmp_path / "file" / "state")

    updated = made.updated([a_document("new", "mentor")])

    assert updated.warning is not None
    assert found(updated, "mentor") == {"new"}


def test_where_the_disk_is_full_the_index_is_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "write", write)

    made = Index.open(some_documents(), tmp_path)

    assert made.warning is not None
    assert "No space left on device" in made.warning
    assert answers(made) == answers(Index.build(some_documents()))


def test_a_file_size_limit_is_survived(tmp_path: Path) -> None:
    program = """
import resource, sys
from pathlib import Path
from search import Document, Index
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
made = Index.open([Document("a", "en", "Mentors")], Path(sys.argv[1]))
assert not made.stored and "too large" in made.warning, made.warning
assert {path.name for path in Path(sys.argv[1]).iterdir()} == {".lock"}
"""

    subprocess.run([sys.executable, "-W", "error", "-c", program, tmp_path], check=True)


def test_what_is_saved_holds_no_more_than_two_generations(tmp_path: Path) -> None:
    for number in range(4):
        Index.open([a_document(str(number))], tmp_path)

    assert len(generations(tmp_path)) == 2


def test_a_seal_covers_every_file(tmp_path: Path) -> None:
    Index.open(some_documents(), tmp_path)
    (generation,) = generations(tmp_path)

    sealed = set(json.loads((generation / "seal.json").read_text()))

    assert sealed | {"seal.json"} == {path.name for path in generation.iterdir()}


def test_many_threads_can_ask_at_once() -> None:
    made = Index.build(some_documents(), [AREA])
    expected = answers(made)
    wrong: list[object] = []

    def ask() -> None:
        wrong.extend([1 for _ in range(5) if answers(made) != expected])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_the_library_is_imported_without_a_warning() -> None:
    program = "import search; search.Index.build([search.Document('a', 'mt', 'x')])"

    done = subprocess.run([sys.executable, "-W", "error", "-c", program], check=True, capture_output=True)

    assert done.stderr == b""


def test_a_letter_that_folds_to_nothing_is_no_word() -> None:
    assert found(Index.build([a_document("a", "\ufc5e mentor")]), "mentor") == {"a"}


def test_any_language_tag_will_do() -> None:
    made = Index.build([a_document("a", "mentor", language="no such language")])

    assert ids(made.search(SearchQuery("mentor"))) == ["a"]


def test_documents_that_differ_in_their_groups_alone_are_not_mixed_up(tmp_path: Path) -> None:
    one = [a_document("a", "apple", group="x"), a_document("b", "pear", group="y")]
    other = [a_document("a", "apple", group="y"), a_document("b", "pear", group="x")]
    Index.open(one, tmp_path)

    hits = Index.open(other, tmp_path).search(SearchQuery("apple")).hits

    assert [hit.id for hit in hits] == ["a"]
