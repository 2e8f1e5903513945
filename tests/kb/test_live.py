"""What is served while the folder changes: the next snapshot takes the place of the last, or nothing does."""

from __future__ import annotations

import logging
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb import folder, live
from kb.live import Live, Snapshot, load
from kb.markup import Labels, Rendered, render
from kb.practice import Slug
from kb.problem import Problem
from search import Index, SearchQuery
from tests.makers import TODAY, UNHURRIED, a_folder, a_page, a_translated_entry, an_entry, write


def a_live(path: Path, state: Path | None = None, today: Callable[[], date] = lambda: TODAY) -> Live:
    """One that looks at its folder only when told to."""
    return Live(path, state, today, is_watching=False)


def slugs(snapshot: Snapshot) -> list[str]:
    return list(snapshot.collection.practices)


def found(snapshot: Snapshot, text: str, **filters: str) -> list[str]:
    """The practices that a question finds, in alphabetical order."""
    query = SearchQuery(text, frozenset(filters.items()))
    return sorted(hit.group for hit in snapshot.search(query).hits)


def codes(snapshot: Snapshot) -> list[str]:
    return [each.code for each in snapshot.collection.problems]


def counts(snapshot: Snapshot, name: str) -> dict[str, int]:
    """How many practices have each value of a facet."""
    facets = {each.field: each for each in snapshot.search(SearchQuery()).facets}
    return {each.id: each.count for each in facets[name].values}


def test_a_folder_is_served_as_it_is(tmp_path: Path) -> None:
    files = {
        "street-work.md": an_entry(),
        "street-work.da.md": a_translated_entry(title="Gadearbejde"),
        "_pages/about.md": a_page("About us"),
    }

    snapshot = a_live(a_folder(tmp_path, files)).current

    assert slugs(snapshot) == ["street-work"]
    assert list(snapshot.collection.translations[Slug("street-work")]) == ["da"]
    assert [each.title for each in snapshot.collection.pages.values()] == ["About us"]
    assert snapshot.collection.problems == ()
    assert found(snapshot, "gadearbejde") == ["street-work"]


def test_the_text_of_each_file_is_kept_as_it_was_written(tmp_path: Path) -> None:
    entry, translation, broken = an_entry(), a_translated_entry(title="Gadearbejde"), an_entry(title=None)
    files = {"street-work.md": entry, "street-work.da.md": translation, "broken.md": broken}

    snapshot = a_live(a_folder(tmp_path, files)).current

    assert snapshot.sources == {"street-work": entry, "street-work.da": translation, "broken": broken}


def test_an_edit_shows_after_a_refresh_and_not_before(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    before = lives.current
    write(path / "street-work.md", an_entry(title="Night walks"))

    unchanged, has_changed, after = lives.current, lives.refresh(), lives.current

    assert (unchanged is before, has_changed) == (True, True)
    assert [each.collection.practices[Slug("street-work")].title for each in (before, after)] == [
        "Street work",
        "Night walks",
    ]
    assert [found(each, "night walks") for each in (before, after)] == [[], ["street-work"]]


def test_a_new_entry_shows(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    before = lives.current
    write(path / "exit.md", an_entry(title="Exit counselling"))

    lives.refresh()

    assert [slugs(each) for each in (before, lives.current)] == [["street-work"], ["exit", "street-work"]]
    assert [found(each, "counselling") for each in (before, lives.current)] == [[], ["exit"]]


def test_an_entry_that_was_removed_is_gone(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry(), "exit.md": an_entry(title="Exit counselling")})
    lives = a_live(path)
    before = lives.current
    (path / "exit.md").unlink()

    lives.refresh()

    assert [slugs(each) for each in (before, lives.current)] == [["exit", "street-work"], ["street-work"]]
    assert [found(each, "counselling") for each in (before, lives.current)] == [["exit"], []]


def test_a_broken_entry_drops_out_and_comes_back(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry(), "exit.md": an_entry(title="Exit counselling")})
    lives = a_live(path)
    states = [(slugs(lives.current), found(lives.current, "counselling"), dict(lives.current.collection.left_out))]

    for text in ("---\ntitle: [", an_entry(title="Exit counselling")):
        write(path / "exit.md", text)
        lives.refresh()
        snapshot = lives.current
        states.append((slugs(snapshot), found(snapshot, "counselling"), dict(snapshot.collection.left_out)))

    assert states == [
        (["exit", "street-work"], ["exit"], {}),
        (["street-work"], [], {"exit": "practices/exit.md"}),
        (["exit", "street-work"], ["exit"], {}),
    ]


