"""Share links say what was meant once decoded, within each network's limit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

from placette.engine.base.settings import load_settings
from placette.engine.base.translation import SettingError
from placette.engine.base.unicode_text import graphemes
from placette.features.sharing import TARGETS, share_links
from placette.features.sharing.publisher import SharingSettings

TITLES = yaml.safe_load(Path(__file__).with_name("titles.yml").read_text(encoding="utf-8"))
CASES = yaml.safe_load(Path(__file__).with_name("links.yml").read_text(encoding="utf-8"))
URL = "https://carnets.example/2026/garabit/"
ALL = SharingSettings(targets=tuple(TARGETS), mastodon_instance="piaille.fr")
LONG_TITLES = (
    "Concertation " * 24,
    "👩‍👩‍👧‍👦" * 300,
    "e\u0301" * 300,
    "«\u00a0Ça\u202f!\u00a0» " * 40,
    "W" * 300,
    "mot " * 200 + "🎉",
)


def decoded(url: str) -> dict[str, str]:
    """The parameters of a link, decoded as the target will decode them."""
    return {key: values[0] for key, values in parse_qs(urlsplit(url).query, strict_parsing=True).items()}


def every(case: dict[str, Any]) -> dict[str, Any]:
    """The settings of a case that names none: the targets that it expects something of, or the default ones."""
    return {"SHARING_TARGETS": tuple(case["expect"])} if "expect" in case else {}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_links_say_what_the_case_expects(case: dict[str, Any]) -> None:
    settings = load_settings(SharingSettings, "SHARING", case.get("settings", {}) or every(case))
    explained = case.get("explained", "")
    links = share_links(case["title"], case.get("url", URL), case.get("summary", ""), settings, explained)
    by_key = {link.key: link for link in links}
    if "order" in case:
        assert list(by_key) == case["order"]
    for key, host in case.get("hosts", {}).items():
        assert urlsplit(by_key[key].url).netloc == host
    for key, url in case.get("urls", {}).items():
        assert by_key[key].url == url
    for field in ("composer", "server"):
        if field in case:
            assert getattr(by_key["mastodon"], field) == case[field]
    for key, parameters in case.get("expect", {}).items():
        assert decoded(by_key[key].url).items() >= parameters.items()


@pytest.mark.parametrize("title", TITLES, ids=lambda title: title[:16])
def test_what_every_target_receives_is_the_title_or_its_beginning(title: str) -> None:
    """Decoded twice: as a form, and as RFC 6068 (mailto) and those who follow it do, for whom «+» is a plus."""
    line = re.sub(r"[ \t\r\n]+", " ", title).strip()
    for link in share_links(title, URL, title, ALL):
        if link.key in ("copy", "sheet"):
            continue
        parts = urlsplit(link.composer.replace("{server}", "piaille.fr") or link.url)
        pairs = [pair.split("=") for pair in parts.query.split("&")]
        assert parts.fragment == ""
        assert all(len(pair) == 2 for pair in pairs)
        parameters = {key: unquote(value) for key, value in pairs}
        assert parameters == {key: v[0] for key, v in parse_qs(parts.query, True, strict_parsing=True).items()}
        assert [value for value in parameters.values() if URL in value]
        told = [value.removesuffix(URL).strip("\r\n") for value in parameters.values() if value != URL]
        assert [text for text in told if text != line and not (text.endswith("…") and line.startswith(text[:-1]))] == []


@pytest.mark.parametrize("title", LONG_TITLES, ids=lambda title: title[:12])
@pytest.mark.parametrize("key", ["mastodon", "bluesky", "x"])
def test_a_long_text_is_cut_within_the_limit_and_the_address_stays_whole(key: str, title: str) -> None:
    (link,) = (link for link in share_links(title, URL, "", ALL) if link.key == key)
    parameters = decoded(link.composer or link.url)
    text = parameters["text"]
    posted = text if URL in text else f"{text} {parameters['url']}"
    assert posted.endswith(URL)
    assert len(graphemes(posted)) <= TARGETS[key].limit > 0
    if text.removesuffix(URL).strip() != title.strip():
        assert text.removesuffix(URL).rstrip("\n").endswith("…")


@pytest.mark.parametrize("link", share_links("Été", URL, "Résumé", ALL), ids=lambda link: link.key)
def test_a_link_is_ascii_without_spaces_and_needs_no_script(link: Any) -> None:
    assert link.url.isascii()
    assert not set(link.url) & set(" \n\"'<>+")
    assert link.url.startswith(("https://", "mailto:"))


def test_a_url_longer_than_the_limit_is_shared_alone() -> None:
    long_url = "https://carnets.example/" + "a" * 400
    links = {link.key: decoded(link.url) for link in share_links("Un titre", long_url, "", ALL)}
    assert links["bluesky"]["text"] == long_url


def test_an_unknown_target_is_refused_and_the_right_one_proposed() -> None:
    with pytest.raises(SettingError, match=r"mastodont.*→ +mastodon$"):
        share_links("Un titre", URL, "", SharingSettings(targets=("mastodont",)))
