"""Each forge gets the words that Sveltia CMS knows for it, and no request goes anywhere but there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.features.editor import CSP, editor_apart, editor_policy
from placette.features.editor.configuration import EditorSettings, backend_of, origins_of

CASES = yaml.safe_load(Path(__file__).with_name("forge.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["given"]))
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
