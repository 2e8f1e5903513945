"""Whole pages over HTTP: the site in one process, a bare Flask view of the same pages in another."""

from __future__ import annotations

import http.client
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from app import create_app
from search import Document
from tests.bench import measure, report
from tests.bench.report import Row, Share
from tests.bench.site import CPU, write_site
from tests.bench.texts import Kind, Question, questions
from tests.makers import settings_for

BATCH = 10
"""Requests between two looks at the clock, so that looking costs little."""


def row_of(documents: Sequence[Document], questions_of_each_kind: int, rounds: int) -> Row:
    """Measure searches of a site with these documents as its entries.

    Raises:
        RuntimeError: the two servers do not send the same pages.
    """
    asked = [each for kind in Kind for each in questions(documents, kind, questions_of_each_kind)]
    addresses = [address_of(each) for each in asked]
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "practices"
        write_site(folder, documents)
        with _server(folder, "own", ()) as own, _server(folder, "bare", addresses) as bare:
            _insist_on_same_pages(own, bare, addresses)
            found = _cpu_seconds({"own": own, "bare": bare}, addresses, rounds)
        row = Row(report.PAGE, len(documents), found["own"], found["bare"])
        return row if row.is_met is not False else _explained(row, folder, addresses)


def address_of(question: Question) -> str:
    """A search with words and, for one kind of question, a filter."""
    text = " ".join(question.words)
    args = [("q", f'"{text}"' if question.kind is Kind.PHRASE else text)]
    return "/search?" + urlencode(args + ([question.chosen] if question.kind is Kind.TERM else []))


@contextmanager
def _server(folder: Path, name: str, addresses: Sequence[str]) -> Iterator[int]:
    """A server of `tests.bench.site` on a free port, while it is needed."""
    command = (sys.executable, "-m", "tests.bench.site", str(folder), name)
    with subprocess.Popen(
        command, cwd=measure.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write("\n".join(addresses))
            process.stdin.close()
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _insist_on_same_pages(own: int, bare: int, addresses: Sequence[str]) -> None:
    different = [each for each in addresses if _page(own, each) != _page(bare, each)]
    if different:
        raise RuntimeError(f"the bare view sends another page for {different[0]}")


def _cpu_seconds(ports: Mapping[str, int], addresses: Sequence[str], rounds: int) -> Mapping[str, float]:
    """The median of the CPU seconds of a server's process for one request; the servers take turns."""
    samples: dict[str, list[float]] = {name: [] for name in ports}
    for number in range(rounds):
        for address in addresses:
            for name in measure.turned(tuple(ports), number):
                samples[name].append(_cpu_of_batch(ports[name], address) / BATCH)
    return {name: median(found) for name, found in samples.items()}


def _cpu_of_batch(port: int, address: str) -> float:
    before = float(_page(port, CPU))
    for _ in range(BATCH):
        _page(port, address)
    return float(_page(port, CPU)) - before


def _page(port: int, address: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        if response.status != http.client.OK:
            raise RuntimeError(f"{address} is answered with {response.status}")
        return response.read()
    finally:
        connection.close()


def _explained(row: Row, folder: Path, addresses: Sequence[str]) -> Row:
    client = create_app(settings_for(folder)).test_client()
    client.get(addresses[0])
    shares: tuple[Share, ...] = measure.profile(client.get, addresses)
    return Row(row.line, row.documents, row.ours, row.baseline, shares)
