"""An editor's tasks for single letters: look, read, close, refuse, forget; leaving people are forgotten too."""

from __future__ import annotations

import os
import random
import re
import signal
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.commands.starting.fixture_wishes import VILLAGE
from tests.fixture_site import commit, git, write_setting
from tests.placette_letters.fixture_town import Town, town, words_of, written
from tests.placette_letters.proposing.fixture_letters import phone_photo

pytestmark = pytest.mark.story

LEA = "lea@courrier.example"
COMPLETE = """---
titre: Le lavoir
date: 2026-11-20
auteurs: [lea-m]
rubrique: Patrimoine
commune: Augan
accusé: "2026-0001"
licence: CC BY 4.0
---
L'eau est revenue.
"""


@pytest.fixture(scope="module")
def augan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("d")
    for place in (folder, *folder.parents):
        if place.owner() == folder.owner() and place != place.parent:
            place.chmod(place.stat().st_mode | 0o055)
    with town(folder / "t", VILLAGE) as found:
        for number in (1, 2, 3):
            text = f"Signature : Léa M.\n\nLe lavoir d'Augan a retrouvé son eau, numéro {number}."
            found.deliver(written(LEA, f"Le lavoir {number}", text, number))
        found.run("letters", "--to", "folder")
        assert all(found.mails())
        yield found


def receipt(place: Town, number: str) -> str:
    return (place.site / "content" / "letters" / f"{number}.md").read_text(encoding="utf-8")


def everything(place: Town) -> bytes:
    return b"".join(path.read_bytes() for path in place.store.rglob("*") if path.is_file())


@pytest.mark.server
def test_letters_are_listed_and_shown_as_they_were_understood(augan: Town) -> None:
    output = augan.run("letters", "--list")
    assert re.search(r"2026-0001 · .*« Le lavoir 1 »", output)
    assert "lettres en cours" in output
    output = augan.run("letters", "--show", "2026-0002")
    assert f"<{LEA}> (adresse inconnue)" in output
    assert "a retrouvé son eau, numéro 2." in output
    assert "Il n’y a pas de lettre 2026-0999" in augan.run("letters", "--show", "2026-0999", code=2)


@pytest.mark.server
def test_what_only_names_a_number_waits_until_an_editor_accepts_it(augan: Town) -> None:
    proposed = "content/articles/2026/lettre-2026-0002/index.md"
    before = (augan.site / proposed).read_bytes()
    augan.deliver(written(LEA, "[2026-0002] Le lavoir", "Commune : Augan\nLicence : CC BY 4.0", 4))
    marked = "2026-0002/1 : rattachée par son seul numéro ; rien ne prouve qu’elle vient de la même personne."
    assert marked.replace("/1", "") in augan.run("letters", "--to", "folder")
    assert (augan.mails(), (augan.site / proposed).read_bytes()) == ([], before)
    assert marked in augan.run("letters", "--list")
    output = augan.run("letters", "--show", "2026-0002")
    assert marked in output
    assert "Commune : Augan" in output
    assert "invoke letters --accept 2026-0002/1" in output
    assert "2026-0002/7" in augan.run("letters", "--accept", "2026-0002/7", code=2)
    assert "ne vaut aucun accord" in augan.run("letters", "--accept", "2026-0002/1")
    assert "seul numéro" not in augan.run("letters", "--list")
    augan.run("letters", "--to", "folder")
    text = (augan.site / proposed).read_text(encoding="utf-8")
    assert 'commune: "Augan"' in text
    assert "CC BY" not in text, "they are asked all the same"
    assert augan.mails() == [], "nobody has read the letter yet"


@pytest.mark.server
def test_what_an_editor_has_looked_at_is_listed_no_more(augan: Town) -> None:
    augan.deliver(written(LEA, "[2026-0001] Le lavoir", "Commune : Redon", 5))
    augan.run("letters", "--to", "folder")
    assert "2026-0001/1" in augan.run("letters", "--list")
    augan.run("letters", "--read", "2026-0001")
    augan.run("letters", "--to", "folder")
    assert [mail["Subject"] for mail in augan.mails()] == ["[2026-0001] Quelques questions sur votre texte"]
    assert "waiting: 2" in receipt(augan, "2026-0001")
    assert "2026-0001/1" not in augan.run("letters", "--list")
    assert "2026-0001/1" in augan.run("letters", "--show", "2026-0001")


