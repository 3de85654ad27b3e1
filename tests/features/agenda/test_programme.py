"""The programme of an event: by day and hour on its page, in calendars, for machines and in search."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from placette.engine.base.occurrences import Outlook
from tests.engine.content.reading_site import write_file
from tests.features.agenda.test_event import event
from tests.features.search.fixture_engine import search
from tests.features.series.test_kind import hrefs
from tests.fixture_site import Site, build, copy_site

pytestmark = pytest.mark.whole

NIGHT = """titre: Nuit
début: 2026-10-03 18:00
fin: 2026-10-04 02:00
lieu: Le bourg
commune: "63113"
programme:
  - heure: 00:30
    titre: Le bal
    inscription: https://bal.example/
  - heure: 19h
    fin: 20:15
    titre: Contes <script>alert(1)</script>
    résumé: <img src=x onerror=alert(1)>
    lieu: École
    salle: Préau
    commune: "15014"
    qui: [lea-montel, "Jeanne Roux, conteuse"]
    tarif: 2 €
    statut: complet
    inscription: https://contes.example/
  - heure: 21:00
    titre: Le bal
    salle: Cour
    statut: annulé
    inscription: 04 73 00 00 00
"""
TITLE, SUMMARY = "Contes <script>alert(1)</script>", "<img src=x onerror=alert(1)>"
WHO = "Léa Montel, Jeanne Roux, conteuse"
PARTS = [f"programme-{key}" for key in ("contes-script-alert-1-script", "le-bal-2", "le-bal")]


def hours(*lines: str, parts: tuple[str, ...]) -> list[tuple[str, timedelta | None]]:
    written = "".join(f"  - {{{part}, titre: Un}}\n" for part in parts).rstrip()
    found = event(*lines, f"programme:\n{written}").parts
    return [(f"{part.happening.start:%d %H:%M}", part.happening.length) for part in found]


def test_an_hour_means_the_one_moment_of_the_event_that_has_it() -> None:
    parts = ("heure: 00:30", "heure: 23 h, fin: 1h15", "heure: 18:00")
    hour = timedelta(hours=1)
    assert hours("début: 2026-12-05 18:00", "fin: 2026-12-06 02:00", parts=parts) == [
        ("05 18:00", None),
        ("05 23:00", 2.25 * hour),
        ("06 00:30", None),
    ]
    days = ("heure: 2026-12-06", "heure: 2026-12-06 10:00, fin: 11:00", "heure: 2026-12-05, fin: 2026-12-06")
    assert hours("début: 2026-12-05", "fin: 2026-12-06", parts=days) == [
        ("05 00:00", 48 * hour),
        ("06 00:00", 24 * hour),
        ("06 10:00", hour),
    ]
    assert hours("début: 2026-12-05", parts=("heure: 10:00",)) == [("05 10:00", None)]
    assert hours("début: 2026-12-05 20:00", parts=("heure: 20h30",)) == [("05 20:30", None)], "without an end"


def test_parts_of_what_is_called_off_are_so_too() -> None:
    lines = ["début: 2026-12-05 18:00", "statut: annulé", "modifié: 2026-11-20"]
    (part,) = event(*lines, "programme: [{heure: 19h, titre: Contes, statut: complet}]").parts
    assert (part.happening.outlook, part.full) == (Outlook.CANCELLED, False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("programme")
    content = copy_site("minimal", folder)
    night = NIGHT.replace("lea-montel", "lea")
    write_file(content / "events/nuit.md", f"---\n{night}---\nVenez.\n")
    write_file(content / "events/chacune.md", f"---\n{night}calendrier: parties\n---\n")
    days = "programme:\n  - {heure: 2026-10-04 09:00, titre: Deux}\n  - {heure: 2026-10-03 23:00, titre: Un}\n"
    write_file(content / "events/week-end.md", f"---\ntitre: Week-end\ndébut: 2026-10-03\nfin: 2026-10-04\n{days}---\n")
    return build(content, folder)


def test_the_page_lists_the_parts_by_hour_with_all_that_is_known_of_them(site: Site) -> None:
    page = site.page("agenda/nuit/")
    assert [node.attributes["id"] for node in page.css(".programme li")] == PARTS
    said = [text.replace("\u00a0", " ") for text in site.texts_of("agenda/nuit/", ".programme li")]
    assert said == [
        f"De 19 h à 20 h 15 Complet {TITLE} {WHO}École, Préau, Aurillac{SUMMARY}2 €",
        "À 21 h Annulé Le bal Cour",
        "À 0 h 30 Le bal S’inscrire · Le bal",
    ]
    assert [node.attributes["datetime"] for node in page.css(".programme time")] == [
        *("2026-10-03T19:00+02:00", "2026-10-03T21:00+02:00", "2026-10-04T00:30+02:00")
    ]
    links = page.css(".programme a")
    assert [link.attributes["href"] for link in links] == [
        *("/auteurs/lea/", "/communes/15014-aurillac/", "https://bal.example/")
    ]
    assert links[-1].attributes["rel"] == "nofollow ugc noopener"
    assert site.texts_of("agenda/nuit/", ".programme h3")[1:] == ["Le bal", "Le bal"], "a night is one day"


def test_several_days_have_headings(site: Site) -> None:
    said = [text.replace("\u00a0", " ") for text in site.texts_of("agenda/week-end/", ".programme h3, .programme h4")]
    assert said == ["Samedi 3 octobre", "Un", "Dimanche 4 octobre", "Deux"]


def entries(site: Site, path: str) -> list[Any]:
    return list(Calendar.from_ical((site.output / path).read_bytes()).walk("VEVENT"))


def test_calendars_have_one_entry_with_the_parts_in_it(site: Site) -> None:
    (entry,) = entries(site, "agenda/nuit/nuit.ics")
    assert entry["UID"] == "events/nuit@carnets.example"
    told = str(entry["DESCRIPTION"]).replace("\u00a0", " ").split("\n\n")
    assert told[1:-1] == [
        f"De 19 h à 20 h 15 : {TITLE} (École, Préau) – Complet\n{WHO}\n{SUMMARY}\nhttps://contes.example/",
        "À 21 h : Le bal (Cour) – Annulé\n04 73 00 00 00",
        "À 0 h 30 : Le bal\nhttps://bal.example/",
    ]


def test_calendars_have_an_entry_for_each_part_if_the_writer_wants_so(site: Site) -> None:
    found = {str(entry["UID"]): entry for entry in entries(site, "agenda/chacune/chacune.ics")}
    assert list(found) == [f"{part.removeprefix('programme-')}/events/chacune@carnets.example" for part in PARTS]
    tales, cancelled, dance = found.values()
    assert (tales["SUMMARY"], tales["STATUS"]) == (f"Complet\u00a0: {TITLE}", "CONFIRMED")
    assert tales["LOCATION"] == "École, Préau, Aurillac"
    assert cancelled["LOCATION"] == "Le bourg, Cour, Clermont-Ferrand"
    assert tales["DTEND"].dt - tales["DTSTART"].dt == timedelta(hours=1, minutes=15)
    assert (cancelled["SUMMARY"], cancelled["STATUS"]) == ("Annulé\u00a0: Le bal", "CANCELLED")
    assert dance["DTSTART"].dt.replace(tzinfo=None) == datetime(2026, 10, 4, 0, 30)
    assert dance["URL"] == "https://carnets.example/agenda/chacune/#programme-le-bal"
    uids = [str(entry["UID"]) for entry in entries(site, "feeds/agenda.ics")]
    assert set(found) < set(uids)
    assert len(uids) == len(set(uids))


def test_a_part_keeps_its_identifier_when_its_hour_changes_or_with_its_own_name_its_title() -> None:
    def keys(*parts: str) -> list[str]:
        found = event("début: 2026-12-05 18:00", f"programme: [{', '.join(f'{{{part}}}' for part in parts)}]")
        return [part.key for part in found.parts]

    assert keys("heure: 19h, titre: Contes", "heure: 20h, titre: Bal, id: b") == ["contes", "b"]
    assert keys("heure: 21h, titre: Bals, id: b", "heure: 22h, titre: Contes") == ["b", "contes"]
    crowd = ("heure: 19h, titre: A", "heure: 20h, titre: A", "heure: 21h, titre: A 2", "heure: 22h, titre: X, id: a")
    assert keys(*crowd) == ["a-2", "a-3", "a-2-2", "a"]
    assert keys("heure: 19h, titre: 夜") == ["part"]


def test_machines_are_told_of_each_part(site: Site) -> None:
    texts = [node.text() for node in site.page("agenda/nuit/").css("script[type='application/ld+json']")]
    nodes = [node for text in texts for node in json.loads(text)["@graph"]]
    (night,) = [node for node in nodes if node["@type"] == "Event"]
    tales, cancelled, dance = night["subEvent"]
    url = "https://carnets.example/agenda/nuit/"
    assert (tales["@id"], tales["url"]) == (f"{url}#{PARTS[0]}",) * 2
    assert (tales["startDate"], tales["endDate"]) == ("2026-10-03T19:00:00+02:00", "2026-10-03T20:15:00+02:00")
    assert tales["offers"]["availability"] == "https://schema.org/SoldOut"
    assert [one["name"] for one in tales["performer"]] == ["Léa Montel", "Jeanne Roux, conteuse"]
    assert tales["location"]["address"]["addressLocality"] == "Aurillac"
    assert cancelled["eventStatus"] == "https://schema.org/EventCancelled"
    assert dance["offers"] == {"@type": "Offer", "url": "https://bal.example/"}


@pytest.mark.validator
@pytest.mark.parametrize("query", ["bal cour", "préau", "jeanne roux", "lea montel"])
def test_search_finds_the_parts_and_their_people(site: Site, query: str) -> None:
    files = {path.stem: path.read_text(encoding="utf-8") for path in (site.output / "recherche/data").iterdir()}
    (answer,) = search(files, (query, {})).answers
    assert "agenda/nuit/" in [hit["url"] for hit in answer["hits"]]


def test_the_agenda_of_a_part_s_commune_shows_the_event(site: Site) -> None:
    assert "/agenda/nuit/" in hrefs(site, "communes/15014-aurillac/", ".agenda__title a")
