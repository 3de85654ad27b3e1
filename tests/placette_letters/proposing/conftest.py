"""Fixtures for proposals: a site read once."""

from __future__ import annotations

from typing import Any

import pytest

from placette_letters.proposing.front_matter import SiteFacts
from tests.placette_letters.proposing.fixture_letters import make_facts, make_settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return make_settings(tmp_path_factory.mktemp("letters"), SITEURL="https://carnets.example/blog")


@pytest.fixture(scope="session")
def facts(settings: dict[str, Any]) -> SiteFacts:
    return make_facts(settings)