@pytest.mark.server
def test_reading_a_letter_is_said_on_its_receipt_and_names_its_draft(augan: Town) -> None:
    assert "read:" not in receipt(augan, "2026-0002")
    assert "waiting:" not in receipt(augan, "2026-0002"), "and a program's questions are no reading"
    augan.run("letters", "--read", "2026-0002")
    assert "read: 2" in receipt(augan, "2026-0002")
    drafts = {path.name for path in (augan.site / "content/articles/2026").iterdir()}
    assert {"lettre-2026-0003", "le-lavoir-2"} < drafts
    assert not {"lettre-2026-0002", "le-lavoir-3"} & drafts


BRANCH = "lettres/2026-0001"
REFUSAL = ("--what", "refusé", "--by", "la rédaction", "--article", "publicite", "--passage", "numéro 3")


@pytest.mark.server
def test_a_letter_is_refused_by_a_decision_with_its_reason(augan: Town) -> None:
    assert "invoke decide --reasons" in augan.run("decide", *REFUSAL, "--letter", "2026-0003", code=2)
    assert "closed:" not in receipt(augan, "2026-0003")
    reasons = "Le texte est une annonce. Nous avons proposé d’en ôter les tarifs."
    theirs = augan.site / "content/authors/lea-m.md"
    assert theirs.is_file()
    output = augan.run("decide", *REFUSAL, "--letter", "2026-0003", "--reasons", reasons)
    assert "content/articles/2026/lettre-2026-0003" in output
    assert theirs.is_file(), "her other letters name it"
    written = (path for path in (augan.site / "content/articles").rglob("*") if path.is_file())
    assert not any("numéro 3".encode() in path.read_bytes() for path in written)
    assert "closed: 2" in receipt(augan, "2026-0003")
    augan.run("letters", "--to", "folder")
    *_asked, refusal = augan.mails()
    assert refusal["To"] == LEA
    assert "Publicité" in words_of(refusal)
    assert "2026-0003" not in augan.run("letters", "--list")


def close_long_ago(place: Town, *numbers: str) -> None:
    with sqlite3.connect(place.store / "letters.sqlite") as rows:
        rows.executemany("UPDATE cases SET closed = '2026-01-01' WHERE number = ?", [(number,) for number in numbers])


@pytest.mark.server
def test_letters_of_a_public_body_go_once_the_archives_have_signed(short: Path) -> None:
    settings = ("LETTERBOX_KEEP_DAYS = 1", "LETTERS_SAMPLE = 2")
    with town(short / "t", VILLAGE, *settings) as augan:
        for number in (1, 2, 3):
            augan.deliver(written(LEA, f"Le lavoir {number}", f"Lettre, numéro {number}.", number))
        augan.run("letters", "--to", "folder")
        assert "lettres gardées plus" not in augan.run("status")
        close_long_ago(augan, "2026-0001", "2026-0002")
        output = augan.run("status")
        assert "2 lettres gardées plus longtemps que promis" in " ".join(output.split())
        assert "passage : jamais" in " ".join(output.split())

        assert "archives publiques" in augan.run("letters", "--purge")
        (listed,) = augan.store.rglob("bordereau.csv")
        text = listed.read_text(encoding="utf-8-sig")
        assert "2026-0001;un texte;" in text
        assert [line[-1:] for line in text.splitlines() if line.startswith("2026-")] == [";", "x"]
        assert not any(word in text for word in (LEA, "lavoir", "2026-0003"))
        assert "numéro 1".encode() in everything(augan)
        assert "passage : jamais" not in " ".join(augan.run("status").split())

        assert "ne porte pas le visa" in augan.run("letters", "--signed", str(listed), code=2)
        assert "numéro 1".encode() in everything(augan)

        signed = text.replace("date et référence;", "date et référence;12/03/2027, AD56-2027-14")
        listed.write_text(f"{signed}2026-0003;un texte;2026-11-20;;\n", encoding="cp1252", errors="replace")
        augan.run("letters", "--purge")
        assert "AD56-2027-14" in listed.read_text(encoding="cp1252"), "a list that was signed isn't written anew"
        output = augan.run("letters", "--signed", str(listed))
        assert "2 lettres oubliées" in output
        remaining = [path.name for path in augan.store.glob("archives/*/originals/*")]
        assert remaining == ["2026-0002-0.eml"]
        assert len(list(augan.store.glob("archives/*/letters/2026-*.md"))) == 3
        assert "numéro 1".encode() not in everything(augan)
        assert "numéro 3".encode() in everything(augan), "it isn't over, whatever a list says"
        assert "lettres gardées plus" not in augan.run("status")


