"""Every page has a card of its own, drawn when what it shows has changed and only then; photos can't do any harm."""

from __future__ import annotations

import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from placette.engine.base.files import Store, walk_files
from placette.engine.photos.encoding import cut_photo
from placette.engine.rendering.entries import Shot, Sitter, Subject
from placette.features.agenda.event import EVENT
from placette.features.authors.profile import GROUNDS, PROFILE
from placette.features.posts.kind import POST
from placette.features.sharing.cards import MOST_BYTES, PICTURE, Studio, draw_subject, make_cards
from placette.features.sharing.publisher import card_path
from placette_landscapes.drawings import paint_landscape
from tests.features.sharing.test_cards import LEA, PUBLISHER
from tests.features.sharing.test_cards import POST as SUBJECT
from tests.fixture_site import Site, build

BASE = "https://carnets.example/blog/"
CARDS = {"SHARING_CARDS": True}


def photo(colour: tuple[int, int, int], form: str = "JPEG", **options: Any) -> bytes:
    data = BytesIO()
    Image.new("RGB", (300, 200), colour).save(data, form, **options)
    return data.getvalue()


def metas_of(site: Site, path: str) -> list[tuple[str, str]]:
    """The names and values of a page's metas, in its order."""
    found = ((node.attributes, node.attributes.get("content") or "") for node in site.page(path).css("meta"))
    return [(a.get("property") or a.get("name") or "", value) for a, value in found]


def images(site: Site, path: str) -> list[dict[str, str]]:
    """The pictures of a page as an Open Graph reader takes them: a property belongs to the picture before it."""
    found: list[dict[str, str]] = []
    for name, value in metas_of(site, path):
        if name == "og:image":
            found.append({"": value})
        elif name.startswith("og:image:"):
            found[-1][name.removeprefix("og:image")] = value
    return found


def test_every_page_tells_of_a_card_that_exists(kitchen_sink: Site) -> None:
    for path in (path for path in kitchen_sink.files() if path.endswith(".html")):
        (shown,) = images(kitchen_sink, path)
        file = kitchen_sink.output / shown[""].removeprefix(BASE)
        assert file.stat().st_size <= MOST_BYTES
        with Image.open(file) as card:
            assert (card.format, card.size) == ("JPEG", (1200, 630))
        assert (shown[":width"], shown[":height"]) == ("1200", "630"), path
        assert shown[":alt"]
        page = kitchen_sink.page(path)
        for name in ("image", "image:alt"):
            (tag,) = page.css(f"meta[name='twitter:{name}']")
            assert tag.attributes["content"] == shown[name.removeprefix("image")]


def test_posts_events_people_and_the_site_have_cards_of_their_own_and_all_else_the_sites(kitchen_sink: Site) -> None:
    build = kitchen_sink.build
    paths = [text.path for texts in (build.of(POST), build.of(PROFILE), build.of(EVENT)) for text in texts]
    cards = {images(kitchen_sink, path)[0][""] for path in ("", *(build.addresses[path] for path in paths))}
    assert len(cards) == len(paths) + 1
    assert len([path for path in kitchen_sink.files() if path.startswith("cards/")]) == len(paths) + 1
    for path in ("mots-cles/", "2026/05/", "auteurs/", "404.html", "charte/", "rubriques/patrimoine/"):
        assert images(kitchen_sink, path) == images(kitchen_sink, "")


@pytest.mark.whole
def test_nothing_is_drawn_or_told_when_cards_are_off(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path, SHARING_CARDS=False)
    assert [path for path in site.files() if path.startswith("cards/")] == []
    assert images(site, "") == []
    assert site.page("").css("meta[name^='twitter:image']") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Garabit, côté rive"},
        {"authors": ("Jean Borie", "Léa Monteil"), "note": "Jean Borie, Léa Monteil"},
        {"sitters": (replace(LEA, portrait=Shot("authors/lea.jpg", "other")),)},
        {"sitters": (replace(LEA, letters="LN"),)},
        {"sitters": (replace(LEA, ground=GROUNDS[0]),)},
        {"photo": Shot("articles/lavoir.jpg", "abc")},
        {"place": "Orcines, Puy-de-Dôme"},
    ],
    ids="-".join,
)
def test_whatever_a_card_shows_is_in_its_address(changes: dict[str, Any]) -> None:
    address = card_path(SUBJECT, PUBLISHER)
    assert address == card_path(replace(SUBJECT), PUBLISHER)
    assert address != card_path(replace(SUBJECT, **changes), PUBLISHER)
    assert address != card_path(SUBJECT, replace(PUBLISHER, colours=replace(PUBLISHER.colours, paper="#fff")))


