"""The style sheet: colours through tokens alone, and enough contrast between them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from kb.web.assets import FOLDER, Assets, style_sheet

PARTS = sorted((FOLDER / "css").rglob("*.css"))
TOKENS = (FOLDER / "css" / "tokens.css").read_text("utf-8")

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|lab|color)a?\(", re.IGNORECASE)

GROUNDS = {
    "paper": ("ink", "ink-soft", "accent", "accent-deep", "amber", "brick"),
    "paper-deep": ("ink", "ink-soft", "accent", "accent-deep", "amber", "brick"),
    "accent-wash": ("ink", "ink-soft", "accent", "accent-deep"),
    "amber-wash": ("ink", "accent", "accent-deep", "amber"),
    "brick-wash": ("ink", "brick"),
    "mark": ("ink", "accent"),
    "accent": ("on-accent",),
    "accent-deep": ("on-accent",),
    "ink": ("paper",),
}
"""Which colours stand on which ground as text."""

LINES = {"paper": ("line-strong", "amber-line", "accent"), "paper-deep": ("line-strong", "amber-line", "accent")}
"""Lines that carry meaning, such as the border of a field."""


def tokens(scheme: str) -> Mapping[str, str]:
    light, dark = TOKENS.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, section "contrast ratio"."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


PAIRS = [(ground, text, 4.5) for ground, texts in GROUNDS.items() for text in texts]
PAIRS += [(ground, line, 3.0) for ground, lines in LINES.items() for line in lines]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground, text, least", PAIRS)
def test_text_can_be_read_on_its_ground(scheme: str, ground: str, text: str, least: float) -> None:
    colours = tokens(scheme)

    assert contrast(colours[ground], colours[text]) >= least


@pytest.mark.parametrize("path", [part for part in PARTS if part.name not in ("tokens.css", "print.css")], ids=str)
def test_colours_come_from_tokens_only(path: Path) -> None:
    assert COLOUR.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", PARTS, ids=str)
def test_no_rule_shouts_or_names_an_id(path: Path) -> None:
    text = path.read_text("utf-8")

    assert "!important" not in text
    assert not re.search(r"(^|[\s,}])#[a-z][\w-]*[^;]*\{", text)
    assert "@import" not in text
    assert "url(" not in text


@pytest.mark.parametrize("path", PARTS, ids=str)
def test_every_part_stays_in_a_layer(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL).strip()
    layer = path.stem if path.parent.name == "css" else "components"

    assert text.startswith(f"@layer {layer} {{")
    assert text.count("{") == text.count("}")


def test_every_token_that_is_used_exists() -> None:
    used = set(re.findall(r"var\(--([a-z0-9-]+)\)", style_sheet()))
    made = set(re.findall(r"--([a-z0-9-]+):", style_sheet()))

    assert used <= made


def test_every_class_of_the_style_sheet_is_used_somewhere() -> None:
    templates = "".join(path.read_text("utf-8") for path in (FOLDER.parent / "templates").rglob("*.html"))
    from_markup = {"note", "table-frame"}
    rules = re.sub(r"/\*.*?\*/", "", style_sheet(), flags=re.DOTALL)
    classes = set(re.findall(r"\.([a-z][a-z_-]*)", re.sub(r"\{[^{}]*\}", "{}", rules)))

    assert {each for each in classes - from_markup if not re.search(rf"[\"\s}}]{each}[\"\s{{]", templates)} == set()


def test_the_address_of_an_asset_changes_with_its_content(tmp_path: Path) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "base.css").write_text("a {}")
    before = Assets.load(tmp_path)
    (tmp_path / "css" / "base.css").write_text("b {}")

    assert Assets.load(tmp_path).address("site.css") != before.address("site.css")


def test_an_asset_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        Assets.load().address("nothing.css")


@pytest.mark.parametrize(
    "rule", ["prefers-color-scheme: dark", "forced-colors: active", "prefers-reduced-motion", "@media print", "@page"]
)
def test_readers_wishes_are_honoured(rule: str) -> None:
    assert rule in style_sheet()