@pytest.mark.server
def test_letters_are_forgotten_once_they_are_old_enough(augan: Town) -> None:
    assert "Aucune lettre n’est finie" in augan.run("letters", "--purge")
    write_setting(augan.site, 'LETTERBOX_KEEP_DAYS = 1\nLEGAL_PUBLISHER_KIND = "association"')
    close_long_ago(augan, "2026-0003")
    assert "1 lettre oubliée" in augan.run("letters", "--purge")
    assert "numéro 3".encode() not in everything(augan)
    assert "numéro 2".encode() in everything(augan)
    assert "oubliée" in augan.run("letters", "--show", "2026-0003")
    augan.run("letters", "--to", "folder")
    assert augan.mails() == [], "the letter is still in the mailbox, and is known"


@pytest.mark.server
def test_a_letter_is_forgotten_at_once_for_whoever_asks(augan: Town) -> None:
    output = augan.run("letters", "--forget", "2026-0002")
    assert "1 lettre oubliée" in output
    assert "vous-même : content/articles/2026/le-lavoir-2\n" in output
    assert "La boîte aux lettres" in output
    assert "numéro 2".encode() not in everything(augan)
    assert "closed: 2" in receipt(augan, "2026-0002")


@pytest.mark.server
def test_who_leaves_is_forgotten_with_their_letters(augan: Town) -> None:
    (post,) = augan.site.glob("content/articles/2026/le-lavoir-1/index.md")
    post.write_text(COMPLETE, encoding="utf-8")
    augan.run("letters", "--to", "folder")
    output = augan.run("letters", "--show", "2026-0001")
    assert "connue comme lea-m" in output, "the store learnt whose address it is from the post that came of the letter"
    augan.run("withdraw-author", "lea-m", "--take-down", "--leave")
    assert LEA.encode() not in everything(augan)
    assert "oubliée" in augan.run("letters", "--show", "2026-0001")


@pytest.mark.server
def test_a_refusal_that_waits_survives_forgetting_and_nothing_of_it_stays_once_it_has_left(short: Path) -> None:
    with town(short / "t", VILLAGE) as augan:
        insult = "Signature : Jean Robert\n\nVotre maire est un escroc, 12 rue du Puits, numéro 3 : Jules Vidal."
        augan.deliver(written(LEA, "Votre maire est un escroc", insult))
        augan.run("letters", "--to", "folder")
        commit(augan.site, "Tout")
        tracked = git(augan.site, "ls-files", "content")
        assert "escroc" not in tracked
        assert "content/authors/jean-robert.md" in tracked
        output = augan.run(
            "decide", *REFUSAL, "--letter", "2026-0001", "--reasons", "Le texte injurie une personne nommée."
        )
        assert "git show" in output, "the history has it: an editor is told"
        content = b"".join(path.read_bytes() for path in (augan.site / "content").rglob("*") if path.is_file())
        assert b"escroc" not in content
        assert not (augan.site / "content/authors/jean-robert.md").exists()
        output = augan.run("letters", "--forget", "2026-0001")
        assert "n’est pas encore parti" in output
        augan.mails()
        augan.run("letters", "--to", "folder")
        (refusal,) = augan.mails()
        assert refusal["To"] == LEA
        assert LEA.encode() not in everything(augan)


@pytest.mark.server
def test_a_branch_of_a_refused_letter_goes(short: Path) -> None:
    with town(short / "t", VILLAGE) as augan:
        augan.deliver(written(LEA, "Le gîte", "Signature : Jean Robert\n\nDeux nuits, numéro 3, à réserver."))
        augan.run("letters", "--to", "branch")
        assert "content/articles/2026/lettre-2026-0001/" in git(augan.site, "ls-tree", "-r", "--name-only", BRANCH)
        output = augan.run(
            "decide", *REFUSAL, "--letter", "2026-0001", "--reasons", "Le texte vend des nuits d’un gîte."
        )
        assert f"{BRANCH}\n" in output
        assert not git(augan.site, "branch", "--list", "lettres/*")


MOMENTS = (0.7, 1.3, 2.0)
"""Seconds after which a run is killed, wherever it is then; they decide nothing about the outcome."""


