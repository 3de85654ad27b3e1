"""Links to networks lead where they say or nowhere, and a text is as long as its network counts: ``networks.yml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.networks import NETWORKS, fediverse_creator, handle_on, profile_url

CASES = yaml.safe_load(Path(__file__).with_name("networks.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES["lengths"], ids=lambda case: case["name"])
def test_a_text_is_counted_as_the_network_counts(case: dict[str, Any]) -> None:
    assert {key: NETWORKS[key].measure(case["text"]) for key in case["length"]} == case["length"]


@pytest.mark.parametrize("case", CASES["handles"], ids=lambda case: case["link"])
def test_a_handle_comes_from_the_profile(case: dict[str, str]) -> None:
    assert handle_on(case["network"], case["link"]) == case["gives"]


@pytest.mark.parametrize("case", CASES["links"], ids=lambda case: f"{case['network']}: {case['written']}")
def test_profile_url(case: dict[str, str]) -> None:
    assert profile_url(case["network"], case["written"]) == case["leads_to"]


@pytest.mark.parametrize(("network", "written", "shown"), CASES["creators"])
def test_fediverse_creator(network: str, written: str, shown: str) -> None:
    assert fediverse_creator(network, written) == shown


def test_nothing_leads_to_or_is_mentioned_on_a_network_without_profiles() -> None:
    for network in ("x", "email", "unknown"):
        assert (profile_url(network, "@lea@carnets.example"), handle_on(network, "@lea@carnets.example")) == ("", "")
