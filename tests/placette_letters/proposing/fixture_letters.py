"""Letters as residents write them, a small site that they write to, and photos as phones make them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from PIL import Image

from placette.engine.content.reading import read_everything
from placette.engine.texts.front_matter import split_source
from placette.plugin import reader_of
from placette_letters.letter import Case, Consent, Letter, LetterProposal, Manuscript, Picture, WriterAnswers
from placette_letters.proposing.composing import prepare_pictures, propose
from placette_letters.proposing.front_matter import SiteFacts, facts_of
from tests.fixture_site import copy_site, settings_of

RECEIVED = datetime(2026, 6, 3, 9, 30, tzinfo=UTC)
NUMBER = "2026-0042"
SENDER = "marie.lafont@mail.example"
TEXT = (
    "Bonjour,\n\nL'eau est revenue au lavoir du bas, et tout le quartier avec elle. On y avait renoncé depuis des"
    " années.\n\nRendez-vous dimanche à Ambert pour le voir.\n"
)
ALL_AGREED = {"licence": "CC BY 4.0", "people": "none", "minors": "none"}


def make_settings(folder: Path, name: str = "minimal", **overrides: Any) -> dict[str, Any]:
    """Return the settings of a copy of a small site, which takes no short replies by default."""
    return settings_of(copy_site(name, folder), folder, **{"REPLIES_OPEN": False, **overrides})


def make_facts(settings: Mapping[str, Any]) -> SiteFacts:
    return facts_of(settings, read_everything(settings, reader_of(settings)))


def make_letter(markdown: str = TEXT, pictures: tuple[Picture, ...] = (), **values: Any) -> Letter:
    written = values.pop("written", None) or Manuscript(markdown, pictures=pictures)
    known: dict[str, Any] = {"subject": "Le lavoir du bas", "sender": SENDER, "sender_name": "Marie Lafont"}
    return Letter("<a@mail.example>", RECEIVED, written, **{**known, **values})


def make_case(letter: Letter | None = None, author: str = "", **answers: Any) -> Case:
    return Case(NUMBER, letter or make_letter(), author, WriterAnswers(**answers))


def agreed(*whats: str, no: bool = False, none_shown: bool = False) -> tuple[Consent, ...]:
    return tuple(Consent(what, not no, "…", date(2026, 6, 4), none_shown) for what in whats)


def made_of(case: Case, facts: SiteFacts, folder: PurePosixPath | None = None) -> LetterProposal:
    """The proposal of a case, with its pictures prepared."""
    proposal = propose(case, facts, prepare_pictures(case.pictures), folder=folder)
    assert proposal
    return proposal


def text_of(proposal: LetterProposal) -> str:
    return proposal.files[f"{proposal.folder}/index.md"].decode()


def matter_of(proposal: LetterProposal) -> dict[str, Any]:
    """The front matter as the site reads it: the test's own proof that the block is sound."""
    source, problems = split_source(text_of(proposal), "index.md")
    assert problems == ()
    return {entry.key: entry.value for entry in source.entries}


def gaps(proposal: LetterProposal) -> list[str]:
    return [f"{gap.code} {gap.about}".strip() for gap in proposal.gaps]


def phone_photo(width: int = 1600, height: int = 1200, seed: int = 0) -> bytes:
    """A JPEG with its position, its maker, its day, a comment and XMP, turned on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x013B] = 6, "SECRET maker", "SECRET artist"
    exif.get_ifd(0x8825)[2] = (45.0, 46.0, 47.0)
    exif.get_ifd(0x8769)[0x9003] = "2026:05:01 10:11:12"
    grain = [Image.linear_gradient("L").rotate(seed + 40 * band).resize((height, width)) for band in range(3)]
    hills = Image.merge("RGB", grain)  # upright once turned
    target = io.BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><SECRET/></x:xmpmeta>'
    hills.save(target, "JPEG", exif=exif, comment=b"SECRET", xmp=xmp, quality=85)
    return target.getvalue()