def letter(number: int) -> EmailMessage:
    mail = written(
        f"Voisin {number} <voisin{number}@courrier.example>",
        f"Le lavoir, lettre {number}",
        f"L'eau est revenue au lavoir d'Augan, et c'est la lettre {number}.\n",
    )
    mail.add_attachment(phone_photo(400, 300, seed=number), maintype="image", subtype="jpeg", filename="lavoir.jpg")
    return mail


def kill(task: subprocess.Popen[str]) -> None:
    """Kill a run with all that it has started."""
    with suppress(ProcessLookupError):
        os.kill(task.pid, signal.SIGKILL)


def killed_after(place: Town, seconds: float) -> None:
    with place.start("letters") as task:
        try:
            task.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            kill(task)


def killed_at_mail(place: Town, number: int) -> None:
    """Kill a run once the server has the mail and before the store knows: the worst moment."""
    with place.start("letters") as task:
        seen = len(place.sink.taken)
        place.sink.watching = lambda count: kill(task) if count >= seen + number else None
        task.communicate()
    place.sink.watching = None


@pytest.mark.server
def test_nothing_is_lost_and_nothing_doubled(short: Path) -> None:
    with town(short / "t", VILLAGE) as augan:
        augan.deliver(letter(1), letter(2), letter(3))
        for seconds in MOMENTS:
            killed_after(augan, seconds)
        for number in (1, 2, 1):
            killed_at_mail(augan, number)
        augan.run("letters")
        for number in (1, 2, 3):
            augan.run("letters", "--read", f"2026-000{number}")
        augan.run("letters")
        augan.run("letters")

        mails = augan.mails()
        contents: dict[str, set[str]] = {}
        for mail in mails:
            contents.setdefault(str(mail["Message-ID"]).strip(), set()).add(words_of(mail))
        assert all(len(texts) == 1 for texts in contents.values()), "a mail that went twice is the same mail"
        steps = Counter((mail_id.split(".")[0], mail_id.split(".")[1].split("-")[0]) for mail_id in contents)
        numbers = [f"<2026-000{number}" for number in (1, 2, 3)]
        assert steps == Counter({(number, step): 1 for number in numbers for step in ("receipt", "review")})
        for number in (1, 2, 3):
            branch = f"lettres/2026-000{number}"
            assert git(augan.site, "rev-list", "--count", f"main..{branch}").strip() == "1"
        assert git(augan.site, "branch", "--list", "lettres/*").count("lettres/") == 3
        assert sorted(path.stem for path in (augan.site / "content" / "letters").glob("*.md")) == [
            "2026-0001",
            "2026-0002",
            "2026-0003",
        ]
        git(augan.site, "fsck", "--strict")


@pytest.mark.server
@pytest.mark.parametrize("kills", [6, pytest.param(40, marks=pytest.mark.night)])
def test_no_word_of_a_forgotten_letter_stays_on_the_disk(short: Path, kills: int) -> None:
    chance = random.Random(kills)
    with town(short / "t", VILLAGE) as augan:
        augan.temporary.mkdir()
        for number in range(1, kills // 2):
            title = "Signaler un texte" if number % 3 == 0 else "Le lavoir"
            mail = written(LEA, f"{title} quetsche{number}", f"Une mirabelle au lavoir, numéro {number}.", number)
            mail.add_attachment(b"Une myrtille.", maintype="text", subtype="markdown", filename="texte.md")
            augan.deliver(mail)
        for _run in range(kills // 2):
            killed_after(augan, chance.uniform(0.2, 2.5))
        for task in ("--read=2026-0001", "--forget=2026-0002", "--purge", "--forget=2026-0001") * (kills // 8):
            with augan.start("letters", task) as process:
                with suppress(subprocess.TimeoutExpired):
                    process.communicate(timeout=chance.uniform(0.2, 1.5))
                kill(process)
        augan.run("letters")
        for number in range(1, kills // 2):
            augan.run("letters", "--forget", f"2026-{number:04}")
        places = (augan.site, augan.home, augan.temporary)
        files = [path for place in places for path in place.rglob("*") if path.is_file()]
        words = (LEA, "quetsche", "mirabelle", "myrtille")
        assert [path for path in files for word in words if word.encode() in path.read_bytes()] == []
        assert [*augan.temporary.iterdir()] == []
