"""A decision about a letter reaches its writer, through a real mail server; the register has no names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.commands.starting.fixture_wishes import VILLAGE
from tests.placette_letters.fixture_town import Town, town, words_of, written

pytestmark = [pytest.mark.server, pytest.mark.story]

LEA = "lea@courrier.example"
REASONS = "Le texte donne les tarifs d’un gîte, et un lien pour réserver. Nous avons proposé de les ôter."
RULED = ("--what", "refusé", "--article", "publicite", "--by", "la rédaction", "--passage", "420 euros")
GIVEN = (*RULED, "--reasons", REASONS)


@pytest.fixture(scope="module")
def augan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("d")
    for place in (folder, *folder.parents):
        if place.owner() == folder.owner() and place != place.parent:
            place.chmod(place.stat().st_mode | 0o055)
    with town(folder / "t", VILLAGE) as found:
        for number, subject in ((1, "Mon gîte"), (2, "Le lavoir")):
            text = "Signature : Léa M.\n\nDeux nuits au calme, 420 euros, à réserver chez moi."
            found.box.put(written(LEA, subject, text, number).as_bytes())
        found.run("letters", "--to", "folder")
        found.mails()
        yield found


def decisions(place: Town) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((place.site / "content/decisions").rglob("*.md"))]


def test_whoever_wrote_is_told_why_and_how_to_appeal(augan: Town) -> None:
    told = augan.run("decide", *GIVEN, "--letter", "2026-0001", "--title", "Deux nuits au calme")
    assert "invoke letters" in told, "the mail is queued, and nothing is printed for somebody else"
    assert not augan.mails()
    augan.run("letters", "--to", "folder")
    (mail,) = augan.mails()
    said = " ".join(words_of(mail).replace("\u00a0", " ").replace("\u202f", " ").split())
    assert LEA in str(mail["To"])
    assert "2026-0001" in str(mail["Subject"])
    for words in (REASONS, "Publicité", "#texte-publicite", "« Deux nuits au calme »", "420 euros", "15 jours"):
        assert words in said, words
    for words in ("Qui a pris cette décision : la rédaction", "tribunal administratif", "deux mois", "R. 421-5"):
        assert words in said, words
    assert "personne ne l’avait signalé" in said
    (decision,) = decisions(augan)
    assert 'récépissé: "2026-0001"' in decision
    for private in ("Léa", LEA, "420", "Deux nuits"):
        assert private not in decision
    augan.run("letters", "--to", "folder")
    assert not augan.mails(), "one is told once"


def test_a_second_run_for_a_letter_adds_neither_an_entry_nor_a_mail(augan: Town) -> None:
    before = decisions(augan)
    augan.run("decide", *GIVEN, "--letter", "2026-0002")
    again = augan.run("decide", *GIVEN, "--letter", "2026-0002")
    assert "figure déjà au registre" in again
    assert len(decisions(augan)) == len(before) + 1
    other = (*GIVEN[:-1], "Le texte est une annonce. Nous avons proposé un autre titre.")
    refused = augan.run("decide", *other, "--letter", "2026-0002", code=2)
    assert "content/decisions" not in refused
    assert "decisions/" in refused
    augan.run("letters", "--to", "folder")
    assert len(augan.mails()) == 1
    restored = ("--what", "rétabli", *GIVEN[4:])
    augan.run("decide", *restored, "--letter", "2026-0002")
    augan.run("letters", "--to", "folder")
    assert len(augan.mails()) == 1, "another decision is told, too"
    assert len(decisions(augan)) == len(before) + 2
    for more in (1, 0):  # what is refused once more is told once more, and once
        augan.run("decide", *GIVEN, "--letter", "2026-0002")
        augan.run("letters", "--to", "folder")
        assert len(augan.mails()) == more
    assert len(decisions(augan)) == len(before) + 3


def test_a_letter_that_nobody_wrote_ends_the_task_before_anything_is_written(augan: Town) -> None:
    before = decisions(augan)
    told = augan.run("decide", *GIVEN, "--letter", "2026-0099", code=2)
    assert "2026-0099" in told
    assert decisions(augan) == before
