"""A village's legal calendar, from day 0 to day 100: what ``invoke status`` says each morning of what the law asks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.starting.fixture_wishes import VILLAGE
from tests.placette_letters.fixture_town import Town, town, written

pytestmark = pytest.mark.server

START = datetime(2026, 8, 17, 7, 30, tzinfo=UTC)
"""A Monday, 2026-08-17: the six months before a vote of April 2027 begin on day 45."""
DAYS = 100
SAID = Path(__file__).parent / "legal-calendar.fr.txt"
SECTIONS = ("Délais légaux", "Retenus avant une élection")
SETTINGS = ('LEGAL_ELECTION = "2027-04"', "LETTERBOX_KEEP_DAYS = 60", "LETTERS_SAMPLE = 1")
SERVICE = "---\nname: Service Eau\nkind: service\noffice: mairie\ndescription: Répond sur l’eau.\n---\nLe service.\n"
OPPOSED = (
    "---\nname: Rose Le Bihan\nkind: élue\noffice: conseillère municipale\nside: opposition\ndescription: Élue.\n"
    "---\nÉlue.\n"
)
POST = (
    "---\ntitre: {title}\ndate: 2026-10-02\nauteurs: [{author}]\nrubrique: Vie locale\ncommune: Augan\n"
    "licence: CC BY 4.0\n{more}---\nLe conseil a parlé de l’eau.\n"
)
READ_OVER = "relecture: [equipe]\n"
RIGHT = "J’exerce mon droit de réponse à https://carnets.example/2026/bienvenue/\n\n{said}\n\nSignature : Marie D.\n"
REFUSED = ("--what", "refusé", "--by", "la rédaction")
WHY = "Le texte est une annonce. Nous avons proposé d’en ôter les tarifs."
ANSWER = ("--author", "service-eau", "--source", "Le règlement = https://eau.example/", "--reader", "equipe")


def post(place: Town, name: str, text: str) -> None:
    target = place.site / "content" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def publish(place: Town, words: str) -> None:
    """Have each draft published that has these words."""
    for draft in (place.site / "content").rglob("*.md"):
        if words in (text := draft.read_text(encoding="utf-8")):
            draft.write_text(text.replace("statut: brouillon\n", ""), encoding="utf-8")


def decision(place: Town, lines: str) -> None:
    """Write lines at the end of the front matter of the decision about advertising."""
    (entry,) = (place.site / "content/decisions").rglob("*-publicite.md")
    entry.write_text(entry.read_text(encoding="utf-8").replace("\n---\n", f"\n{lines}---\n"), encoding="utf-8")


def deliver(place: Town, sender: str, subject: str, body: str) -> None:
    place.box.put(written(f"{sender} <{sender}@courrier.example>", subject, body).as_bytes(), moment=place.moment)


def ask(place: Town) -> None:
    (place.home / "question.txt").write_text("Qui répare la fontaine du bourg, et quand ?\n", encoding="utf-8")
    asked = ("--title", "La fontaine du bourg", "--to", "service-eau", "--text", str(place.home / "question.txt"))
    place.run("ask", *asked, "--consent", "papier", "--category", "Vie locale", "--commune", "Augan")
    question = place.site / "content/questions/la-fontaine-du-bourg/index.md"
    asked_on = re.compile("(posée: (.*)\n)")
    question.write_text(asked_on.sub(r"\1transmise: \2\n", question.read_text(encoding="utf-8")), encoding="utf-8")
    publish(place, "Qui répare la fontaine")


def reply(place: Town) -> None:
    (place.home / "answer.txt").write_text("La fontaine est réparée : le joint était usé.\n", encoding="utf-8")
    place.run("answer", "la-fontaine-du-bourg", *ANSWER, "--text", str(place.home / "answer.txt"))
    publish(place, "le joint était usé")


def sign(place: Town) -> None:
    (listed,) = place.store.rglob("bordereau.csv")
    text = listed.read_text(encoding="utf-8-sig").replace("date et référence;", "date et référence;AD56-2026-14")
    listed.write_text(text, encoding="utf-8")
    place.run("letters", "--signed", str(listed))


def refuse(place: Town, number: str, reason: str, passage: str) -> None:
    place.run("decide", *REFUSED, "--article", reason, "--letter", number, "--passage", passage, "--reasons", WHY)


EVENTS: dict[int, list[Callable[[Town], object]]] = {
    0: [lambda augan: deliver(augan, "lea", "Le gîte", "Signature : Léa M.\n\nAu gîte d’Augan, deux nuits à 80 €.")],
    1: [lambda augan: deliver(augan, "marie", "Votre article", RIGHT.format(said="Je n’ai pas vendu le lavoir."))],
    2: [lambda augan: augan.run("letters", "--read", "2026-0002")],
    5: [lambda augan: publish(augan, '"2026-0002"')],
    7: [lambda augan: refuse(augan, "2026-0001", "publicite", "deux nuits à 80 €")],
    8: [lambda augan: deliver(augan, "yann", "Le four", "Signature : Yann L.\n\nLe four d’Augan fume de nouveau.")],
    10: [ask],
    18: [lambda augan: decision(augan, "recours_reçu: 2026-09-04\n")],
    25: [lambda augan: augan.run("letters", "--read", "2026-0003")],
    46: [
        lambda augan: post(augan, "articles/2026/le-reseau/index.md", POST.format(
            title="Le réseau d’eau", author="service-eau", more=READ_OVER)),
        lambda augan: post(augan, "articles/2026/le-prix/index.md", POST.format(
            title="Le prix de l’eau", author="rose", more=READ_OVER)),
    ],
    40: [lambda augan: decision(
        augan, "issue: confirmée\nissue_le: 2026-09-26\nissue_raisons: Le texte vend toujours des nuits.\n")],
    48: [reply],
    75: [lambda augan: augan.run("letters", "--purge")],
    82: [sign],
    95: [lambda augan: deliver(augan, "marie", "Droit de réponse", RIGHT.format(said="Encore le lavoir."))],
    97: [lambda augan: refuse(augan, "2026-0004", "droit-de-reponse-hors-conditions", "Encore le lavoir.")],
}  # fmt: skip
"""What happens during a day, after its morning."""


def section(status: str, heading: str) -> str:
    match = re.search(rf"^{heading}.*?(?=\n\n|\Z)", status, re.MULTILINE | re.DOTALL)
    return match[0].rstrip() if match else ""


def mornings(said: str) -> list[int]:
    """The mornings on which something else is said, those before them, and those of events."""
    changes = set(map(int, re.findall(r"^Jour (\d+)", said, re.MULTILINE)))
    return sorted({DAYS, *EVENTS, *changes, *(day - 1 for day in changes if day)})


def test_status_says_each_morning_what_the_law_asks(short: Path) -> None:
    written_down = SAID.read_text(encoding="utf-8")
    with town(short / "t", VILLAGE, *SETTINGS) as augan:
        augan.publish_at("https://carnets.example")
        post(augan, "authors/service-eau.md", SERVICE)
        post(augan, "authors/rose.md", OPPOSED)
        said, before = [], ""
        for day in mornings(written_down):
            augan.moment = START + timedelta(days=day)
            status = augan.run("status").replace(str(augan.home), "~")
            found = "\n\n".join(filter(None, (section(status, heading) for heading in SECTIONS))) or "Rien."
            if found != before:
                said.append(f"Jour {day}, {augan.moment:%Y-%m-%d}\n\n{found}\n")
            before = found
            for event in EVENTS.get(day, ()):
                event(augan)
            if day in EVENTS:
                augan.run("letters", "--to", "folder")
        assert "\n".join(said) == written_down
        assert augan.run("check", "--all", code=None).count("à corriger]") == 0
