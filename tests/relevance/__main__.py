"""`python -m tests.relevance [--keep]`: the scores, and what changed since they were kept."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping

from tests.relevance.measure import FIRST, KEPT, Question, Score, kept, mean, questions, scores

NOTABLE = 0.05
"""A smaller change of a question's gain is not told."""


def main() -> None:
    found = scores()
    print("\n".join(table(found)))
    print("\n".join(changes(found, kept())))
    if "--keep" in sys.argv:
        gains = {text: round(each.ndcg, 3) for text, each in found.items()}
        KEPT.write_text(json.dumps(gains, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def table(found: Mapping[str, Score]) -> Iterator[str]:
    """Mean scores by language and by kind of question."""
    yield f"{'':18}{'questions':>10}{'nDCG@10':>9}{'recall':>8}{f'first {FIRST}':>9}"
    for name, chosen in _groups():
        means = mean(found[each.text] for each in chosen)
        yield f"{name:18}{len(chosen):>10}{means.ndcg:>9.3f}{means.recall:>8.2f}{means.success:>9.2f}"


def changes(found: Mapping[str, Score], before: Mapping[str, float]) -> Iterator[str]:
    """The questions whose gain is notably other than it was, the worst first."""
    moved = {text: each.ndcg - before.get(text, each.ndcg) for text, each in found.items()}
    for text, change in sorted(moved.items(), key=lambda item: item[1]):
        if abs(change) > NOTABLE:
            yield f"{'worse' if change < 0 else 'better'} {change:+.2f}  {text}"


def _groups() -> Iterator[tuple[str, list[Question]]]:
    yield "all", list(questions())
    yield "English", [each for each in questions() if each.language == "en"]
    yield "other languages", [each for each in questions() if each.language != "en"]
    for language in sorted({each.language for each in questions()}):
        yield f"  {language}", [each for each in questions() if each.language == language]
    for kind in sorted({each.kind for each in questions()}):
        yield f"  {kind}", [each for each in questions() if each.kind == kind]


if __name__ == "__main__":
    main()
