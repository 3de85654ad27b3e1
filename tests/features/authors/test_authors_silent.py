"""Who signs nothing, has no role and says nothing of themselves has no page, until one of these changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from placette.engine.base.files import digest
from placette.engine.content.addresses import FILE, MOVED_FILE, Moves, note_addresses, read_addresses
from placette.engine.content.build import disappeared
from placette.engine.content.site_options import options_from
from placette.features.authors.profile import PROFILE
from tests.fixture_kinds import EXTENSIONS, KINDS
from tests.fixture_site import Site, build, run, settings_of, trust_times, write_file, write_setting

pytestmark = pytest.mark.whole

PLAIN = {"PICTURES_ON_PAGES": False, "SHARING_CARDS": False}
PAGE = "auteurs/zoe-dumas/index.html"
FEEDS = ("feeds/auteurs/zoe-dumas.atom.xml",)
PROFILE_TEXT = """---
name: Zoé Dumas
kind: habitante
description: Apicultrice à Orcines.
commune: "63263"
links:
  mastodon: "@abeille@piaille.example"
portrait: zoe-dumas.jpg
portrait_alt: Zoé de profil.
portrait_credit: Marc
---
"""
NAMES = ("zoe-dumas", "Zoé", "Dumas", "Apicultrice", "abeille")
POST = "articles/2026/{name}/index.md"
SIGNED = """---
title: Les ruches
summary: Un deuxième billet.
date: {date}
authors: [{author}]
category: Nature
commune: "63113"
{more}---
{body}
"""


def signed(author: str = "lea", more: str = "", body: str = "Du miel.", date: str = "2026-05-02") -> str:
    return SIGNED.format(author=author, more=more, body=body, date=date)


VOICES = {
    "a post": ("articles/2026/ruches/index.md", signed("zoe-dumas")),
    "an event": (
        "events/miel.md",
        '---\ntitle: Le miel\nstart: 2026-08-01 10:00\ncommune: "63113"\norganiser: zoe-dumas\n---\nDu miel.\n',
    ),
    "a link": ("articles/2026/ruches/index.md", signed(body="Chez [une voisine](../../../authors/zoe-dumas.md).")),
    "a biography": ("authors/zoe-dumas.md", f"{PROFILE_TEXT}Zoé garde onze ruches.\n"),
}


@pytest.fixture
def village(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one post by Léa, and Zoé, of whom there is a profile alone."""
    trust_times(monkeypatch)  # the short cuts of the build are taken
    write_file(content / "authors/zoe-dumas.md", PROFILE_TEXT)
    Image.linear_gradient("L").resize((640, 640)).convert("RGB").save(content / "authors/zoe-dumas.jpg")
    return content


def digests(site: Site) -> dict[str, str]:
    return {path: digest((site.output / path).read_bytes()) for path in site.files()}


def traces(site: Site) -> list[str]:
    """The files that have her key or a word of her profile in their name or in their bytes."""
    words = [word.encode() for word in NAMES]
    found = ((path, path.encode() + (site.output / path).read_bytes()) for path in site.files())
    return [path for path, data in found if any(word in data for word in words)]


def test_nothing_tells_of_a_silent_profile(village: Path, tmp_path: Path) -> None:
    alone = build(village, tmp_path / "with")
    assert [profile.key for profile in alone.build.of(PROFILE)] == ["lea"]
    assert [profile.key for profile in alone.build.unlisted(PROFILE)] == ["zoe-dumas"]
    assert alone.build.build_summary.published[PROFILE.name] == 2
    assert traces(alone) == []
    assert not (alone.output / "communes/63263-orcines/index.html").exists()
    for path in ("authors/zoe-dumas.md", "authors/zoe-dumas.jpg"):
        (village / path).unlink()
    assert digests(build(village, tmp_path / "without")) == digests(alone)


@pytest.mark.parametrize("voice", VOICES)
def test_the_page_comes_and_goes_with_what_there_is_to_show(voice: str, village: Path, tmp_path: Path) -> None:
    before = digests(build(village, tmp_path, **PLAIN))
    path, text = VOICES[voice]
    former = (village / path).read_text(encoding="utf-8") if (village / path).exists() else None
    write_file(village / path, text)
    heard, clean = build(village, tmp_path, **PLAIN), build(village, tmp_path / "clean", **PLAIN)
    assert {PAGE, *FEEDS} <= set(heard.files())
    assert "Zoé Dumas" in heard.text("auteurs/par-nom/index.html")
    assert digests(heard) == digests(clean)
    (village / path).unlink() if former is None else write_file(village / path, former)
    assert digests(build(village, tmp_path, **PLAIN)) == before


