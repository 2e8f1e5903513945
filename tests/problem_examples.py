"""Examples of what the checker says, as they stand in Markdown: a change of the example entry, and the message.

Each example is a heading `## name` with, below it:

- blocks that say which files there are: ```diff changes the example entry, ```diff practices/x.md a copy of it,
  ```diff practices/_vocabularies/x.yaml a copy of the example list; any other block with a path is a whole file;
- a block ```text with the message, all problems of these files.

In a diff, a line is taken away after "- " and added after "+ "; lines after two blanks help to find the place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from kb.collection import Collection
from kb.problem import Problem, as_text
from kb.reader import Rulebook, read_entry, read_page
from kb.vocabulary import Vocabulary
from kb.vocabulary_reader import read_vocabulary
from kb.wording import Guidance

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 6, 30)
ENTRY = "practices/street-work.md"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the first word behind the fence, the rest of that line, and what stands between the fences."""

    kind: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """One heading of a file of examples."""

    file: str
    name: str
    blocks: tuple[Block, ...]

    @property
    def message(self) -> str:
        return next(each.text for each in self.blocks if each.kind == "text")

    @property
    def files(self) -> Mapping[str, bytes]:
        """The files that the example is about, by path."""
        return MappingProxyType({each.path or ENTRY: _bytes(_content(each)) for each in self.blocks if _is_file(each)})


_BLOCK = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>\w+) ?(?P<path>[^\n]*)\n(?P<text>.*?)^(?P=fence)$", re.DOTALL | re.MULTILINE
)


def examples_in(path: Path) -> tuple[Example, ...]:
    """The examples of one file, in its order."""
    text = path.read_text("utf-8")
    outside = _BLOCK.sub(lambda block: re.sub(r"[^\n]", " ", block[0]), text)
    starts = [heading.start() for heading in re.finditer(r"^## ", outside, re.MULTILINE)]
    parts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return tuple(
        Example(
            file=path.stem,
            name=part.split("\n")[0].removeprefix("## ").strip(),
            blocks=tuple(Block(each["kind"], each["path"].strip(), each["text"]) for each in _BLOCK.finditer(part)),
        )
        for part in parts
    )


def printed(problems: tuple[Problem, ...]) -> str:
    """Problems as the checker prints them, a blank line between two."""
    return "\n".join(f"{as_text(problem)}\n" for problem in problems)


def check(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """Hold files against the rules, beside the example entry and the real lists, and tell the problems of these."""
    together = {ENTRY: (ROOT / "docs/example-entry.md").read_bytes(), **files}
    found: list[Problem] = []
    entries, pages = [], []
    for path, raw in together.items():
        folder = path.rsplit("/", 1)[0]
        if folder.endswith("/_vocabularies"):
            found += read_vocabulary(path, raw)[1]
        elif folder.endswith("/_pages"):
            page, problems = read_page(path, raw)
            pages += [page] if page else []
            found += problems
        else:
            entries.append(read_entry(path, raw, rulebook()))
    problems = Collection.of(entries, real_lists(), pages, found).problems
    return tuple(each for each in problems if each.place.path in files)


@cache
def real_lists() -> Mapping[str, Vocabulary]:
    """The lists of the collection, by id."""
    folder = ROOT / "practices/_vocabularies"
    read = [
        read_vocabulary(f"practices/_vocabularies/{path.name}", path.read_bytes())[0] for path in folder.glob("*.yaml")
    ]
    return MappingProxyType({each.id: each for each in read if each})


@cache
def rulebook() -> Rulebook:
    """What entries are held against on `TODAY`."""
    lists = real_lists()
    denied = {
        host: term.definition for term in lists["denied-hosts"].terms.values() for host in term.lists.get("hosts", ())
    }
    return Rulebook(lists, Guidance(lists["language-guidance"]), TODAY, MappingProxyType(denied))


def example_entry() -> str:
    """The complete example entry."""
    return (ROOT / "docs/example-entry.md").read_text("utf-8")


def changed(text: str, diff: str) -> str:
    """Make a diff's changes, each at the next line that it names.

    Raises:
        ValueError: there is no such line.
    """
    lines, position = text.split("\n"), 0
    for step in diff.removesuffix("\n").split("\n"):
        sign, line = step[:2].ljust(2), step[2:]
        if sign == "+ ":
            lines.insert(position, line)
            position += 1
        elif sign in ("- ", "  "):
            position = lines.index(line, position)
            del lines[position : position + (sign == "- ")]
            position += sign == "  "
        else:
            raise ValueError(f"not a line of a diff: {step}")
    return "\n".join(lines)


def _is_file(block: Block) -> bool:
    return block.kind == "diff" or bool(block.path)


def _content(block: Block) -> str:
    if block.kind != "diff":
        return block.text
    is_list = "/_vocabularies/" in block.path
    return changed(
        (ROOT / ("docs/example-list.yaml" if is_list else "docs/example-entry.md")).read_text("utf-8"), block.text
    )


_SIGN = re.compile(r"⟨(?:U\+(?P<letter>[0-9A-F]{4,6})|byte (?P<byte>[0-9A-F]{2})|(?P<times>\d+) × (?P<text>[^⟩]*))⟩")


def _bytes(text: str) -> bytes:
    """The bytes of a file, with what ⟨U+200B⟩, ⟨byte FF⟩ and ⟨3 × word⟩ stand for."""
    return b"".join(_pieces(text))


def _pieces(text: str) -> Iterator[bytes]:
    reached = 0
    for sign in _SIGN.finditer(text):
        yield text[reached : sign.start()].encode()
        if sign["byte"]:
            yield bytes.fromhex(sign["byte"])
        elif sign["letter"]:
            yield chr(int(sign["letter"], 16)).encode("utf-8", "surrogatepass")
        else:
            yield (sign["text"] * int(sign["times"])).encode()
        reached = sign.end()
    yield text[reached:].encode()
