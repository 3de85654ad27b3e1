"""Whatever a stranger writes is refused, or harmless: nothing a browser would act upon comes out of the reading."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.networks import profile_url
from placette.engine.findings.problems import blocks
from placette.engine.texts.body import BodySource, convert_body
from placette.engine.texts.links import Surroundings
from placette.engine.texts.sanitizer import clean
from placette.features.authors.profile import Profile, ProfileMatter
from placette.features.pages import PageMatter
from tests.engine.content.reading_site import MATTER, POST_PATH, post, read_texts
from tests.engine.texts.inertness import ADDRESS, harms
from tests.fixture_kinds import POSTS

FOLDER = Path(__file__).parent / "hostile"
LISTS: dict[str, list[str]] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yml"))
}
TEXTS = [payload for name, payloads in LISTS.items() if name != "addresses" for payload in payloads]
PLACES = ("[x]({})", "[x](<{}>)", "[x]: {}\n\n[x]", "![x]({})", '<a href="{}">x</a>', '<img src="{}" alt="x">', "<{}>")
FRAMES = ("{}", "Un mot {} et un autre.", "- {}\n- b", "> {}", "## {}", "| a |\n|---|\n| {} |")
VALUES = (
    "<script>alert(1)</script>", '\\"><img src=x onerror=alert(1)>',
    "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;", "javascript:alert(1)",
    "{{ 7*7 }}{% include '/etc/passwd' %}", "../../index.html", "{index}javascript:x#%0Aalert(9)",
)  # fmt: skip
_STEERING = (
    "save_as url template _content content status_code override_save_as override_url slug_source get_content"
    " _get_content is_valid get_siteurl get_url_setting settings source_path translations in_default_lang"
    " locale date_format filename related_posts reader path __class__ __init__ url_format save_as_format feed private"
    " hidden default_status"
)


def convert(text: str) -> tuple[str, bool]:
    """The HTML of a body and whether it is refused."""
    found = convert_body(BodySource(POST_PATH, text, "fr"), Surroundings(addresses={POST_PATH: "2026/le-lavoir/"}))
    return found.body.html, blocks(found.problems)


def assert_inert(text: str, frames: tuple[str, ...]) -> None:
    for frame in frames:
        html, _ = convert(frame.replace("{}", text))
        assert harms(html) == [], frame
        assert clean(html) == html, frame


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(TEXTS) + len(LISTS["addresses"]) >= 300
    assert all(isinstance(payload, str) for payloads in LISTS.values() for payload in payloads)


@pytest.mark.parametrize(
    "html",
    [
        "<i onclick=a>", "<a href=javascript:a>", "<a href=//a>", "<p id=a>", "<svg>", "</article><p>",
        "<img srcset=//a>",
    ],
)  # fmt: skip
def test_the_judge_of_these_tests_sees_harm(html: str) -> None:
    assert harms(html)


@pytest.mark.parametrize("text", TEXTS)
def test_a_hostile_text_comes_out_inert(text: str) -> None:
    assert_inert(text, FRAMES)


@pytest.mark.parametrize("address", LISTS["addresses"])
def test_a_hostile_address_is_refused_or_leads_where_it_says(address: str) -> None:
    assert_inert(address, PLACES)


@pytest.mark.parametrize("address", LISTS["addresses"])
def test_a_hostile_link_is_told_to_its_author(address: str) -> None:
    html, refused = convert(f"[x]({address})")
    assert refused or "<a" not in html or 'href="mailto:' in html or 'href="tel:' in html or "#texte-" in html


@pytest.mark.parametrize("key", _STEERING.split())
def test_a_key_that_would_steer_the_build_is_refused(key: str) -> None:
    library = read_texts({POST_PATH: post(matter=f"{key}: index.html\n")})
    assert [found.code for found in library.problems] == ["key-unknown"]
    assert library.refused == {POST_PATH}


PLACED: dict[str, tuple[Any, dict[str, str]]] = {
    POST_PATH: (POSTS.schema, dict(line.split(": ") for line in MATTER.splitlines())),
    "authors/b.md": (ProfileMatter, {"name": "B", "kind": "habitant"}),
    "pages/a.md": (PageMatter, {"title": "a"}),
}
"""Where a text of a kind lies, its schema, and the values that it needs."""


@pytest.mark.parametrize(
    ("path", "key"), [(path, key) for path, (schema, _) in PLACED.items() for key in schema.model_fields]
)
def test_a_hostile_value_is_refused_or_stays_text(path: str, key: str) -> None:
    for value in VALUES:
        values = PLACED[path][1] | {key: f'{{site: "{value}"}}' if key == "links" else f'"{value}"'}
        lines = "".join(f"{name}: {written}\n" for name, written in values.items())
        library = read_texts({path: f"---\n{lines}---\nDu texte.\n"})
        for text in (text for texts in library.texts.values() for text in texts if text.path == path):
            assert is_harmless(text), value


def is_harmless(text: Any) -> bool:
    """Whether everything that becomes part of an address or of markup is safe there; the rest is plain text."""
    if text.path.startswith("pages/"):
        return (text.url, text.lang, harms(text.body.html)) == ("a/", "fr", [])
    if isinstance(text, Profile):
        links = [profile_url(network, written) for network, written in text.links]
        return text.url == f"auteurs/{text.key}/" and all(map(ADDRESS.fullmatch, links)) and not harms(text.body.html)
    slugs = [text.slug, text.category.slug, *(tag.slug for tag in text.tags), *text.authors]
    return (
        text.url == f"2026/{text.slug}/"
        and all(slug.replace("-", "").isalnum() and slug.isascii() for slug in slugs)
        and text.lang in {"fr", "en", "oc"}
        and text.photo is None
        and not harms(text.body.html)
    )
