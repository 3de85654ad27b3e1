"""The check's problems of decisions: with the place, and without identifying anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from placette.engine.content.library import Library
from placette.engine.content.site_options import SiteOptions
from placette.engine.findings.messages import messages
from placette.features.decisions.decision import DECISION
from tests.engine.content.reading_site import LEA, MATTER, OPTIONS, POST_PATH, read_texts

READING = replace(OPTIONS, charter="charte")
CHARTER = """---
title: Charte
summary: Les motifs.
---
## Les motifs

Publicité {#publicite}
:   Vendre.

Vie privée {#vie-privee}
:   Reconnaître quelqu’un.
"""
PATH = "decisions/2026/06-12-publicite.md"
GOOD = {
    "decision": "refused",
    "date": "2026-06-12",
    "article": "publicite",
    "by": "l’équipe",
    "reasons": "Le texte donne des tarifs. Son auteur y tenait.",
}


def read(options: SiteOptions = READING, /, *, path: str = PATH, body: str = "", **changed: str) -> Library:
    matter = "".join(f"{key}: {value}\n" for key, value in {**GOOD, **changed}.items() if value)
    texts = {
        path: f"---\n{matter}---\n{body}",
        "pages/charte.md": CHARTER,
        "authors/lea-montel.md": LEA,
        POST_PATH: f"---\n{MATTER}---\nIl coule.\n",
        "letters/2026-0001.md": "---\nkind: post\nreceived: 2026-06-01\n---\n",
    }
    return read_texts(texts, options)


def codes(library: Library) -> list[tuple[int, str]]:
    return [(found.line, found.code) for found in library.problems if found.path.startswith("decisions/")]


def test_a_decision_without_anything_wrong_is_read() -> None:
    library = read(receipt='"2026-0001"', post="le-lavoir", decision="corrigé")
    assert codes(library) == []
    (found,) = library.of(DECISION)
    assert (found.post, found.receipt, found.by, found.capacity) == (POST_PATH, "2026-0001", "", "l’équipe")
    (signed,) = read(by="lea-montel").of(DECISION)
    assert (signed.by, signed.capacity) == ("lea-montel", "")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"article": "pub"}, (4, "decision-article")),
        ({"article": ""}, (2, "decision-article-none")),
        ({"reasons": "Publicité."}, (6, "decision-short")),
        ({"reasons": "Le texte de Léa Montel donne des tarifs."}, (6, "decision-names")),
        ({"reasons": "Le texte dit d’appeler le 04 73 00 00 00 pour acheter."}, (6, "decision-contact")),
        ({"by": "lea@courrier.example"}, (5, "decision-contact")),
        ({"by": "lea-montell"}, (5, "author-unknown")),
        ({"appeal": "Écrire à Léa Montel."}, (7, "decision-names")),
        ({"named": "Marie D."}, (7, "decision-consent")),
        ({"date": "2026-07-02"}, (3, "decision-future")),
        ({"received": "2026-06-13"}, (3, "decision-days")),
        ({"appealed": "2026-06-11"}, (7, "decision-days")),
        ({"appeal_until": "2026-06-11"}, (7, "decision-days")),
        ({"appealed": "2026-06-13", "outcome": "upheld"}, (8, "decision-outcome")),
        ({"outcome_reasons": "Parce que c’est ainsi."}, (7, "decision-outcome")),
        ({"post": "le-four"}, (7, "decision-post")),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(changed: dict[str, str], expected: tuple[int, str]) -> None:
    assert expected in codes(read(READING, **changed))


def test_who_wants_to_be_named_is_and_a_post_that_was_refused_is_advised_against() -> None:
    library = read(named="Léa Montel", consent="2026-06-13", reasons="Le texte de Léa Montel donne des tarifs.")
    assert codes(library) == []
    assert library.of(DECISION)[0].named == "Léa Montel"
    assert (7, "decision-secret") in codes(read(post="le-lavoir"))


def test_the_year_of_the_folder_and_a_body_are_looked_at() -> None:
    assert (3, "decision-year") in codes(read(path="decisions/2025/x.md"))
    assert (8, "decision-body") in codes(read(body="\nSon nom est Marie.\n"))


def test_a_day_that_had_not_come_is_read_again_once_it_has() -> None:
    later = replace(READING, now=datetime(2026, 7, 2, 1, tzinfo=ZoneInfo("Europe/Paris")))
    assert codes(read(later, date="2026-07-02")) == []
    assert messages()["decision-future"].fleeting
    assert later.now - READING.now < timedelta(days=1)