@pytest.mark.whole
def test_a_changed_portrait_or_name_redraws_that_persons_cards_as_a_clean_build_does(
    content: Path, tmp_path: Path
) -> None:
    profile, portrait = content / "authors" / "lea.md", content / "authors" / "lea.jpg"
    added = "portrait: lea.jpg\nportrait_alt: Léa.\nportrait_credit: Marc.\n"
    with_portrait = profile.read_text(encoding="utf-8").replace("kind:", f"{added}kind:")
    portrait.write_bytes(photo((200, 30, 30)))
    profile.write_text(with_portrait, encoding="utf-8")
    first = build(content, tmp_path, **CARDS)
    red = images(first, "auteurs/lea/")
    assert cards_drawn(build(content, tmp_path, **CARDS)) == set()

    portrait.write_bytes(photo((30, 200, 30)))
    second = build(content, tmp_path, **CARDS)
    assert images(second, "auteurs/lea/") != red
    posts = {article.slug for article in second.build.of(POST)}
    assert {path.rsplit("-", 1)[0] for path in cards_drawn(second)} == {f"cards/{slug}" for slug in {"lea", *posts}}
    assert not (second.output / red[0][""].removeprefix(f"{second.address}/")).exists()

    profile.write_text(with_portrait.replace("Léa Montel", "Léa Monteil"), encoding="utf-8")
    again, clean = (build(content, folder, **CARDS) for folder in (tmp_path, tmp_path / "clean"))
    assert files(again.output) == files(clean.output)


@pytest.mark.whole
def test_a_logo_is_drawn_on_every_card_and_again_only_when_it_changes(content: Path, tmp_path: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path d="M0 0h40v40H0z" fill="#ff00d0"/></svg>'
    (content.parent / "arms.svg").write_text(svg, encoding="utf-8")
    shown = CARDS | {"IDENTITY_LOGO": "arms.svg"}
    site = build(content, tmp_path, **shown)
    first = cards_drawn(site)
    assert first
    for path in first:
        card = Image.open(site.output / path).convert("RGB")
        assert card.getpixel((80, card.height - 40)) == pytest.approx((255, 0, 208), abs=8), path
    assert cards_drawn(build(content, tmp_path, **shown)) == set()
    (content.parent / "arms.svg").write_text(svg.replace("#ff00d0", "#00c8ff"), encoding="utf-8")
    again = cards_drawn(build(content, tmp_path, **shown))
    assert len(again) == len(first)
    assert not again & first


def cards_drawn(site: Site) -> set[str]:
    return {path for path in site.outcome.reasons if path.startswith("cards/")}


def files(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in walk_files(folder)}


HOSTILE = {
    "nothing": b"",
    "a page": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "half a photo": photo((1, 2, 3), "PNG")[:90],
    "a bomb": photo((1, 2, 3), "PNG").replace((300).to_bytes(4, "big"), (90_000).to_bytes(4, "big"), 1),
    "another format": photo((1, 2, 3), "GIF"),
    "a broken profile": photo((9, 90, 9), "JPEG", icc_profile=b"no profile"),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_photo_is_no_photo_or_a_whole_one(data: bytes) -> None:
    pixels = cut_photo((data, 40, 30, None))
    assert len(pixels) in {0, 40 * 30 * 3}


def studio(folder: Path) -> Studio:
    return Studio(PUBLISHER, paint_landscape, folder, folder / "output", Store(folder / "store"), {})


@pytest.mark.whole
def test_a_card_whose_photos_cannot_be_opened_shows_letters_and_a_landscape(tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(HOSTILE["a bomb"])
    bad = Shot("bad.jpg", "abc")
    subject = replace(SUBJECT, sitters=(Sitter("LM", GROUNDS[1], bad),), photo=bad)
    ((path, _),) = make_cards([subject], studio(tmp_path))
    plain = replace(subject, sitters=(Sitter("LM", GROUNDS[1]),), photo=None)
    assert (tmp_path / "output" / path).read_bytes() == draw_subject(plain, studio(tmp_path))


@pytest.mark.whole
def test_a_card_shows_the_photos_that_can_be_opened(tmp_path: Path) -> None:
    (tmp_path / "sky.jpg").write_bytes(photo((120, 160, 200)))
    (tmp_path / "lea.jpg").write_bytes(photo((250, 0, 250)))
    subject = Subject("a", "A", sitters=(Sitter("LM", GROUNDS[1], Shot("lea.jpg", "b")),), photo=Shot("sky.jpg", "a"))
    ((path, _),) = make_cards([subject], studio(tmp_path))
    assert path == card_path(subject, PUBLISHER)
    card = Image.open(tmp_path / "output" / path).convert("RGB")
    assert card.getpixel((1191, 9)) == pytest.approx((120, 160, 200), abs=6)
    colours = [colour for _, colour in card.getcolors(card.width * card.height) or [] if isinstance(colour, tuple)]
    assert any(red > 235 and green < 20 and blue > 235 for red, green, blue in colours)


def test_a_card_in_the_store_is_taken_from_there_and_a_damaged_one_is_drawn_again(tmp_path: Path) -> None:
    subjects = [replace(SUBJECT, sitters=(), title=title) for title in ("Un", "Deux")]
    first = dict(make_cards(subjects, studio(tmp_path)))
    shutil.rmtree(tmp_path / "output")
    next((tmp_path / "store").iterdir()).write_bytes(b"x" * 50)
    second = dict(make_cards(subjects, replace(studio(tmp_path), artwork=lambda *_: Image.new("RGB", PICTURE))))
    assert first.keys() == second.keys()
    assert len(set(first.items()) & set(second.items())) == 1
