"""What pages need besides their text: one style sheet, put together at the start from its parts, and images.

Each has a digest of its content in its address, so that browsers may keep it for ever.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

__all__ = ["FOLDER", "Asset", "Assets", "style_sheet"]

FOLDER = Path(__file__).parent / "static"

_ORDER = ("reset", "tokens", "base", "layout", "components/*", "print")
_TYPES = MappingProxyType({".css": "text/css; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8"})


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent."""

    content: bytes
    content_type: str
    address: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All files by the name in their address.

    Attributes:
        digest: of all of them; changes with any.
    """

    by_name: Mapping[str, Asset]
    digest: str

    @classmethod
    def load(cls, folder: Path = FOLDER) -> Assets:
        """Read the style sheet's parts and the images; nothing is read later."""
        contents = {"site.css": style_sheet(folder).encode()}
        contents |= {path.name: path.read_bytes() for path in sorted(folder.glob("*.svg"))}
        named = dict(_named(name, content) for name, content in contents.items())
        digest = _digest("".join(named).encode())
        return cls(MappingProxyType(named), digest)

    def address(self, name: str) -> str:
        """Where a file is found, by its plain name, such as "site.css".

        Raises:
            KeyError: there is no such file.
        """
        stem, suffix = name.rsplit(".", 1)
        for asset in self.by_name.values():
            found = asset.address.rsplit("/", 1)[1]
            if found.startswith(f"{stem}-") and found.endswith(f".{suffix}"):
                return asset.address
        raise KeyError(name)


def style_sheet(folder: Path = FOLDER) -> str:
    """The parts in the order of their layers, as one text."""
    head = "@layer reset, tokens, base, layout, components, print;\n"
    parts = [path for name in _ORDER for path in sorted((folder / "css").glob(f"{name}.css"))]
    return head + "\n".join(_without_blanks(path.read_text("utf-8")) for path in parts)


def _without_blanks(css: str) -> str:
    """The same rules, one a line, without the comments and blanks that only help whoever edits them."""
    tight = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return tight.replace("}", "}\n").strip()


def _named(name: str, content: bytes) -> tuple[str, Asset]:
    path = Path(name)
    full = f"{path.stem}-{_digest(content)}{path.suffix}"
    return full, Asset(content, _TYPES[path.suffix], f"/assets/{full}")


def _digest(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=6).hexdigest()
