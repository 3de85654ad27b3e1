"""An issue holds what its file names and what may be printed, as plain values, and stays what it was on its day."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from placette.features.legal import LegalSettings
from placette.plugin import open_site
from placette_gazette.contents import Edition, Plate, gather, plate_of
from placette_gazette.issue import ISSUE, Portion
from tests.fixture_site import settings_of, write_file
from tests.placette_gazette.fixture_gazette import LONG, PLAIN, write_issue, write_post


def edition_of(content: Path, folder: Path, **settings: object) -> Edition:
    site = open_site(settings_of(content, folder, **PLAIN | settings))
    return gather(site, site.build.of(ISSUE)[0])


def placed(edition: Edition) -> list[tuple[str, str]]:
    return [(story.path.split("/")[2], story.portion.value) for story in edition.stories]


def whole(*names: str) -> list[tuple[str, str]]:
    return [(name, "whole") for name in names]


def test_posts_stand_in_the_order_of_the_file_whole_short_or_as_a_line(content: Path, tmp_path: Path) -> None:
    write_post(content, "le-pont", "\n\n".join([LONG, LONG, "## Suite", "La fin."]))
    write_post(content, "la-forge", "Assez bref.")
    write_issue(content, "le-pont: court", "bonjour: ligne", "la-forge: short", body="Bonne lecture.")
    edition = edition_of(content, tmp_path)
    assert placed(edition) == [("le-pont", "short"), ("bonjour", "line"), ("la-forge", "whole")]
    pont, bonjour, forge = edition.stories
    assert pont.html.count("<p>") == 2
    assert "Suite" not in pont.html
    assert (bonjour.html, forge.html.strip()) == ("", "<p>Assez bref.</p>")
    assert (pont.title, pont.byline, pont.category, pont.reason) == ("Le pont", "Léa Montel", "Nature", "")
    assert (edition.title, edition.number, edition.when) == ("Carnets de mai", "3", "mai\u00a02026")
    assert edition.editorial_html.strip() == "<p>Bonne lecture.</p>"


def test_a_text_whose_author_reserves_all_rights_is_a_line_unless_they_agree(content: Path, tmp_path: Path) -> None:
    write_post(content, "le-pont", licence="Tous droits réservés")
    write_post(content, "la-forge", licence="Tous droits réservés", imprimable="oui")
    write_issue(content, "le-pont", "la-forge")
    pont, forge = edition_of(content, tmp_path).stories
    assert (pont.portion, pont.html) == (Portion.LINE, "")
    assert pont.reason == "Tous droits réservés\u00a0: il se lit sur le site."
    assert (forge.portion, forge.reason, forge.licence) == (Portion.WHOLE, "", "Tous droits réservés")


@pytest.mark.parametrize("portion", ["", ": line"])
def test_the_photo_of_a_text_with_all_rights_reserved_is_not_printed(
    content: Path, tmp_path: Path, portion: str
) -> None:
    photo = {"image": "pont.jpg", "image_alt": "Le pont", "image_credit": "Ana Roux", "minors": "none"}
    for name, licence in (("le-pont", "Tous droits réservés"), ("le-gue", "CC BY 4.0")):
        file = write_post(content, name, licence=licence, **photo)
        Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(file.with_name("pont.jpg"))
    write_issue(content, f"le-pont{portion}", f"le-gue{portion}")
    pont, gue = edition_of(content, tmp_path).stories
    assert pont.portion is Portion.LINE
    assert pont.plate == Plate("", ""), "a landscape is drawn for it"
    assert gue.plate
    assert gue.plate.path == "articles/2026/le-gue/pont.jpg"


@pytest.mark.parametrize(
    ("credit", "printed"),
    [
        ("Ana Roux", True),
        ("Ana, CC BY 4.0", True),
        ("Ana, Tous droits réservés", False),
        ("© Ana Roux. Tous droits réservés", False),
        ("Ana Roux (tous droits réservés)", False),
        ("Ana – all rights reserved, 2024", False),
    ],
)
def test_a_photo_whose_credit_reserves_all_rights_is_not_printed(credit: str, printed: bool) -> None:
    assert (plate_of(SimpleNamespace(path="a.jpg", alt="", caption="", credit=credit)) is not None) is printed


def test_a_right_of_reply_follows_its_text_and_stands_whole(content: Path, tmp_path: Path) -> None:
    write_post(content, "le-pont")
    reply = {"answers": "le-pont", "right_of_reply": "2026-05-02", "date": "2026-05-04"}
    write_post(content, "ma-reponse", "\n\n".join([LONG, LONG, LONG]), licence="Tous droits réservés", **reply)
    write_post(content, "autre-avis", answers="le-pont", date="2026-05-04")
    write_issue(content, "le-pont", "bonjour")
    assert placed(edition_of(content, tmp_path)) == [
        ("le-pont", "whole"),
        ("ma-reponse", "whole"),
        ("bonjour", "whole"),
    ]
    write_issue(content, "ma-reponse: short", "bonjour", "le-pont")
    assert placed(edition_of(content, tmp_path)) == [
        ("bonjour", "whole"),
        ("le-pont", "whole"),
        ("ma-reponse", "whole"),
    ]
    write_issue(content, "le-pont: line", "bonjour")
    assert placed(edition_of(content, tmp_path)) == [("le-pont", "line"), ("bonjour", "whole")]


def test_what_was_withdrawn_or_waits_leaves_the_issue(content: Path, tmp_path: Path) -> None:
    write_post(content, "le-pont")
    write_post(content, "parti")
    election = {"LEGAL_ELECTION": "2026-08", "LEGAL_PROMOTION": ("Patrimoine",)}
    write_post(content, "bilan", category="Patrimoine")
    write_issue(content, "parti", "le-pont", "bilan")
    assert placed(edition_of(content, tmp_path)) == whole("parti", "le-pont", "bilan")
    file = content / "articles" / "2026" / "parti" / "index.md"
    file.write_text("---\nstatus: withdrawn\ndate: 2026-05-01\n---\n", encoding="utf-8")
    assert LegalSettings(election="2026-08").election
    assert ("parti", "whole") not in placed(edition_of(content, tmp_path, **election))


def test_words_lead_to_whole_addresses_and_pictures_follow_their_figures(content: Path, tmp_path: Path) -> None:
    shown = '![Le pont](pont.jpg "Le pont — Léa, CC BY 4.0")\n\n![À elle](elle.jpg "— Ana, Tous droits réservés")\n'
    file = write_post(content, "le-pont", f"[Bonjour](../bonjour/index.md)\n\n{shown}", minors="none")
    for name in ("pont.jpg", "elle.jpg"):
        Image.linear_gradient("L").resize((900, 600)).convert("RGB").save(file.with_name(name), quality=80)
    write_issue(content, "le-pont")
    (story,) = edition_of(content, tmp_path).stories
    assert 'href="https://carnets.example/2026/bonjour/"' in story.html
    assert [(one.path, one.caption) for one in story.plates] == [("articles/2026/le-pont/pont.jpg", "Le pont")]
    assert story.html.count("<figure") == 1
    assert 'src="https://carnets.example/photos/pont-' in story.html
    assert story.plate is not None
    assert story.plate.path == ""  # a landscape is drawn for it


def test_dates_answers_and_calls_are_those_of_its_days_not_of_the_clock(content: Path, tmp_path: Path) -> None:
    def put(path: str, text: str) -> None:
        write_file(content / path, text)

    event = "---\ntitle: {}\nsummary: Une date.\nstart: {} 18:30\nvenue: La halle\ncommune: Orcines\n---\n"
    put("events/avant.md", event.format("Avant", "2026-05-30"))
    part = "programme: [{start: 19:00, title: Contes, room: Préau}]\nvenue:"
    put("events/fete.md", event.format("La fête", "2026-06-13").replace("venue:", part))
    put("events/plus-tard.md", event.format("Plus tard", "2026-06-21"))
    call = "---\ntitle: Vos lavoirs\nsummary: Un lavoir.\ndeadline: 2026-06-15\nauthors: [lea]\n---\nRacontez.\n"
    put("calls/lavoirs.md", call)
    put("authors/service.md", "---\nname: Service des eaux\nkind: service\noffice: Mairie\n---\n")
    asked = "---\ntitle: Et l’eau ?\nasked: 2026-05-02\nto: service\nconsent: courriel\n---\nEt l’eau ?\n"
    put("questions/eau/index.md", asked)
    answer = "---\ndate: 2026-05-12\nauthors: [service]\nproofreaders: [lea]\nsources: {}\n---\nElle vient.\n"
    put("questions/eau/answer.md", answer.format("{Arrêté: https://a.example/}"))
    more = {
        "printer": "Imprimerie du Pont, Thiers",
        "events_until": "2026-06-20",
        "answers_since": "2026-05-01",
        "calls": "[lavoirs]",
        "made_by": "[lea, Ana]",
    }
    write_issue(content, "bonjour", **more)
    edition = edition_of(content, tmp_path)
    (fete,) = edition.events
    assert (fete.title, fete.place) == ("La fête", "La halle, Orcines")
    assert fete.when.startswith("Samedi 13")
    assert fete.parts == ("À 19\u00a0h\u00a0: Contes (Préau)",)
    assert fete.url == "https://carnets.example/agenda/fete/"
    assert [(one.question, one.people) for one in edition.exchanges] == [
        ("Et l’eau\u202f?", "Service des eaux (Mairie)")
    ]
    assert [(one.title, one.when) for one in edition.calls] == [("Vos lavoirs", "Jusqu’au 15\u00a0juin\u00a02026")]
    assert edition.imprint.made_by == ("Léa Montel", "Ana")
    assert edition.imprint.printer == "Imprimerie du Pont, Thiers"
    assert edition.imprint.director.startswith("Jeanne Exemple")


def test_the_opposition_has_its_own_space_where_its_texts_stand_whole(content: Path, tmp_path: Path) -> None:
    write_post(content, "le-mot", "\n\n".join([LONG, LONG, LONG]))
    write_issue(content, "bonjour", opposition="[le-mot]")
    edition = edition_of(content, tmp_path)
    assert [(one.title, one.portion) for one in edition.opposition] == [("Le mot", Portion.WHOLE)]
    assert placed(edition) == [("bonjour", "whole")]
