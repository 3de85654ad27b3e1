"""Whole exchanges on three sites: a mail comes in, is proposed, answered, published; git has no names of writers."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest

from placette.engine.photos.photo_metadata import private_kinds
from tests.browser.hosting import hosted
from tests.commands.starting.fixture_wishes import EPCI, VILLAGE
from tests.fixture_site import commit, git
from tests.placette_letters.fixture_town import Town, answer, town, words_of, written
from tests.placette_letters.form.fixture_served import served
from tests.placette_letters.proposing.fixture_letters import phone_photo

pytestmark = pytest.mark.server

YANN = "yann@courrier.example"
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = (
    "De Redon à Nantes, trois jours le long de l’eau, sans se presser. Les écluses se suivent, aucune ne se ressemble."
)


@pytest.fixture
def redon(short: Path) -> Iterator[Town]:
    with town(short / "t", EPCI, 'LETTERS_FORGE = "agit"') as found:
        yield found


def document() -> bytes:
    """Return a text as written in Word, with headings, a list, a table and a photo."""
    made = docx.Document()
    made.add_heading("Le canal à vélo", 0)
    made.add_paragraph(TEXT)
    made.add_heading("Premier jour", 1)
    for words in ("L’écluse du Bellion", "Le pont de Guenrouët"):
        made.add_paragraph(words, style="List Bullet")
    made.add_picture(io.BytesIO(phone_photo(seed=3)))
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def letter_with_document() -> EmailMessage:
    mail = written(f"Yann Le Goff <{YANN}>", "Mon texte pour le blog", "Bonjour,\n\nVoici mon texte.\n\nYann")
    mail.add_attachment(document(), maintype="application", subtype=WORD, filename="canal à vélo.docx")
    mail.add_attachment(phone_photo(seed=9), maintype="image", subtype="jpeg", filename="IMG_2041.JPG")
    return mail


def complete(post: Path) -> None:
    """Fill in what an editor has read."""
    text = post.read_text(encoding="utf-8").replace("statut: brouillon\n", "")
    for key, value in (
        ("auteurs", "[equipe]"),
        ("rubrique", "Vie locale"),
        ("commune", "Redon"),
        ("résumé", "Trois jours le long du canal."),
    ):
        text = re.sub(rf"^{key}:.*$", f"{key}: {value}", text, flags=re.MULTILINE)
    text = re.sub(r"^# à compléter.*\n", "", text.replace("\u00a0", " "), flags=re.MULTILINE)
    text = re.sub(r"photo_description:.*", "photo_description: Un pêcheur, de dos", text)
    text = re.sub(r"photo_crédit:.*", "photo_crédit: Yann L.", text)
    post.write_text(re.sub(r"!\[\]\((\S+)\)", r'![Les écluses](\1 "— Yann L.")', text), encoding="utf-8")


def test_a_word_file_becomes_a_published_post_by_mail_alone(redon: Town) -> None:
    output = redon.site / "output"
    output.mkdir()
    with hosted(output) as address:
        redon.publish_at(address)
        newsletter = written("Infos <infos@liste.example>", "La lettre de novembre", "Bonjour à toutes et à tous.")
        newsletter["List-Id"] = "<infos.liste.example>"
        redon.deliver(letter_with_document(), newsletter)
        told = redon.run("letters")
        assert "Laissé sans réponse, car personne ne l’a écrit : « La lettre de novembre »." in told
        assert "2026-0001 : « Mon texte pour le blog » est arrivé." in told
        assert "À lire : invoke letters --read 2026-0001." in told
        (receipt,) = redon.mails()
        redon.run("letters", "--read", "2026-0001")
        redon.run("letters")
        (review,) = redon.mails()
        assert (receipt["To"], receipt["Subject"]) == (YANN, "[2026-0001] Votre texte est bien arrivé")
        assert review["Subject"] == "[2026-0001] Quelques questions sur votre texte"
        assert all(mail["Auto-Submitted"] == "auto-replied" for mail in (receipt, review))
        proposal = (redon.forge / "told").read_text(encoding="utf-8")
        assert "title=[à compléter] Le canal à vélo" in proposal

        for words in ("Oui\n\nSignez Yann L. C’est à Redon.", "Personne", "Aucun enfant"):
            redon.deliver(answer(review, words, len(words)))
            redon.run("letters")
            (review,) = redon.mails()
        assert review["Subject"] == "[2026-0001] Votre texte est prêt pour l’équipe"
        assert "Écrit depuis : Signez Yann L. C’est à Redon." in redon.run("letters", "--show", "2026-0001")

        redon.git("merge", "-q", "--no-edit", git(redon.forge, "rev-parse", "refs/pull/lettres-2026-0001/head"))
        complete(redon.site / "content/articles/2026/lettre-2026-0001/index.md")
        redon.run("build")
        redon.run("letters")
        (published,) = redon.mails()
        assert published["Subject"] == "[2026-0001] Votre texte est en ligne"
        page = f"{address}2026/lettre-2026-0001/"
        assert page in words_of(published)
        assert "2026-0001" in redon.run("letters", "--show", "2026-0001")

    assert all(b"Seen" not in flags for flags in redon.box.flags()), "the mailbox is left as it was"
    post = (redon.site / "content/articles/2026/lettre-2026-0001/index.md").read_text(encoding="utf-8")
    assert "à compléter" not in post
    for line in (
        "licence: CC BY 4.0",
        "mineurs: aucun",
        "- L’écluse du Bellion",
    ):
        assert line in post
    photos = sorted((redon.site / "content/articles/2026/lettre-2026-0001").glob("*.jpg"))
    assert [set(private_kinds(photo.read_bytes(), "JPEG")) for photo in photos] == [set(), set()]
    road = (redon.site / "output/contribuer/suivi/index.html").read_text(encoding="utf-8")
    assert "2026-0001" in road
    commit(redon.site, "Publier")
    assert_nobody_is_known(redon, YANN, "Le Goff")


def assert_nobody_is_known(place: Town, *secrets: str) -> None:
    """No address or name of a sender in any object of either repository, in the output, or in what was printed."""
    for repository in (place.site, place.forge):
        command = ["git", "cat-file", "--batch-all-objects", "--batch"]
        data = subprocess.run(command, cwd=repository, check=True, capture_output=True).stdout
        assert not [secret for secret in secrets if secret.encode() in data]
    files = [path for path in (place.site / "output").rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if any(secret.encode() in path.read_bytes() for secret in secrets)]


def test_a_memory_stick_becomes_drafts_in_a_village_without_mail(short: Path) -> None:
    with town(short / "t", VILLAGE) as augan:
        stick = augan.home / "cle"
        (stick / "Le four à pain").mkdir(parents=True)
        (stick / "Le four à pain" / "texte.txt").write_text(
            "Le four du bourg\n\nOn l'a rallumé samedi, à Augan. Il y avait du monde et du pain pour tous.\n", "utf-8"
        )
        (stick / "Le four à pain" / "IMG_1.jpg").write_bytes(phone_photo())
        (stick / "vieux.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        for file in stick.rglob("*"):
            os.utime(file, (augan.moment.timestamp(),) * 2)
        output = augan.run("letters", "--folder", str(stick), "--to", "folder")
        assert "2026-0001" in output
        assert augan.mails() == [], "nobody can be answered"
        (post,) = (augan.site / "content" / "articles" / "2026").glob("lettre-2026-0001/index.md")
        text = post.read_text(encoding="utf-8")
        assert "statut: brouillon" in text
        assert "Il y avait du monde" in text
        assert set(private_kinds(next(post.parent.glob("*.jpg")).read_bytes(), "JPEG")) == set()
        before = augan.git("status", "--short")
        again = augan.run("letters", "--folder", str(stick), "--to", "folder")
        assert augan.git("status", "--short") == before
        assert "est arrivé" not in again, "the same files are the same letter"
        assert "lead-alt" in augan.run("check"), "what is missing is said until somebody fills it in"
        augan.run("build", "--skip-invalid")
        assert "lettre" in augan.run("letters", "--list")


def test_what_the_form_drops_is_a_letter_like_any_other(short: Path) -> None:
    (short / "f").mkdir()
    with town(short / "t", VILLAGE) as augan, served(short / "f") as form:
        form.folder.parent.mkdir(exist_ok=True)
        response, _page = form.write(
            (("photos", "IMG_9.jpg", phone_photo(seed=5)),),
            kind="post",
            title="La foire aux oignons",
            text="Tout Augan y était, et les oignons aussi.",
            name="Soizic",
            email="soizic@courrier.example",
            commune="Augan",
            licence="CC BY-SA 4.0",
            people="none",
            minors="none",
        )
        assert response.status == 303
        (dropped,) = form.letters()
        place = augan.home / ".local" / "share" / "placette" / "augan-raconte-form" / "dropped"
        place.mkdir(parents=True)
        shutil.move(dropped, place)
        output = augan.run("letters")
        assert "« La foire aux oignons » → lettres/2026-0001" in output
        assert list(place.iterdir()) == [], "what the store has needn't wait any longer"
        augan.run("letters", "--read", "2026-0001")
        augan.run("letters")
        receipt, review = augan.mails()
        assert receipt["To"] == review["To"] == "soizic@courrier.example"
        post = augan.git("show", "lettres/2026-0001:content/articles/2026/lettre-2026-0001/index.md")
        for line in ("auteurs: [soizic]", "licence: CC BY-SA 4.0", "mineurs: aucun"):
            assert line in post
