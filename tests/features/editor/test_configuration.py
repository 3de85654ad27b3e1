"""The editor's configuration: a label for every key, the words of each forge, and no request anywhere but there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import SettingError
from placette.features.editor import CSP, editor_apart, editor_policy
from placette.features.editor.configuration import (
    KINDS,
    EditorSettings,
    backend_of,
    label_of,
    origins_of,
    refuse_incomplete,
)
from placette.features.posts import ArticleMatter
from placette.plugin import load_site, reader_of
from tests.fixture_site import ROOT

FORGES = yaml.safe_load(Path(__file__).with_name("forge.yml").read_text(encoding="utf-8"))
SETTINGS = yaml.safe_load(Path(__file__).with_name("settings.yml").read_text(encoding="utf-8"))


def test_every_kind_that_comes_with_placette_has_names() -> None:
    known = [kind for kind in reader_of(load_site(ROOT / "pelicanconf.py")).kinds if kind.address]
    assert {kind.name for kind in known if kind.name != "issue"} == set(KINDS)


def test_a_key_is_called_as_people_write_it_in_the_language_of_the_site() -> None:
    assert [label_of(ArticleMatter, "image_alt", lang) for lang in ("fr", "en")] == ["Photo description", "Image alt"]
    assert label_of(ArticleMatter, "licence", "fr") == "Licence"


@pytest.mark.parametrize("case", FORGES, ids=lambda case: str(case["given"]))
def test_a_forge_is_described_and_allowed(case: dict[str, Any]) -> None:
    settings = EditorSettings(**case["given"])
    assert backend_of(settings) == case["backend"]
    assert list(origins_of(settings)) == case["origins"]


def test_the_policy_lets_the_page_speak_to_the_forge_alone() -> None:
    rules = dict(rule.split(" ", 1) for rule in editor_policy(("https://forge.example",)).split("; "))
    assert rules["connect-src"] == "'self' blob: data: https://forge.example"
    assert rules["script-src"] == "'self'"
    assert [name for name, value in rules.items() if "https://" in value] == ["connect-src"]
    assert "unsafe-eval" not in str(rules)
    headers = dict(editor_apart("ecrire/", ()).headers)
    assert headers["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors 'none'" in headers[CSP]


@pytest.mark.parametrize("case", SETTINGS, ids=lambda case: str(case["given"]))
def test_what_is_incomplete_is_refused(case: dict[str, Any]) -> None:
    settings = EditorSettings(**case["given"])
    if "wrong" not in case:
        refuse_incomplete(settings)
        return
    with pytest.raises(SettingError, match=case["wrong"]):
        refuse_incomplete(settings)
