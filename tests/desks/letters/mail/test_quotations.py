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


def test_what_stands_below_outlooks_headers_is_kept_for_whoever_knows_our_lines() -> None:
    head = (
        "De : Les carnets <lettres@carnets.example>\nEnvoyé : mardi 3 novembre 2026 10:12\nÀ : moi\nObjet : [2026-0042]"
    )
    below = f"{head}\n\n1. Quel titre ?\n\nLe four"
    assert without_quotation(f"Bonjour\n\n{below}", answering=True).quoted == below
    assert not without_quotation(f"Bonjour\n\n{below}").quoted, "a mail that answers none of ours"
    marked = "\n".join(f"> {line}" for line in below.split("\n"))
    assert not without_quotation(f"Bonjour\n\n{marked}", answering=True).quoted, "marks say whose lines they are"
