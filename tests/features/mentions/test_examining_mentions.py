"""What ``invoke doctor`` says of mentions."""

from __future__ import annotations

from pathlib import Path

from placette.features.mentions.examining import examine_mentions
from tests.desks.doctor.fixture_patient import codes, patient_of
from tests.features.mentions.test_mentions import write_mention


def test_mentions_that_wait_are_told_and_accepted_ones_are_not(content: Path, tmp_path: Path) -> None:
    write_mention(content)
    assert codes(examine_mentions(patient_of(tmp_path).desk())) == []
    write_mention(content, "2026-05-21-mastodon-2", accepted="false")
    assert codes(examine_mentions(patient_of(tmp_path).desk())) == ["mentions-waiting"]
