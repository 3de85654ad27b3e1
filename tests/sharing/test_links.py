"""Share links say what was meant once decoded, within each network's limit."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from plugins.core.settings import SettingError, load_settings
from plugins.sharing.links import TARGETS, share_links, weight_on_x
from plugins.sharing.settings import SharingSettings
from plugins.sharing.shortening import graphemes, one

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


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_links_say_what_the_case_expects(case: dict[str, Any]) -> None:
    settings = load_settings(SharingSettings, "SHARING", case.get("settings", {}))
    links = share_links(case["title"], case.get("url", URL), case.get("summary", ""), settings)
    by_key = {link.key: link for link in links}
    if "order" in case:
        assert list(by_key) == case["order"]
    for key, host in case.get("hosts", {}).items():
        assert urlsplit(by_key[key].url).netloc == host
    for key, parameters in case.get("expect", {}).items():
        assert decoded(by_key[key].url).items() >= parameters.items()


@pytest.mark.parametrize("title", LONG_TITLES, ids=lambda title: title[:12])
@pytest.mark.parametrize("key", ["mastodon", "bluesky", "x"])
def test_a_long_text_is_cut_within_the_limit_and_the_address_stays_whole(key: str, title: str) -> None:
    (link,) = (link for link in share_links(title, URL, "", ALL) if link.key == key)
    parameters = decoded(link.url)
    text = parameters["text"]
    posted = text if URL in text else f"{text} {parameters['url']}"
    weight = weight_on_x if key == "x" else one
    assert posted.endswith(URL)
    assert sum(map(weight, graphemes(posted))) <= TARGETS[key].limit
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