def test_an_entry_that_another_one_takes_its_title_from_drops_out_and_comes_back(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"a.md": an_entry(), "b.md": an_entry(title="Exit help")})
    lives = a_live(path)
    states = [slugs(lives.current)]

    write(path / "a.md", an_entry(title="Exit help"))
    lives.refresh()
    states.append(slugs(lives.current))
    write(path / "a.md", an_entry())
    lives.refresh()
    states.append(slugs(lives.current))

    assert states == [["b", "a"], ["a"], ["b", "a"]]


def test_nothing_is_done_while_nothing_changes(tmp_path: Path) -> None:
    lives = a_live(a_folder(tmp_path, {"street-work.md": an_entry()}))
    before = lives.current

    assert (lives.refresh(), lives.current is before) == (False, True)


def test_a_file_that_was_only_touched_leaves_digest_and_index_as_they_are(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    before = lives.current
    os.utime(path / "street-work.md", ns=(1, 1))

    has_changed = lives.refresh()

    assert has_changed is False
    assert (lives.current.digest, lives.current.index is before.index) == (before.digest, True)


def test_a_file_that_did_not_change_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_folder(tmp_path, {"a.md": an_entry(), "b.md": an_entry(title="Exit counselling")})
    lives = a_live(path)
    lives.refresh()
    names: list[str] = []
    read = folder.read

    def recorded(file: folder.File) -> bytes | Problem:
        names.append(file.path)
        return read(file)

    monkeypatch.setattr(folder, "read", recorded)
    write(path / "b.md", an_entry(title="Exit counselling for all"))

    lives.refresh()

    assert names == ["practices/b.md"]


AREAS = """\
id: policy-areas
title: {en: Policy areas}
terms:
- id: youth-work
  label: {en: Youth work, de: %s}
  definition: Work with the young.
  status: current
"""


def test_a_new_label_leads_to_its_entries_without_a_new_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    write(path / "_vocabularies/policy-areas.yaml", AREAS % "Quastenflosser")
    lives = a_live(path)
    before = lives.current
    write(path / "_vocabularies/policy-areas.yaml", AREAS % "Wombatpflege")
    monkeypatch.setattr("search.index._analysed", must_not_run)

    has_changed = lives.refresh()

    assert has_changed
    assert [found(before, "Quastenflosser"), found(before, "Wombatpflege")] == [["street-work"], []]
    assert [found(lives.current, "Quastenflosser"), found(lives.current, "Wombatpflege")] == [[], ["street-work"]]


def must_not_run(*_: object) -> object:
    raise AssertionError


def test_a_term_that_is_taken_out_of_its_list_leaves_out_its_entries(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    before = lives.current
    write(path / "_vocabularies/policy-areas.yaml", (AREAS % "X").replace("youth-work", "sport"))

    lives.refresh()

    assert [slugs(before), slugs(lives.current)] == [["street-work"], []]
    assert [found(before, "young"), found(lives.current, "young")] == [["street-work"], []]


def test_a_new_broader_term_counts_its_narrower_ones(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    write(path / "_vocabularies/policy-areas.yaml", AREAS % "X")
    lives = a_live(path)
    before = lives.current
    wider = "  broader: [youth]\n- id: youth\n  label: {en: Youth}\n  definition: All.\n  status: current\n"
    write(path / "_vocabularies/policy-areas.yaml", AREAS % "X" + wider)

    lives.refresh()

    assert counts(before, "policy_areas") == {"youth-work": 1}
    assert counts(lives.current, "policy_areas") == {"youth-work": 1, "youth": 1}


def test_a_changed_page_does_not_have_the_entries_read_again(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"a.md": an_entry(), "_pages/about.md": a_page()})
    lives = a_live(path)
    before = lives.current.collection.practices

    write(path / "_pages/about.md", a_page("About us"))
    lives.refresh()

    assert lives.current.collection.pages["about"].title == "About us"
    assert all(lives.current.collection.practices[slug] is practice for slug, practice in before.items())


def test_a_page_shows_and_goes(tmp_path: Path) -> None:
    path = a_folder(tmp_path)
    lives = a_live(path)
    names = [list(lives.current.collection.pages)]

    write(path / "_pages/about.md", a_page())
    lives.refresh()
    names.append(list(lives.current.collection.pages))
    (path / "_pages/about.md").unlink()
    lives.refresh()
    names.append(list(lives.current.collection.pages))

    assert names == [[], ["about"], []]


def test_a_translation_goes_with_its_original(tmp_path: Path) -> None:
    files = {"street-work.md": an_entry(), "street-work.da.md": a_translated_entry(title="Gadearbejde")}
    path = a_folder(tmp_path, files)
    lives = a_live(path)
    before = lives.current
    write(path / "street-work.md", an_entry(title=None))

    lives.refresh()

    assert [found(before, "gadearbejde"), found(lives.current, "gadearbejde")] == [["street-work"], []]


def test_the_next_day_can_make_an_entry_less_fresh(tmp_path: Path) -> None:
    days = [TODAY]
    checked = an_entry(last_verified=TODAY.replace(year=TODAY.year - 1), review={"status": "checked"})
    lives = a_live(a_folder(tmp_path, {"street-work.md": checked}), today=lambda: days[-1])
    before = lives.current
    days.append(TODAY + timedelta(days=1))

    has_changed = lives.refresh()

    assert has_changed
    assert [counts(each, "freshness") for each in (before, lives.current)] == [{"fresh": 1}, {"ageing": 1}]


def test_a_date_in_the_future_is_right_once_its_day_has_come(tmp_path: Path) -> None:
    days = [TODAY]
    early = an_entry(last_verified=TODAY + timedelta(days=1))
    lives = a_live(a_folder(tmp_path, {"street-work.md": early}), today=lambda: days[-1])
    before = lives.current
    days.append(TODAY + timedelta(days=1))

    lives.refresh()

    assert [slugs(before), slugs(lives.current)] == [[], ["street-work"]]


def test_a_folder_that_is_not_there_says_so_and_nothing_else(tmp_path: Path) -> None:
    snapshot = a_live(tmp_path / "nowhere").current

    assert (slugs(snapshot), codes(snapshot)) == ([], ["missing-folder"])
    assert found(snapshot, "anything") == []


def test_an_empty_folder_misses_its_lists_by_name(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()

    snapshot = a_live(tmp_path / "content").current

    assert set(codes(snapshot)) == {"missing-vocabulary"}
    assert "content/_vocabularies/policy-areas.yaml" in [each.place.path for each in snapshot.collection.problems]


def test_without_any_list_an_entry_is_shown_with_its_ids(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    shutil.rmtree(path / "_vocabularies")

    snapshot = a_live(path).current

    assert slugs(snapshot) == ["street-work"]
    assert counts(snapshot, "policy_areas") == {"youth-work": 1}


def test_a_folder_that_disappears_and_returns_is_empty_in_between(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    first = lives.current

    path.rename(tmp_path / "away")
    lives.refresh()
    between = lives.current
    (tmp_path / "away").rename(path)
    lives.refresh()

    assert [slugs(each) for each in (first, between, lives.current)] == [["street-work"], [], ["street-work"]]
    assert lives.current.digest == first.digest


def test_a_hidden_folder_or_list_that_cannot_be_read_leaves_the_rest(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    (path / "_vocabularies/glossary.yaml").write_bytes(b"\xff")
    (path / "_vocabularies/networks.yaml").unlink()
    os.mkfifo(path / "_vocabularies/settings.yaml.fifo")

    snapshot = a_live(path).current

    assert slugs(snapshot) == ["street-work"]
    assert codes(snapshot) == ["not-utf8", "missing-vocabulary", "not-a-regular-file"]


@contextmanager
def unreadable(monkeypatch: pytest.MonkeyPatch, ending: str) -> Iterator[None]:
    """While inside, files whose paths end so cannot be opened."""
    open_file = os.open

    def refusing(path: Path, flags: int) -> int:
        if str(path).endswith(ending):
            raise OSError(24, "Too many open files")
        return open_file(path, flags)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refusing)
        yield


def test_an_entry_that_could_not_be_opened_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry(), "exit.md": an_entry(title="Exit help")})
    lives = a_live(path)

    with unreadable(monkeypatch, "exit.md"):
        lives.refresh()
        before = lives.current
    lives.refresh()

    assert [slugs(each) for each in (before, lives.current)] == [["street-work"], ["exit", "street-work"]]
    assert [codes(each) for each in (before, lives.current)] == [["unreadable-file"], []]
    assert before.digest != lives.current.digest


def test_a_list_that_could_not_be_opened_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lives = a_live(a_folder(tmp_path, {"street-work.md": an_entry()}))

    with unreadable(monkeypatch, "policy-areas.yaml"):
        lives.refresh()
        before = lives.current
    lives.refresh()

    assert [codes(each) for each in (before, lives.current)] == [["missing-vocabulary", "unreadable-file"], []]


def test_while_a_file_stays_closed_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lives = a_live(a_folder(tmp_path, {"street-work.md": an_entry(), "exit.md": an_entry(title="Exit help")}))

    with unreadable(monkeypatch, "exit.md"):
        lives.refresh()
        before = lives.current
        has_changed = lives.refresh()

    assert (has_changed, lives.current.digest, lives.current.index is before.index) == (False, before.digest, True)


def failing(*_: object, **__: object) -> None:
    raise RuntimeError("a fault of ours")


def test_a_failure_keeps_what_was_loaded_and_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    before = lives.current
    write(path / "street-work.md", an_entry(title="Night walks"))

    with monkeypatch.context() as patched:
        patched.setattr(Index, "updated", failing)
        has_changed = lives.refresh()

    assert (has_changed, lives.current is before) == (False, True)
    assert [record.exc_info is not None for record in caplog.records] == [True]
    assert lives.refresh()
    assert found(lives.current, "night") == ["street-work"]


def test_a_failure_at_the_very_start_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lives = a_live(a_folder(tmp_path))
    monkeypatch.setattr(Index, "open", failing)

    with pytest.raises(RuntimeError, match="a fault of ours"):
        lives.refresh()


def test_an_index_that_cannot_be_kept_is_one_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    write(tmp_path / "state", "a file in place of the folder")

    lives = a_live(path, tmp_path / "state")
    snapshot = lives.current
    lives.refresh()

    assert (snapshot.index.stored, found(snapshot, "street")) == (False, ["street-work"])
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
    assert "kept in memory only" in caplog.text


def test_watching_takes_a_change_up_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    monkeypatch.setattr(live, "_LOOK_EVERY_SECONDS", 0)
    lives = Live(path, None, lambda: TODAY)
    before = lives.current
    write(path / "street-work.md", an_entry(title="Night walks"))

    assert [found(each, "night") for each in (before, lives.current)] == [[], ["street-work"]]


def test_the_folder_is_not_looked_at_with_every_request(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lives = Live(a_folder(tmp_path), None, lambda: TODAY)
    before = lives.current
    monkeypatch.setattr(live, "_LOOK_EVERY_SECONDS", 3600)
    monkeypatch.setattr(folder, "look", must_not_run)

    assert all(lives.current is before for _ in range(5))


def test_while_one_request_looks_others_are_served_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_LOOK_EVERY_SECONDS", 0)
    lives = Live(a_folder(tmp_path), None, lambda: TODAY)
    before = lives.current
    looking, may_end = threading.Event(), threading.Event()
    look = folder.look

    def slow(path: Path) -> folder.Listing:
        looking.set()
        may_end.wait(20)
        return look(path)

    monkeypatch.setattr(folder, "look", slow)
    thread = threading.Thread(target=lambda: lives.current)
    thread.start()
    looking.wait(20)

    served = lives.current
    may_end.set()
    thread.join()

    assert served is before


def test_a_snapshot_never_changes_whatever_follows_it(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    first = lives.current
    before = (first.digest, slugs(first), found(first, "street"), counts(first, "countries"), dict(first.sources))

    for title in ("Night walks", "Day walks", None):
        write(path / "street-work.md", an_entry(title=title, countries=["SE"]))
        lives.refresh()

    assert (
        first.digest,
        slugs(first),
        found(first, "street"),
        counts(first, "countries"),
        dict(first.sources),
    ) == before


def test_threads_that_read_while_files_change_see_one_truth_each(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"a.md": an_entry(), "b.md": an_entry(title="Exit counselling")})
    lives = a_live(path)
    lives.refresh()
    wrong: list[str] = []
    done = threading.Event()

    def reads() -> None:
        while not done.is_set():
            snapshot = lives.current
            title = snapshot.collection.practices[Slug("a")].title
            country = snapshot.collection.practices[Slug("a")].terms_in("countries")[0]
            agree = (
                f'"{title}"' in snapshot.sources["a"],
                found(snapshot, "walk", countries=country) == (["a"] if "walk" in title else []),
                counts(snapshot, "countries") == ({"DK": 2} if country == "DK" else {"DK": 1, country: 1}),
            )
            wrong.extend([f"{title} {agree}"] if not all(agree) else [])

    threads = [threading.Thread(target=reads) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(12):
        even = number % 2 == 0
        title = "A walk at night" if even else "Street work"
        write(path / "a.md", an_entry(title=title, countries=["SE" if even else "DK"]))
        lives.refresh()
    done.set()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_refreshes_at_the_same_time_take_turns(tmp_path: Path) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    lives.refresh()
    write(path / "street-work.md", an_entry(title="Night walks"))
    answers: list[bool] = []

    threads = [threading.Thread(target=lambda: answers.append(lives.refresh())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 5 + [True]
    assert found(lives.current, "night") == ["street-work"]


def test_threads_that_ask_before_the_first_load_wait_for_it(tmp_path: Path) -> None:
    lives = a_live(a_folder(tmp_path, {"street-work.md": an_entry()}))
    served: list[Snapshot] = []

    threads = [threading.Thread(target=lambda: served.append(lives.current)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({id(each) for each in served}) == 1


def test_a_text_is_made_into_html_once_and_kept_over_reloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry()})
    lives = a_live(path)
    first = lives.current.rendered("Some *words*.")
    write(path / "street-work.md", an_entry(title="Night walks"))
    lives.refresh()
    monkeypatch.setattr(live, "render", must_not_run)

    assert lives.current.rendered("Some *words*.") is first


@pytest.mark.parametrize(
    "one, other",
    [
        (("Words.[^s1]", ("s1",)), ("Words.[^s1]", ())),
        (("Words.\n's1'", ()), ("Words.", ("s1",))),
        (("Words.", ("s1", "s2")), ("Words.", ("s1\ns2",))),
    ],
)
def test_texts_that_differ_in_anything_are_not_taken_for_each_other(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    one: tuple[str, tuple[str, ...]],
    other: tuple[str, tuple[str, ...]],
) -> None:
    snapshot = a_live(a_folder(tmp_path)).current
    made: list[tuple[object, ...]] = []

    def recorded(*given: object) -> Rendered:
        made.append(given)
        return render("", ())

    monkeypatch.setattr(live, "render", recorded)

    for each in (one, other, one):
        snapshot.rendered(*each)

    assert made == [(*one, Labels()), (*other, Labels())]


def test_a_text_with_other_labels_is_made_anew(tmp_path: Path) -> None:
    snapshot = a_live(a_folder(tmp_path)).current
    table = "| a |\n| --- |\n| b |\n"

    english, danish = (snapshot.rendered(table, (), Labels(table=each)) for each in ("Table", "Tabel"))

    assert (english, danish) == (render(table, (), Labels(table="Table")), render(table, (), Labels(table="Tabel")))
    assert english != danish


def test_of_rendered_texts_the_oldest_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = a_live(a_folder(tmp_path)).current
    monkeypatch.setattr(live, "_KEPT_BODIES", 2)
    first, *_, last = [snapshot.rendered(text) for text in ("one", "two", "three")]

    assert (snapshot.rendered("three") is last, snapshot.rendered("one") is first) == (True, False)


def test_a_digest_depends_on_content_and_day_alone(tmp_path: Path) -> None:
    files = {"street-work.md": an_entry(), "_pages/about.md": a_page()}
    one, other = (a_folder(tmp_path / name, files) for name in "ab")
    os.utime(other / "street-work.md", ns=(1, 1))

    digests = {load(one, TODAY).digest, load(other, TODAY).digest}

    assert len(digests) == 1
    assert load(one, TODAY + timedelta(days=1)).digest not in digests


@pytest.mark.parametrize(
    "name, text",
    [
        ("street-work.md", an_entry(title="Night walks")),
        ("exit.md", an_entry(title="Exit help")),
        ("_pages/about.md", a_page("About us")),
        ("_vocabularies/policy-areas.yaml", AREAS % "X"),
        ("photo.jpg", "no entry"),
    ],
)
def test_whatever_changes_what_is_shown_changes_the_digest(tmp_path: Path, name: str, text: str) -> None:
    path = a_folder(tmp_path, {"street-work.md": an_entry(), "_pages/about.md": a_page()})
    before = load(path, TODAY).digest

    write(path / name, text)

    assert load(path, TODAY).digest != before


TEXTS = {
    "a.md": [an_entry(), an_entry(title="Night walks", countries=["SE"]), an_entry(title="Exit help"), "---\ntitle: ["],
    "b.md": [an_entry(title="Exit help"), an_entry(title="Exit counselling", related=["a"])],
    "a.da.md": [a_translated_entry(title="Gadearbejde"), a_translated_entry(title="x")],
    "_pages/about.md": [a_page(), a_page("About us")],
    "_vocabularies/policy-areas.yaml": [AREAS % "Jugendarbeit", AREAS % "Jugend", "id: ["],
    "_vocabularies/networks.yaml": ["id: networks\ntitle: {en: Networks}\nterms: []\n"],
    "photo.jpg": ["no entry"],
}
"""What each file may hold in the course of the edits below."""

edits = st.lists(
    st.sampled_from(sorted(TEXTS)).flatmap(
        lambda name: st.tuples(st.just(name), st.one_of(st.none(), st.sampled_from(TEXTS[name])))
    ),
    min_size=1,
    max_size=6,
)


def edit(path: Path, name: str, text: str | None) -> None:
    if text is None:
        (path / name).unlink(missing_ok=True)
    else:
        write(path / name, text)


def answers(snapshot: Snapshot) -> object:
    """All that a reader can see of a snapshot."""
    questions = (SearchQuery(each) for each in ("", "exit", "street work", "gadearbejde", "Jugendarbeit", "young"))
    return (
        snapshot.digest,
        snapshot.collection,
        dict(snapshot.sources),
        [snapshot.search(each) for each in questions],
    )


@settings(UNHURRIED, max_examples=80)
@given(edits)
def test_a_snapshot_reached_by_edits_equals_one_built_at_once(some: list[tuple[str, str | None]]) -> None:
    with TemporaryDirectory() as folder_name:
        path = Path(folder_name) / "practices"
        write(path / "street-work.md", an_entry(title="Street football"))
        lives = a_live(path)
        lives.refresh()

        for name, text in some:
            edit(path, name, text)
            lives.refresh()

        assert answers(lives.current) == answers(a_live(path).current)


def alike(snapshot: Snapshot, slug: str) -> list[str]:
    """The practices that are similar to one, best first."""
    return [each.group for each in snapshot.similar(Slug(slug))]


def test_practices_that_are_named_as_related_are_not_named_as_similar(tmp_path: Path) -> None:
    files = {
        "a.md": an_entry(title="Work in parks", related=["b"]),
        "b.md": an_entry(title="Work in streets"),
        "c.md": an_entry(title="Work in schools"),
    }

    snapshot = a_live(a_folder(tmp_path, files)).current

    assert (alike(snapshot, "a"), alike(snapshot, "b"), alike(snapshot, "c")) == (["c"], ["c"], ["a", "b"])


def test_five_practices_are_named_as_similar_besides_those_that_are_related(tmp_path: Path) -> None:
    names = [f"p{number}" for number in range(9)]
    files = {f"{name}.md": an_entry(title=f"Practice {name}", related=names[1:3]) for name in names[:1]}
    files |= {f"{name}.md": an_entry(title=f"Practice {name}") for name in names[1:]}

    snapshot = a_live(a_folder(tmp_path, files)).current

    assert alike(snapshot, "p0") == names[3:8]
