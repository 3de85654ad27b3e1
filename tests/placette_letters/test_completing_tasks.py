"""An editor completes a draft in a terminal: what is asked, what is offered, what is written when, and what isn't."""

from __future__ import annotations

import io
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import Header
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest

from placette.commands.starting.planning import Wishes, plan_site, write_site
from tests.commands.starting.fixture_wishes import ASSOCIATION, DAY, FRANCE, VILLAGE
from tests.fixture_site import make_repository, write_setting
from tests.placette_letters.fixture_town import ADDRESS, Town
from tests.placette_letters.proposing.fixture_letters import phone_photo

pytestmark = [pytest.mark.whole, pytest.mark.story]

pty = pytest.importorskip("pty")

NAME = "\x1b[31mLéa Morel"
TEXT = "Bonjour,\n\nL'eau est revenue au lavoir du bas, numéro {number}. Fête samedi à 18 h.\n"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
CLOCKED = """
import signal, sys, time_machine
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
time_machine.travel(sys.argv.pop(1)).start()
from invoke.main import program
program.run()
"""
LETTERS = (("", True), ("Le lavoir", True), ("Le lavoir \x1b[2J", False), ("Le four", False), ("Le pont", False))


def sent(number: int, subject: str, photo: bytes) -> bytes:
    mail = MIMEMultipart()
    mail["From"] = f"{Header(NAME, 'utf-8').encode()} <lea{number}@courrier.example>"
    mail["To"], mail["Subject"] = ADDRESS, subject
    mail["Message-ID"] = f"<{number}.complete@courrier.example>"
    mail.attach(MIMEText(TEXT.format(number=number), "plain", "utf-8"))
    for name in ("IMG_2031.jpg", "IMG_2032.jpg") if photo else ():
        image = MIMEImage(photo, "jpeg")
        image.add_header("Content-Disposition", "attachment", filename=name)
        mail.attach(image)
        photo = phone_photo(640, 480, seed=7)
    return mail.as_bytes()


def place_of(folder: Path, wishes: Wishes, to: str = "folder") -> Town:
    """A town whose letters come as files, with a draft for each."""
    site, home, letters = folder / "site", folder / "home", folder / "letters"
    home.mkdir()
    letters.mkdir()
    write_site(site, plan_site(wishes, FRANCE, DAY))
    write_setting(site, f'LETTERBOX_ADDRESS = "{ADDRESS}"')
    for number, (subject, pictured) in enumerate(LETTERS, 1):
        letter = letters / f"{number}.eml"
        letter.write_bytes(sent(number, subject, phone_photo() if pictured else b""))
        os.utime(letter, (NOW.timestamp(),) * 2)
    if to == "branch":
        make_repository(site)
    found = Town(site, folder, None, None, "", home, NOW)  # type: ignore[arg-type]
    assert "invoke letters --complete 2026-0001" in found.run("letters", "--folder", str(letters), "--to", to)
    return found


@pytest.fixture(scope="module")
def augan(tmp_path_factory: pytest.TempPathFactory) -> Town:
    return place_of(tmp_path_factory.mktemp("augan"), VILLAGE)


def draft_of(place: Town, number: str) -> Path:
    (path,) = place.site.glob(f"content/articles/*/lettre-{number}/index.md")
    return path


def head_of(place: Town, number: str) -> list[str]:
    text = draft_of(place, number).read_text(encoding="utf-8").replace("\u00a0", " ")
    return text.split("---\n")[1].splitlines()


