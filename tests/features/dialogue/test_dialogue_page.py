"""The page of the dialogue appears with the second kind of it, and follows whatever is asked, answered and decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.features.replies.fixture_replies import write_post, write_profile
from tests.fixture_site import Site, build, write_file

pytestmark = pytest.mark.whole

PAGE = "dialogue/"
PLAIN: dict[str, Any] = {
    "SHARING_CARDS": False,
    "PICTURES_ON_PAGES": False,
    "VIEWS_MENU": (("Dialogue", "dialogue/"),),
}
CALL = "---\ntitre: Le banc\nrésumé: Un banc.\n{more}échéance: 2026-08-31\nauteurs: [lea]\n---\nDites.\n"
ASKED = "question: Où le mettre ?\nouverture: 2026-06-01\n"
QUESTION = "---\ntitre: Qui tond ?\nposée: 2026-06-02\ndestinataire: eau\naccord: courriel\n---\nQui tond le pré ?\n"
ANSWER = "---\nsignée_par: [eau]\ndate: 2026-06-20\nsources:\n  Le règlement: https://eau.example/\n---\nLes moutons.\n"


@pytest.fixture
def service(content: Path) -> Path:
    """The content of a site with a post, and a service that can be asked."""
    write_profile(content, "eau", "Service de l'eau", "service", "office: mairie\n")
    return content


def parts(site: Site) -> list[str | None]:
    return [node.id for node in site.page(PAGE).css(".dialogue h2")]


def menu(site: Site) -> set[str | None]:
    return {node.attributes["href"] for node in site.page("").css("header a")}


def test_one_kind_of_dialogue_needs_no_page(service: Path, tmp_path: Path) -> None:
    write_file(service / "questions/pre/index.md", QUESTION)
    write_file(service / "questions/pre/answer.md", ANSWER)
    write_file(service / "questions/haie/index.md", QUESTION.replace("Qui tond", "Qui taille"))
    site = build(service, tmp_path, **PLAIN)
    assert not [path for path in site.files() if path.startswith(PAGE)]
    assert f"/{PAGE}" not in menu(site)
    assert [path for path in site.files() if path.endswith(".html") and "/dialogue/" in site.text(path)] == []


def test_two_kinds_have_one_and_the_menu_and_the_map_lead_to_it(service: Path, tmp_path: Path) -> None:
    write_file(service / "questions/pre/index.md", QUESTION)
    write_file(service / "calls/banc.md", CALL.format(more=""))
    site = build(service, tmp_path, **PLAIN)
    assert parts(site) == ["waiting", "calls"]
    assert f"/{PAGE}" in menu(site)
    assert f'href="/{PAGE}"' in site.text("plan-du-site/index.html")
    assert f"{PAGE}</loc>" in site.text("sitemap.xml")
    assert site.texts_of(PAGE, ".dialogue__title") == ["Qui tond\u202f?", "Le banc"]


def test_it_is_made_again_when_a_question_is_answered_and_nothing_else_than_it_must(
    service: Path, tmp_path: Path
) -> None:
    write_file(service / "questions/pre/index.md", QUESTION)
    write_file(service / "calls/banc.md", CALL.format(more=ASKED))
    assert parts(build(service, tmp_path, **PLAIN)) == ["waiting", "consultations"]
    write_file(service / "questions/pre/answer.md", ANSWER)
    after, clean = build(service, tmp_path, **PLAIN), build(service, tmp_path / "clean", **PLAIN)
    assert parts(after) == ["answered", "consultations"]
    assert after.texts_of(PAGE, ".dialogue--answered .dialogue__words") == ["Les moutons."]
    assert after.files() == clean.files()
    assert [p for p in clean.files() if (after.output / p).read_bytes() != (clean.output / p).read_bytes()] == []


def test_every_part_of_the_kitchen_sink_leads_to_its_texts_and_its_list(kitchen_sink: Site) -> None:
    assert parts(kitchen_sink) == ["waiting", "answered", "consultations", "calls"]
    page = kitchen_sink.page(PAGE)
    links = [str(node.attributes["href"]) for node in page.css(".dialogue a")]
    made = {f"/blog/{path.removesuffix('index.html')}" for path in kitchen_sink.files()}
    assert {link for link in links if link.startswith("/blog/")} <= made
    assert {"/blog/appels/", "/blog/questions/"} <= set(links)
    states = [" ".join(node.text().split()) for node in page.css(".dialogue--consultations .dialogue__label")]
    assert states == [
        "Consultation jusqu’au 31 août 2026",
        "Consultation close le 31 mai 2026. La décision est attendue depuis 31 jours.",
        "Décidé le 20 avril 2026",
    ]


def test_posts_that_answer_posts_are_a_part_a_right_of_reply_says_so(content: Path, tmp_path: Path) -> None:
    write_post(content, "reponse", "répond_à: bonjour\n", title="Une réponse")
    write_post(content, "droit", "répond_à: bonjour\ndroit_de_réponse: 2026-06-08\n", "2026-06-10", title="Droit")
    write_file(content / "calls/banc.md", CALL.format(more=""))
    site = build(content, tmp_path, **PLAIN)
    assert site.texts_of(PAGE, ".dialogue--exchanges .dialogue__title") == ["Droit", "Une réponse"]
    assert site.texts_of(PAGE, ".dialogue--exchanges .dialogue__label") == ["Droit de réponse"]


def test_whatever_people_write_stays_text(content: Path, tmp_path: Path) -> None:
    write_file(content / "calls/a.md", CALL.format(more=ASKED).replace("Le banc", "'<script>alert(1)</script>'"))
    write_file(content / "calls/b.md", CALL.format(more=""))
    site = build(content, tmp_path, **PLAIN)
    assert "<script>alert" not in site.text(f"{PAGE}index.html")
    assert "&lt;script&gt;alert" in site.text(f"{PAGE}index.html")


def test_to_ask_to_answer_and_to_contradict_each_have_a_road_of_their_own(service: Path, tmp_path: Path) -> None:
    write_file(service / "questions/pre/index.md", QUESTION)
    write_file(service / "calls/banc.md", CALL.format(more=ASKED))
    open_site = build(service, tmp_path, LETTERBOX_ADDRESS="lettres@mairie-inventee.fr", **PLAIN)
    ask, answer, contradict = (node.attributes["href"] for node in open_site.page(PAGE).css(".dialogue-roads a"))
    assert (ask, answer) == ("/questions/poser/", "#consultations")
    assert str(contradict).startswith("mailto:lettres@mairie-inventee.fr?subject=%5BR%C3%A9ponse%5D%20&body=")
    shut: dict[str, Any] = dict.fromkeys((f"LETTERBOX_{name}" for name in ("ADDRESS", "TELEPHONE", "COUNTER")), "")
    closed = build(service, tmp_path / "closed", **shut, **PLAIN)
    assert [node.attributes["href"] for node in closed.page(PAGE).css(".dialogue-roads a")] == ["#consultations"]
