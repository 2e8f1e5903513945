"""Makers of small sites, and readers of their pages."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient
from justhtml import Comment, Element, JustHTML

from app import create_app
from tests.makers import an_entry, settings_for

Found = Element | Comment
"""What a selector finds; a comment never fits one of ours."""

MEDIATION_BODY = (
    "## What it is\n\nTeachers and pupils learn to settle conflicts.[^s2][^s1]\n\n"
    "## How it works\n\nThree workshops with *peer mediators*.[^s1]\n\n"
    "## Limits, risks and safeguards\n\nIt needs a teacher who stays.[^s1]\n"
)


def a_client(folder: Path, **settings: object) -> FlaskClient:
    """A client of a site of its own."""
    return create_app(settings_for(folder, **settings)).test_client()


def a_studied_entry(**changed: object) -> str:
    """An entry with something in every part of its page."""
    given: dict[str, object] = {
        "title": "School mediation",
        "summary": "Teachers and pupils learn in three workshops how to settle conflicts before they grow.",
        "policy_areas": ["education", "youth-work"],
        "countries": ["DE"],
        "places": ["Berlin"],
        "state": "ended",
        "start": 2015,
        "end": 2019,
        "settings": ["school"],
        "evidence": {
            "theory": "Pupils who settle conflicts early see less reason for violence.",
            "evaluations": [
                {
                    "title": "Outside evaluation",
                    "year": 2018,
                    "design": "quasi-experimental",
                    "independence": "external",
                    "effect": "mixed",
                    "source": "s2",
                }
            ],
        },
        "needs": {"people": "One coordinator, half time", "cost_band": "low"},
        "languages": ["de"],
        "transfer": {"materials-available": "met"},
        "adoptions": [{"place": "Ghent", "country": "BE", "outcome": "Kept after the pilot.", "source": "s1"}],
        "caveats": [{"text": "Critics say that it burdens pupils.", "source": "s1"}],
        "related": ["street-work"],
        "sources": [
            {
                "id": "s1",
                "title": "Annual report",
                "url": "https://www.example.org/report",
                "publisher": "City of Berlin",
                "published": "2018-03-01",
                "supports": [
                    "title",
                    "organisations",
                    "countries",
                    "target_groups",
                    "approaches",
                    "adoptions",
                    "caveats",
                    "What it is",
                    "How it works",
                    "Limits, risks and safeguards",
                ],
            },
            {
                "id": "s2",
                "title": "The study",
                "url": "https://www.example.org/a-persons-name",
                "publisher": "A university",
                "supports": ["evidence", "What it is"],
                "hide_url": True,
            },
        ],
        "review": {"status": "compiled", "date": "2026-11-23"},
    }
    return an_entry(MEDIATION_BODY, **{**given, **changed})


def page(client: FlaskClient, address: str, status: int = 200) -> JustHTML:
    """The page at an address, as a browser would build it."""
    response = client.get(address)
    assert response.status_code == status, response.text[:500]
    return JustHTML(response.text, sanitize=False)


def texts(document: JustHTML, selector: str) -> list[str]:
    """The text of each element, without its line breaks."""
    return [text_of(each) for each in document.query(selector)]


def text_of(element: Found) -> str:
    return " ".join(element.to_text(separator="", strip=False).split())


def attribute(element: Found, name: str) -> str:
    """The value of an attribute, empty if it has none or is not there."""
    return (element.attrs or {}).get(name) or ""


def hrefs(document: JustHTML, selector: str = "a") -> list[str]:
    return [attribute(each, "href") for each in document.query(selector)]