@contextmanager
def terminal(place: Town, number: str, option: str = "--complete") -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The task in a terminal, and the end of it where an editor types."""
    keyboard, screen = pty.openpty()
    command = [sys.executable, "-c", CLOCKED, NOW.isoformat(), "letters", option, number]
    out = subprocess.PIPE
    environment = place.variables() | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=place.site, env=environment, stdin=screen, stdout=out, stderr=subprocess.STDOUT
    ) as task:
        os.close(screen)
        yield task, keyboard
    os.close(keyboard)


def typed(place: Town, number: str, *answers: str, option: str = "--complete") -> tuple[str, int]:
    """What the task shows in a terminal where the answers are typed, and its exit code."""
    with terminal(place, number, option) as (task, keyboard):
        os.write(keyboard, "".join(answer if answer == "\x04" else f"{answer}\n" for answer in answers).encode())
        assert task.stdout is not None
        shown = io.TextIOWrapper(task.stdout, encoding="utf-8").read()
    return shown.replace("\u00a0", " ").replace("\u202f", " "), task.returncode


def held_mail(place: Town, number: str) -> str:
    """The mail with the questions that leave once the letter is read."""
    with closing(sqlite3.connect(place.store / "letters.sqlite")) as rows:
        (data,) = rows.execute("SELECT data FROM mails WHERE number = ? AND sent = 'held'", (number,)).fetchone()
    part = message_from_bytes(data, policy=policy.default).get_body()
    assert part
    return str(part.get_content()).replace("\u00a0", " ").replace("\u202f", " ").replace(" \n", " ")


def test_without_a_terminal_what_is_missing_is_printed(augan: Town) -> None:
    before = draft_of(augan, "2026-0005").read_bytes()
    output = augan.run("letters", "--complete", "2026-0005", code=1)
    assert output == (
        "Auteur ou autrice : une clé, ou le nom de la signature (1 = equipe, 2 = [31mLéa Morel)\n"
        "Rubrique (1 = Vie du site, 2 = Vie locale, 3 = Patrimoine, 4 = Histoire, 5 = Nature, 6 = Fêtes et marchés,"
        " 7 = Recettes)\n"
        "Résumé (1 = L'eau est revenue au lavoir du bas, numéro 5.)\n"
        "Licence acceptée par la personne qui écrit (1 = CC BY 4.0, 2 = CC BY-SA 4.0, 3 = Licence Ouverte 2.0,"
        " 4 = Tous droits réservés)\n"
        "Cela manque encore dans articles/2026/lettre-2026-0005. Répondez dans un terminal :"
        " invoke letters --complete 2026-0005\n"
    )
    assert draft_of(augan, "2026-0005").read_bytes() == before


@pytest.mark.parametrize("number", ["2026-0099", "", ".*", "../../etc"])
def test_a_number_without_a_draft_is_told(augan: Town, number: str) -> None:
    assert "n’a pas de brouillon" in augan.run("letters", f"--complete={number or '0'}", code=2)


def test_each_answer_is_written_and_nothing_is_asked_of_the_writer_again(augan: Town) -> None:
    assert "« Signature : " in held_mail(augan, "2026-0001")
    shown, code = typed(
        augan,
        "2026-0001",
        *("", "Léa Morel", "fêtes et marchés", "1", "cc by-sa 4.0", "Le lavoir", "Le bassin", "Léa", "aucune", "2"),
    )
    assert code == 0, shown
    assert shown.startswith("Titre [L'eau est revenue au lavoir du bas, numéro 1] : ")
    assert "Il ne manque plus rien." in shown
    assert "\x1b" not in shown
    assert sorted(head_of(augan, "2026-0001")) == sorted(
        [
            'titre: "L\'eau est revenue au lavoir du bas, numéro 1"',
            "date: 2026-11-30",
            "auteurs: [lea-morel]",
            'rubrique: "fêtes et marchés"',
            'résumé: "L\'eau est revenue au lavoir du bas, numéro 1."',
            'commune: "Augan"',
            'licence: "cc by-sa 4.0"',
            'photo: "photo.jpg"',
            'photo_description: "Le lavoir"',
            'photo_crédit: "Léa"',
            'mineurs: "autorisation:2026-0001"',
            'accusé: "2026-0001"',
            "statut: brouillon",
        ]
    )
    assert "![Le bassin](photo-2.jpg" in draft_of(augan, "2026-0001").read_text(encoding="utf-8")
    assert 'nom: "Léa Morel"' in (augan.site / "content/authors/lea-morel.md").read_text(encoding="utf-8")
    assert "lettre-2026-0001" not in augan.run("check")
    mail = held_mail(augan, "2026-0001")
    assert "Signature" not in mail
    assert "Une personne de l’équipe lit maintenant votre texte" in mail
    assert augan.run("letters", "--complete", "2026-0001").startswith("Il ne manque plus rien.")


def test_what_the_check_would_refuse_is_asked_again_and_enter_leaves_a_line_open(augan: Town) -> None:
    shown, code = typed(
        augan,
        "2026-0002",
        *("@", "1", "Sport", "3", "x" * 301, "", "WTFPL", "", "", "", "", "toutes", "", "tous", ""),
    )
    assert code == 1
    for sentence in (
        "sous quel nom le texte doit-il paraître ?",
        "« Sport » n’est pas une rubrique",
        "300",
        "WTFPL",
        "« toutes » n’est pas dans la liste : aucune, toutes d’accord",
        "tous",
        "Cela manque encore",
    ):
        assert sentence in shown
    head = head_of(augan, "2026-0002")
    assert {"auteurs: [equipe]", 'rubrique: "Patrimoine"'} <= set(head)
    assert sum("# à compléter : " in line for line in head) == 6
    assert not any(line.startswith(("mineurs", "licence")) for line in head)
    mail = held_mail(augan, "2026-0002")
    assert "Signature" not in mail
    assert "Qui a pris les photos ?" in mail


def test_what_was_answered_before_the_end_is_written(augan: Town) -> None:
    before = head_of(augan, "2026-0004")
    shown, code = typed(augan, "2026-0004", "1", "\x04")
    assert code == 130
    assert "Écrit : content/articles/2026/lettre-2026-0004/index.md" in shown
    after = head_of(augan, "2026-0004")
    assert [line for line in after if line not in before] == ["auteurs: [equipe]"]
    with terminal(augan, "2026-0004") as (task, keyboard):
        assert task.stdout is not None
        os.write(keyboard, b"Histoire\n")
        shown_bytes = b""
        while b"sum" not in shown_bytes and (more := task.stdout.read1()):  # type: ignore[attr-defined]
            shown_bytes += more
        task.send_signal(signal.SIGINT)
        os.write(keyboard, b"\n")  # a signal that comes just before it waits is seen once it has waited
        rest = task.stdout.read().decode()
    assert task.returncode == 130
    assert "Écrit" in rest
    assert "Traceback" not in rest
    assert 'rubrique: "Histoire"' in head_of(augan, "2026-0004")
    assert head_of(augan, "2026-0004")[:3] == after[:3]


def test_no_word_of_a_letter_reaches_the_terminal_or_another_line(augan: Town) -> None:
    path = draft_of(augan, "2026-0003")
    text = path.read_text(encoding="utf-8").replace("\u00a0", " ")
    rubric = next(line for line in text.splitlines() if line.startswith("rubrique: #"))
    wrong = rubric.replace('"', "'")
    hostile = f'titre: "\\e[2J {wrong}" # à compléter : un titre'
    path.write_text(text.replace(text.split("\n")[1], hostile).replace(" :", "\u00a0:"), encoding="utf-8")
    shown, _code = typed(augan, "2026-0003", "Le lavoir", "", "3", "", "")
    assert "\x1b" not in shown
    head = head_of(augan, "2026-0003")
    assert head[0] == 'titre: "Le lavoir"'
    assert 'rubrique: "Patrimoine"' in head
    output = augan.run("letters", "--read", "2026-0003")
    assert "articles/2026/le-lavoir" in output, "the folder has the name of the title that was typed"


def test_a_letter_on_a_branch_is_completed_and_published_in_one_command(tmp_path: Path) -> None:
    town = place_of(tmp_path, VILLAGE, "branch")
    head = town.git("rev-parse", "HEAD")
    answers = ("La fontaine", "1", "Histoire", "1", "cc by-sa 4.0", "La fontaine", "Le bassin", "Léa", "aucune", "1")
    shown, code = typed(town, "2026-0001", *answers[:3], "\x04")
    assert code == 130, shown
    assert (town.git("rev-parse", "HEAD"), town.git("branch", "--show-current").strip()) == (head, "main")
    assert len(town.git("log", "--format=%H", "main..lettres/2026-0001").split()) == 2, "one commit for all answers"
    town.git("switch", "-q", "lettres/2026-0002")
    receipt = (town.site / "content/letters/2026-0003.md").read_bytes()
    assert "La branche lettres/2026-0002 est ouverte" in town.run("letters", "--close", "2026-0003")
    assert (town.site / "content/letters/2026-0003.md").read_bytes() == receipt
    town.git("switch", "-q", "main")
    profile = town.site / "content/authors/equipe.md"
    before = profile.read_text(encoding="utf-8")
    shown, code = typed(town, "2026-0001", *answers[3:], option="--publish")
    assert code == 0, shown
    assert "« La fontaine » est prêt" in shown
    (path,) = town.site.glob("content/articles/*/la-fontaine/index.md")
    assert "statut:" not in path.read_text(encoding="utf-8")
    assert sorted(it.name for it in path.parent.iterdir()) == ["index.md", "photo-2.jpg", "photo.jpg"]
    assert town.git("log", "-1", "--format=%s").strip() == "Lettre 2026-0001\u00a0: La fontaine"
    assert town.git("branch", "--no-merged").split() == [f"lettres/2026-000{number}" for number in range(2, 6)]
    assert not [line for line in town.git("status", "--porcelain").splitlines() if "content/letters" not in line]
    assert profile.read_text(encoding="utf-8") == before
    assert "la-fontaine" not in town.run("check")
    assert "est prêt" in town.run("letters", "--publish", "2026-0001"), "again changes nothing"
    assert town.git("branch", "--no-merged").split() == [f"lettres/2026-000{number}" for number in range(2, 6)]


def test_a_site_of_an_association_asks_in_its_language(tmp_path: Path) -> None:
    place = place_of(tmp_path, ASSOCIATION)
    shown, code = typed(place, "2026-0005", "Marie D.", "35236", "2", "", "2")
    assert code == 1
    text = draft_of(place, "2026-0005").read_text(encoding="utf-8")
    assert {"authors: [marie-d]", 'licence: "CC BY-SA 4.0"'} <= set(text.splitlines())
    assert "Category (1 = " in shown
    assert "That is still missing in articles/2026/lettre-2026-0005." in shown