def test_a_text_that_waits_gives_nobody_a_page_before_its_hour(village: Path, tmp_path: Path) -> None:
    write_file(village / "articles/2026/ruches/index.md", signed("zoe-dumas", "status: draft\n"))
    write_file(village / "articles/2026/miel/index.md", signed("zoe-dumas", date="2026-07-02 08:00"))
    assert PAGE not in build(village, tmp_path, **PLAIN).files()
    assert PAGE in build(village, tmp_path / "preview", READING_PREVIEW=True, **PLAIN).files()
    day = "1783000000"  # 2 July 2026, 13:46 UTC
    assert digests(build(village, tmp_path, day, **PLAIN)) == digests(build(village, tmp_path / "day", day, **PLAIN))
    assert (tmp_path / "output" / PAGE).is_file()


def test_addresses_that_were_published_hold_nobody_up_when_somebody_falls_silent(village: Path, tmp_path: Path) -> None:
    write_file(village / "authors/zoe-dumas.md", VOICES["a biography"][1])
    note_addresses(tmp_path, build(village, tmp_path, **PLAIN).output)
    remembered = read_addresses((tmp_path / FILE).read_text(encoding="utf-8"))
    assert {"auteurs/zoe-dumas/", *FEEDS} <= remembered.lines.keys()
    write_file(village / "authors/zoe-dumas.md", PROFILE_TEXT)
    moves = ("auteurs/zoe/ -> auteurs/zoe-dumas/", f"feeds/zoe.xml -> {FEEDS[0]}")
    (tmp_path / MOVED_FILE).write_text("\n".join(moves))
    held = build(village, tmp_path, BUILDING_HOLD_ADDRESSES=True, **PLAIN)
    assert held.outcome.addresses == ()
    assert {PAGE, *FEEDS, "auteurs/zoe/index.html"}.isdisjoint(held.files())
    note_addresses(tmp_path, held.output)
    assert "auteurs/zoe-dumas/" in (tmp_path / FILE).read_text(encoding="utf-8")  # it may come back
    patterns = options_from(settings_of(village, tmp_path), KINDS, extensions=EXTENSIONS).addresses
    assert disappeared(held.build, patterns, remembered, Moves()) == ()
    write_file(village / "articles/2026/ruches/index.md", VOICES["a post"][1])
    again = build(village, tmp_path, BUILDING_HOLD_ADDRESSES=True, **PLAIN)
    assert {PAGE, *FEEDS, "auteurs/zoe/index.html", "feeds/zoe.xml"} <= set(again.files())
    (village / "authors/zoe-dumas.md").unlink()
    (village / VOICES["a post"][0]).unlink()
    told = build(village, tmp_path, **PLAIN).outcome.addresses
    assert "auteurs/zoe-dumas/" in {dict(found.values)["address"] for found in told}


def test_tasks_ask_nobody_about_silent_people_and_give_no_one_their_name(project: Path) -> None:
    write_setting(project, 'SHARING_CARDS = PICTURES_ON_PAGES = False; BUILDING_EXECUTOR = "serial"')
    write_file(project / "content/authors/zoe.md", "---\nname: Zoé Dumas\nkind: habitante\n---\n")
    (project / FILE).write_text("auteurs/zoe/\nfeeds/auteurs/zoe.atom.xml\n", encoding="utf-8")
    built = run(project, "invoke", "build", "--production")
    assert (built.returncode, "zoe" in built.stdout) == (0, False), built.stderr
    settled = run(project, "invoke", "addresses", "--settle")
    assert (settled.returncode, "Aucune adresse" in settled.stdout) == (0, True), settled.stderr
    taken = run(project, "invoke", "new-author", "--name", "Zoé Dumas", "--key", "zd", "--kind", "habitante")
    assert (taken.returncode, "Zoé Dumas" in taken.stderr) == (2, True), taken.stderr
