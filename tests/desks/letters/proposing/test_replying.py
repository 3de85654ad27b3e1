"""A short response becomes a reply that nobody has read yet; a longer one a post that says what it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from placette.desks.letters.letter import Case, Enclosure, LetterProposal, Manuscript, Picture
from placette.desks.letters.proposing import SiteFacts, gaps_of, problems_of, propose, write_folder
from placette.engine.texts.matter import split_source
from placette.features.letterbox import LetterKind
from placette.features.replies import REPLY
from tests.desks.letters.proposing.fixture_letters import (
    NUMBER,
    SENDER,
    make_case,
    make_facts,
    make_letter,
    make_settings,
    phone_photo,
)
from tests.fixture_site import build

ABOUT = "https://carnets.example/blog/2026/bonjour/"
SHORT = "Merci, je me souviens bien de cette pierre-là.\n\n- Marie, du bas"
PLACE = f"replies/bonjour/2026-06-03-{NUMBER}"


@pytest.fixture(scope="module")
def taking(tmp_path_factory: pytest.TempPathFactory) -> SiteFacts:
    """A site that takes short replies."""
    folder = tmp_path_factory.mktemp("taking")
    return make_facts(make_settings(folder, SITEURL="https://carnets.example/blog", REPLIES_OPEN=True))


def response(text: str = SHORT, author: str = "", fields: dict[str, str] | None = None, **values: Any) -> Case:
    written = Manuscript(text, **values)
    letter = make_letter(written=written, kind=LetterKind.RESPONSE, about=ABOUT, fields=fields or {})
    return make_case(letter, author)


def made_of(case: Case, facts: SiteFacts, folder: PurePosixPath | None = None) -> LetterProposal:
    made = propose(case, facts, {}, folder=folder)
    assert made
    return made


def matter_of(made: LetterProposal) -> dict[str, Any]:
    source, problems = split_source(made.files[made.text].decode(), "reply.md")
    assert problems == ()
    return {entry.key: entry.value for entry in source.entries}


def test_a_short_response_is_a_reply_signed_as_its_writer_wishes_and_read_by_nobody(taking: SiteFacts) -> None:
    made = made_of(response(fields={"name": "Marie du lavoir"}), taking)
    assert list(made.files) == [f"{PLACE}.md"] == [made.text]
    assert REPLY.is_place(made.text)
    assert matter_of(made) == {"nom": "Marie du lavoir", "accusé": NUMBER}
    assert made.gaps == ()
    assert made.files[made.text].decode().endswith(f"---\n\n{SHORT}\n")
    assert SENDER not in made.files[made.text].decode()


def test_whoever_writes_here_signs_by_their_key(taking: SiteFacts) -> None:
    assert matter_of(made_of(response(author="lea"), taking))["auteur"] == "lea"


@pytest.mark.parametrize("name", ["", "marie@mail.example", "Léa Montel", "lea montel"])
def test_without_a_name_or_with_somebody_elses_the_signature_is_asked_for(name: str, taking: SiteFacts) -> None:
    case = response(fields={"name": name} if name else {})
    made = made_of(case, taking)
    assert [gap.code for gap in made.gaps] == ["signature"]
    assert gaps_of(case, taking, {}) == made.gaps
    assert "nom: # à compléter" in made.files[made.text].decode()


@pytest.mark.parametrize(
    "case",
    [
        response("Un mot. " * 200),
        response("## Un titre\n\nMerci pour tout."),
        response("https://exemple.example/page"),
        response(pictures=(Picture("a.jpg", phone_photo()),)),
        response(enclosures=(Enclosure("a.pdf", b"%PDF"),)),
    ],
    ids=["long", "marks", "links", "picture", "document"],
)
def test_what_is_no_short_plain_text_becomes_a_post_that_answers(case: Case, taking: SiteFacts) -> None:
    made = made_of(case, taking)
    assert made.text.startswith("articles/2026/")
    assert matter_of(made)["répond_à"] == "2026/bonjour"


def test_a_site_that_takes_none_and_a_post_that_is_closed_have_posts(taking: SiteFacts, facts: SiteFacts) -> None:
    closed = replace(taking, replies_until=dict.fromkeys(taking.replies_until, date(2026, 6, 2)))
    for known in (facts, closed):
        assert made_of(response(), known).text.startswith("articles/2026/")


def test_what_it_was_the_first_time_it_stays(taking: SiteFacts) -> None:
    assert made_of(response("Un mot. " * 200), taking, PurePosixPath(PLACE)).text == f"{PLACE}.md"
    assert made_of(response(), taking, PurePosixPath("articles/2026/ma-reponse")).text.startswith("articles/")


def test_it_lies_in_the_folder_in_order_and_waits_until_somebody_has_read_it(tmp_path: Path) -> None:
    settings = make_settings(tmp_path, SITEURL="https://carnets.example/blog", REPLIES_OPEN=True)
    content = Path(settings["PATH"])
    made = made_of(response(fields={"name": "Marie du lavoir"}), make_facts(settings))
    made = replace(
        made, files={made.text: made.files[made.text].replace(b"receipt: ", b"# ").replace("accusé: ".encode(), b"# ")}
    )
    assert problems_of(made, settings) == ()
    assert write_folder(made, content) == (made.text,)
    site = build(content, tmp_path, REPLIES_OPEN=True)
    assert site.page("2026/bonjour/").css(".reply") == []
    reader = "---\nname: L'équipe\nkind: équipe\n---\nNous.\n"
    (content / "authors" / "equipe.md").write_text(reader, encoding="utf-8")
    path = content / made.text
    path.write_bytes(path.read_bytes().replace(b"---\n\nMerci", b"read_by: equipe\n---\n\nMerci"))
    assert len(build(content, tmp_path, REPLIES_OPEN=True).page("2026/bonjour/").css(".reply")) == 1
