"""What is quoted goes, and no paragraph of a writer's goes with it."""

from __future__ import annotations

import pytest
import yaml

from placette.desks.letters.mail.quotations import without_quotation
from tests.desks.letters.mail.fixture_mails import HERE

CASES = yaml.safe_load((HERE / "quotations.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_only_what_a_mailer_quoted_goes(case: dict[str, str]) -> None:
    how = case.get("how", "")
    kept = without_quotation(case["text"], answering=how == "answering", replying=how == "replying")
    assert kept.text == case["kept"]
    assert how == "answering" or (kept.lost > 0) is (case["text"] != case["kept"])
