"""Where everything is."""

from __future__ import annotations

import pytest

from kb.web.addresses import Addresses, language_of, without_language
from kb.web.redirects import local
from search import SearchQuery


def test_english_has_no_prefix() -> None:
    assert Addresses.in_language("en").practice("street-work") == "/practices/street-work"


def test_another_language_comes_first() -> None:
    assert Addresses.in_language("de").terms("policy-areas", "sport") == "/de/terms/policy-areas/sport"
    assert Addresses.in_language("de").home == "/de/"


def test_a_search_carries_its_arguments() -> None:
    query = SearchQuery(text="a & b", filters=frozenset({("countries", "DE")}))

    assert Addresses().search(query, ".json") == "/search.json?countries=DE&q=a+%26+b"


def test_a_root_makes_addresses_full() -> None:
    assert Addresses().with_root("https://guide.example/").status == "https://guide.example/status"


@pytest.mark.parametrize(
    "path, language", [("/de/search", "de"), ("/de", "de"), ("/search", "en"), ("/den", "en"), ("", "en"), ("/", "en")]
)
def test_the_language_is_the_first_part(path: str, language: str) -> None:
    assert language_of(path, ("en", "de")) == language


@pytest.mark.parametrize("path, plain", [("/de/search", "/search"), ("/de/", "/"), ("/de", "/")])
def test_a_prefix_can_be_taken_off(path: str, plain: str) -> None:
    assert without_language(path, "de") == plain
    assert without_language(plain, "en") == plain


@pytest.mark.parametrize(
    "location, kept",
    [
        ("http://evil.example/a?b=c", "/a?b=c"),
        ("//evil.example/a", "/a"),
        ("/\\evil.example", "/%5Cevil.example"),
        ("///evil.example", "/evil.example"),
        ("/search?q=a%26b", "/search?q=a%26b"),
        ("", "/"),
        ("/search?q=\x80\r\nSet-Cookie: a=b", "/search?q=%80%0D%0ASet-Cookie:%20a=b"),
    ],
)
def test_a_redirect_stays_within_the_site(location: str, kept: str) -> None:
    assert local(location) == kept
