"""Nothing is lost from a commune to its intercommunalité and its région: three sites that ``placette new`` began."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from placette.commands.starting import Forge, Kind, find_place
from placette.commands.starting.planning import Wishes, plan_site, write_site
from placette.plugin import load_site, open_site
from placette_network.gathered import GatheredText, Person, read_gathered
from placette_network.gathering import GatherResult, gather_sources, read_contacts, write_gathering
from placette_network.network_tasks import gather_run
from tests.commands.starting.fixture_wishes import DAY, FRANCE, wishes
from tests.fixture_site import EPOCH, ROOT, invoke
from tests.placette_network.fixture_blogs import MANNER, PACE, Blogs, blogs

pytestmark = pytest.mark.whole

LEVELS = {1: (Kind.VILLAGE, "Augan"), 2: (Kind.EPCI, "Oust à Brocéliande"), 3: (Kind.REGION, "Bretagne")}
OFF = 'SHARING_CARDS = IDENTITY_WEB_FONTS = PICTURES_ON_PAGES = False\nBUILDING_EXECUTOR = "serial"\n'
POST = """---
title: "{title}"
date: 2026-05-{day:02}
authors: [lea, ana]
category: Patrimoine
summary: Rouvert « depuis » hier & demain.
tags: [eau, granit]
commune: [{commune}]
place: Lavoir du bourg (47.923, -2.284)
photographers: [ana]
translators: [lea]
licence: {licence}
---
Un texte.
"""
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0", "Licence Ouverte 2.0", "Tous droits réservés")


def begin(folder: Path, level: int, address: str) -> Path:
    """A site of a level, at this address, with what it writes."""
    kind, place = LEVELS[level]
    asked: Wishes = replace(wishes(kind, place, f"Niveau {level}", Forge.NONE), url=address)
    project = folder / f"level-{level}"
    write_site(project, plan_site(asked, FRANCE, DAY))
    settings = project / "pelicanconf.py"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\nSITEURL = '{address}'\n{OFF}", encoding="utf-8")
    content = project / "content"
    for name, shown in (("lea", "Léa Martin"), ("ana", "Ana Roux")):
        profile = f"---\nname: {shown}\nkind: habitant\n---\nBonjour.\n"
        (content / "authors" / f"{name}.md").write_text(profile, encoding="utf-8")
    (content / "series").mkdir(exist_ok=True)
    head = "---\ntitle: Au fil de l’eau\nsummary: Des lavoirs.\n---\n"
    (content / "series" / "eau.md").write_text(head, encoding="utf-8")
    around = find_place(LEVELS[2][1], Kind.EPCI, FRANCE).communes
    commune = "56006" if level == 1 else f"{around[-1]}, 56006"
    for number, licence in enumerate(LICENCES, 1):
        post = content / "articles" / "2026" / f"lavoir-{number}" / "index.md"
        post.parent.mkdir(parents=True)
        values = {"title": f"Lavoir {level}.{number}", "day": number, "number": number, "licence": licence}
        post.write_text(POST.format(commune=commune, **values), encoding="utf-8")
    return project


def put_online(project: Path, web: Blogs, level: int) -> None:
    """Build a site and serve its feeds and its home page."""
    invoke(project, "build", PYTHONPATH=str(ROOT / "plugins"))
    output = project / "output"
    web.put(level, "/", (output / "index.html").read_bytes(), "text/html; charset=utf-8")
    for path in ("feeds/all.json", "feeds/all.atom.xml"):
        kind = "application/json" if path.endswith("json") else "application/xml"
        web.put(level, f"/{path}", (output / path).read_bytes(), kind)


def read_from(project: Path, address: str, name: str) -> None:
    """Have a site read another: from its address alone."""
    source = project / "content" / "sources" / f"{name}.md"
    source.parent.mkdir(exist_ok=True)
    head = f"---\nname: {name}\nsite: {address}/\nkind: site\naccept: all\nsince: 2026-01-01\nagreed: Léa\n---\n"
    source.write_text(head, encoding="utf-8")


@contextmanager
def at_noon() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        yield


def gathers(project: Path) -> GatherResult:
    """What ``invoke gather`` does, where the loopback addresses count as the web."""
    with at_noon():
        site = open_site(load_site(project / "pelicanconf.py"))
        cache = Path(str(site.settings["CACHE_PATH"]))
        done = gather_sources(replace(gather_run(site), manner=MANNER, pace=PACE), read_contacts(cache))
    write_gathering(done, cache)
    return done


def told(project: Path, number: int, level: int) -> GatheredText:
    """What a site says of one of its posts, from its own feed."""
    feed = json.loads((project / "output/feeds/all.json").read_text(encoding="utf-8"))
    item = next(one for one in feed["items"] if one["title"] == f"Lavoir {level}.{number}")
    own = item["_placette"]
    people = [Person(one["name"], one["url"], one.get("role", "")) for one in (*item["authors"], *own["contributors"])]
    return GatheredText(
        key=item["id"],
        link=item["url"],
        title=item["title"],
        day=DAY.replace(month=5, day=number),
        summary=item["summary"],
        people=tuple(people),
        communes=tuple(place["insee"] for place in own["places"]),
        spot=own["spot"]["name"],
        point=(own["spot"]["latitude"], own["spot"]["longitude"]),
        categories=tuple(item["tags"]),
        lang=item["language"],
        licence=own["license"]["name"],
    )


def test_roles_places_and_licences_travel_whole_and_a_second_gathering_changes_nothing(tmp_path: Path) -> None:
    with blogs() as web:
        projects = {level: begin(tmp_path, level, web.address(level, "")) for level in LEVELS}
        read_from(projects[2], web.address(1, ""), "augan")
        for child in (1, 2):
            read_from(projects[3], web.address(child, ""), f"niveau-{child}")
        for level, project in projects.items():
            put_online(project, web, level)
        for parent, names in ((2, {1: "augan"}), (3, {1: "niveau-1", 2: "niveau-2"})):
            done = gathers(projects[parent])
            assert {one.why for one in done.news.values()} == {""}
            assert {text.licence for one in done.news.values() for text in one.new} == {*LICENCES}
            for child, name in names.items():
                read = read_gathered(projects[parent] / "gathered" / f"{name}.json")
                texts = {text.title: text for text in read.texts}
                for number in range(1, len(LICENCES) + 1):
                    sent = told(projects[child], number, child)
                    assert texts[sent.title] == sent
                    assert {one.role for one in sent.people} == {"", "photographer", "translator"}
            assert gathers(projects[parent]).files == {}
            for child, name in names.items():  # no card leads to an address of this machine
                gathered = projects[parent] / "gathered" / f"{name}.json"
                text = gathered.read_text(encoding="utf-8").replace(web.address(child, ""), "https://blog.example")
                gathered.write_text(text, encoding="utf-8")
            invoke(projects[parent], "build", PYTHONPATH=str(ROOT / "plugins"))
            shown = (projects[parent] / "output" / "reseau" / "index.html").read_text(encoding="utf-8")
            assert "Lavoir 1.4" in shown, "what was gathered is new to a build that was up to date"
