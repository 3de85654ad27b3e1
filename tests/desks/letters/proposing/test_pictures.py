"""Pictures as phones make them, and files that only pretend: what gets into a proposal reveals nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import pytest
from PIL import Image

from placette.desks.letters.letter import Enclosure, Manuscript, Picture
from placette.desks.letters.proposing import (
    SiteFacts,
    prepare_enclosures,
    prepare_pictures,
    problems_of,
    propose,
)
from placette.engine.photos.originals import Prepared
from placette.engine.photos.photo_metadata import private_kinds
from placette.plugin import attachments_of
from tests.desks.letters.proposing.fixture_letters import make_case, make_letter, phone_photo
from tests.features.documents.fixture_documents import MADE, informed, make_pdf


def _heic() -> bytes:
    import pillow_heif

    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (45.0, 46.0, 47.0)
    target = io.BytesIO()
    pillow_heif.from_pillow(Image.effect_noise((320, 240), 40).convert("RGB")).save(target, exif=exif.tobytes())
    return target.getvalue()


def test_no_picture_of_a_proposal_reveals_anything(facts: SiteFacts, settings: dict[str, Any]) -> None:
    originals = {
        "IMG_20260501_101112.jpg": phone_photo(),
        "haut.jpg": phone_photo(900, 1200, 30),
        "lavoir.heic": _heic(),
        "énorme.jpg": phone_photo(3600, 2700, 60),
    }
    assert private_kinds(originals["haut.jpg"], "JPEG"), "the originals do reveal something"
    pictures = tuple(Picture(name, data) for name, data in originals.items())
    case = make_case(make_letter(pictures=pictures))
    made = propose(case, facts, prepare_pictures(case.pictures))
    assert made
    shown = {path: data for path, data in made.files.items() if not path.endswith(".md")}
    assert len(shown) == len(originals)
    for path, data in shown.items():
        image = Image.open(io.BytesIO(data))
        assert private_kinds(data, str(image.format)) == frozenset(), path
        assert max(image.size) <= 2560
        assert b"SECRET" not in data
        assert not any(original in data for original in originals.values())
    upright = Image.open(io.BytesIO(shown[f"{made.folder}/haut.jpg"]))
    assert upright.size == (900, 1200)
    assert not [found.code for found in problems_of(made, settings) if found.code.startswith("photo-p")]


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"<svg onload=alert(1)>", b"GIF89a", b"PK\3\4", b"\0" * 1000], ids=range(6)
)
def test_what_is_no_picture_gets_a_reason(data: bytes) -> None:
    assert isinstance(prepare_pictures([Picture("a.jpg", data)])["a.jpg"], str)


def test_each_picture_has_an_outcome_under_its_own_name() -> None:
    pictures = [Picture(f"{number}.jpg", phone_photo(120, 90) if number % 3 else b"no") for number in range(11)]
    made = prepare_pictures(pictures)
    assert list(made) == [picture.name for picture in pictures]
    assert [isinstance(made[f"{number}.jpg"], Prepared) for number in range(11)] == [bool(n % 3) for n in range(11)]


def test_a_picture_that_nobody_prepared_is_in_no_proposal(facts: SiteFacts) -> None:
    case = make_case(make_letter(pictures=(Picture("a.jpg", phone_photo()),)))
    made = propose(case, facts, {})
    assert made
    assert list(made.files) == [f"{made.folder}/index.md"]


def test_documents_are_freed_of_what_they_reveal(facts: SiteFacts, settings: dict[str, Any]) -> None:
    kinds = attachments_of(settings)
    bare = make_pdf(informed(Author="SECRET"), pages=2)
    enclosures = [Enclosure("Règlement.PDF", bare), Enclosure("actif.pdf", MADE["opening program"]())]
    enclosures += [Enclosure("x.docx", b"PK"), Enclosure("gros.csv", b"a,b\n" * 5_000_000), Enclosure("a.ics", b"")]
    made = prepare_enclosures(enclosures, kinds, "fr")
    assert isinstance(made["Règlement.PDF"], bytes)
    assert b"SECRET" not in made["Règlement.PDF"]
    reasons = {name: said for name, said in made.items() if isinstance(said, str)}
    assert reasons.keys() == {"actif.pdf", "x.docx", "gros.csv", "a.ics"}
    assert reasons["actif.pdf"].startswith("le document contient un programme")
    assert reasons["a.ics"].startswith("ce n’est pas un agenda")
    assert reasons["x.docx"] == "le site ne propose pas de fichiers de cette forme"
    assert "{" not in "".join(reasons.values())
    letter = make_letter(written=Manuscript("Voici.", enclosures=tuple(enclosures)))
    proposal = propose(make_case(letter), facts, {}, made)
    assert proposal
    assert [path.rpartition("/")[2] for path in proposal.files] == ["index.md", "reglement.pdf"]
    found = problems_of(replace(proposal, folder=PurePosixPath("x")), settings)
    assert "document-private" not in {problem.code for problem in found}
