"""Addresses of mail servers: those that can be used, and the sentence for each that can't."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from placette.engine.base.translation import load_catalogue
from placette_letters.answering import MailAddressError, connect_parts

CASES = yaml.safe_load(Path(__file__).with_name("connecting.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [case for case in CASES if "parts" in case], ids=lambda case: case["address"])
def test_an_address_gives_its_parts(case: dict[str, Any]) -> None:
    assert list(connect_parts(case["address"])) == case["parts"]


@pytest.mark.parametrize("case", [case for case in CASES if "says" in case], ids=lambda case: case["address"])
def test_an_address_that_cannot_be_used_is_explained_without_its_secret(case: dict[str, Any]) -> None:
    with pytest.raises(MailAddressError) as raised:
        connect_parts(case["address"])
    sentence = raised.value.render(load_catalogue("en").gettext)
    assert case["says"] in sentence
    assert "hirondelle" not in sentence
    assert sentence.isprintable()
