"""CPU time of calls that take turns, and where it goes."""

from __future__ import annotations

import cProfile
import gc
import pstats
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from tests.bench.report import Share

ROOT = Path(__file__).parents[2]
OWN = ("search", "kb")
"""Folders of the code whose functions a profile names."""

SHOWN = 6
"""Functions that a profile names at most."""
MOST, LEAST = 0.9, 0.05
"""A function with more than that share does everything, one with less hardly anything."""

T = TypeVar("T")
Clock = Callable[[], float]


def medians(
    calls: Mapping[str, Callable[[T], object]],
    inputs: Sequence[T],
    rounds: int,
    clock: Clock = time.process_time,
) -> Mapping[str, float]:
    """The median of the seconds of each call, over all inputs and rounds.

    The calls take turns with every input, and another one begins in every round, so that whatever slows the machine
    down slows all of them. A round before the first is not counted.
    """
    samples: dict[str, list[float]] = {name: [] for name in calls}
    with no_collection():
        for number in range(rounds + 1):
            for each in inputs:
                for name in turned(tuple(calls), number):
                    taken = elapsed(partial(calls[name], each), clock)
                    samples[name] += [taken] if number else []
    return {name: median(found) for name, found in samples.items()}


def turned(names: Sequence[str], places: int) -> Sequence[str]:
    """The names in the same circle, begun some places later."""
    start = places % len(names)
    return (*names[start:], *names[:start])


def elapsed(call: Callable[[], object], clock: Clock = time.process_time) -> float:
    """The seconds of one call."""
    start = clock()
    call()
    return clock() - start


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep the garbage collector from running in the middle of a measurement, as `timeit` does."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def profile(call: Callable[[T], object], inputs: Iterable[T]) -> tuple[Share, ...]:
    """The functions of this project that take most of the time of the calls, with all that they call."""
    profiler = cProfile.Profile()
    for each in inputs:
        profiler.runcall(call, each)
    stats = pstats.Stats(profiler)
    times = {
        f"{place}:{name}": cumulative
        for (file, _, name), (_, _, _, cumulative, _) in stats.stats.items()  # type: ignore[attr-defined]  # not in its types
        if (place := own_place(file)) and not name.startswith("<")
    }
    return largest(times, stats.total_tt)  # type: ignore[attr-defined]  # not in its types


def own_place(file: str) -> str | None:
    """The path of a file of this project from its root; None for other code."""
    path = Path(file)
    if not path.is_relative_to(ROOT) or path.relative_to(ROOT).parts[0] not in OWN:
        return None
    return path.relative_to(ROOT).as_posix()


def largest(amounts: Mapping[str, float], total: float) -> tuple[Share, ...]:
    """The places with the largest shares of a total, without those that are nearly all or nearly nothing of it."""
    shares = [Share(place, amount / total) for place, amount in amounts.items()]
    telling = [each for each in shares if LEAST <= each.share <= MOST]
    return tuple(sorted(telling, key=lambda each: (-each.share, each.place))[:SHOWN])
