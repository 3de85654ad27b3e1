"""``invoke gather`` and ``invoke source`` in a site: what they print, and what nobody's proposal may do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from placette.plugin import open_site
from placette_network.feeds import Feed
from placette_network.gathered import Person
from placette_network.gathering import FetchedFeed, merged
from placette_network.network_tasks import gather_run, source_text
from placette_network.sources import SourceKind
from tests.fixture_site import complaints, copy_site, run, settings_of, write_file
from tests.placette_network.fixture_blogs import source
from tests.placette_network.fixture_sources import text as text_named

pytestmark = pytest.mark.whole

HEAD = "---\nname: Thiers\nsite: {site}\nkind: site\naccept: each\nsince: 2026-01-01\nagreed: Léa\n---\nUn blog.\n"
TEXT: dict[str, Any] = {"key": "a", "link": "https://thiers.example/a/", "title": "Le lavoir", "day": "2026-06-01"}


def add_source(project: Path, name: str, site: str) -> Path:
    return write_file(project / "content" / "sources" / f"{name}.md", HEAD.format(site=site))


def add_texts(project: Path, name: str) -> Path:
    return write_file(project / "gathered" / f"{name}.json", json.dumps({"texts": [TEXT]}))


def test_a_site_without_sources_asks_nobody(online: Path) -> None:
    done = run(online, "invoke", "gather")
    assert (done.returncode, complaints(done)) == (0, "")
    assert done.stdout == "Sources lues\u00a0: 0, non lues\u00a0: 0.\nRien n’a changé.\n"
    assert not (online / "gathered").exists()


def test_an_editor_accepts_a_text_by_its_address(online: Path) -> None:
    add_source(online, "thiers", "https://thiers.example/")
    file = add_texts(online, "thiers")
    done = run(online, "invoke", "gather", "--accept", TEXT["link"])
    assert (done.returncode, "gathered/thiers.json" in done.stdout) == (0, True), done.stderr
    assert json.loads(file.read_text(encoding="utf-8"))["texts"][0]["accepted"] is True
    refused = run(online, "invoke", "gather", "--accept", "https://nulle.example/")
    assert (refused.returncode, "https://nulle.example/" in refused.stderr) == (2, True)


def test_the_doctor_names_what_waits_what_is_odd_what_has_moved_and_what_has_failed_for_days(online: Path) -> None:
    add_source(online, "thiers", "http://127.0.0.1:8198/")
    run(online, "invoke", "gather")
    add_texts(online, "thiers")
    (state,) = online.rglob("network/sources.json")
    contacts = json.loads(state.read_text(encoding="utf-8"))
    contacts["thiers"]["moved"] = "https://new.example/"
    state.write_text(json.dumps(contacts), encoding="utf-8")
    (online / "gathered" / "odd.json").write_text("{", encoding="utf-8")
    told = run(online, "invoke", "doctor", SOURCE_DATE_EPOCH="1783512000").stdout
    for words in (
        "gathered/odd.json",
        "attendent une éditrice ou un éditeur\u00a0: 1",
        "Thiers n’a pas pu être lue",
        "https://new.example/",
    ):
        assert words in told


def test_what_is_no_address_or_is_there_or_cannot_be_read_is_named(online: Path) -> None:
    add_source(online, "thiers", "https://thiers.example/")
    for address, words in (
        ("javascript:alert(1)", "n’est pas l’adresse"),
        ("https://www.thiers.example", "Déjà parmi les sources"),
    ):
        done = run(online, "invoke", "source", address)
        assert (done.returncode, words in done.stderr) == (2, True)
    done = run(online, "invoke", "source", "http://127.0.0.1:9/a")
    assert (done.returncode, complaints(done)) == (1, "")
    assert "Non lue\u00a0: http://127.0.0.1:9/a (elle mène dans un réseau privé)" in done.stdout
    assert len(list((online / "content" / "sources").iterdir())) == 1


def test_a_source_begins_with_all_that_its_feed_says_and_waits_for_a_yes(tmp_path: Path) -> None:
    site = open_site(settings_of(copy_site("minimal", tmp_path), tmp_path))
    at, asked = "https://thiers.example/feeds/all.json", source("0", "https://thiers.example/blog/")
    feed = Feed(name='Thiers "le blog"', home="https://thiers.example/", lang="oc", licence="CC BY-SA 4.0")
    text = source_text(asked, FetchedFeed(feed, at=at), feed.name, "resident", site)
    assert text == (
        '---\nname: "Thiers \\"le blog\\""\nsite: "https://thiers.example/"\nfeed: "https://thiers.example/feeds/all.json"\n'
        f"kind: resident\nlicence: CC BY-SA 4.0\naccept: each\nsince: {site.build.now:%Y-%m-%d}\n"
        "lang: oc\nauthor:\nagreed:\n---\n"
    )
    other = FetchedFeed(feed._replace(home="https://autre.example/", licence="© Léa"), at=at)
    text = source_text(asked, other, "x", "site", site)
    assert ('site: "https://thiers.example/blog/"' in text, "licence" in text) == (True, False)


@pytest.mark.parametrize(
    ("name", "kind", "waits"),
    [
        ("Mairie de Thiers", SourceKind.ASSOCIATION, True),
        ("Clermont-Ferrand", SourceKind.SITE, True),
        ("Le\u0301a M\u043entel", SourceKind.RESIDENT, True),
        ("Léa Montel", SourceKind.SITE, False),
        ("Mairie, la rédaction", SourceKind.SITE, False),
        ("Le blog s", SourceKind.ASSOCIATION, False),
        ("Odile Ferrandon", SourceKind.RESIDENT, False),
    ],
)
def test_a_text_in_a_name_that_the_site_knows_waits_where_all_are_shown(
    name: str, kind: SourceKind, waits: bool, tmp_path: Path
) -> None:
    run = gather_run(open_site(settings_of(copy_site("minimal", tmp_path), tmp_path)))
    one, feed = source("s", "https://s.example/", kind=kind), Feed(texts=(text_named("a", people=(Person(name),)),))
    (text,), _fallen = merged(feed, (), one, run)
    assert text.waits(each=False) is waits
    (again,), _fallen = merged(feed, (text._replace(accepted=True),), one, run)
    (changed,), _fallen = merged(feed, (text._replace(accepted=True, title="Tout autre"),), one, run)
    assert (again.waits(each=False), changed.waits(each=False)) == (False, waits)
