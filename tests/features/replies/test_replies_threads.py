"""What ``invoke doctor`` says of short replies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from placette.features.replies import examine_replies
from tests.commands.doctor.fixture_patient import codes, patient_of, shown
from tests.features.replies.fixture_replies import write_reply, write_team

WAYS: dict[str, Any] = {"LETTERBOX_ADDRESS": "lettres@carnets.example"}


def test_replies_that_nobody_can_send_or_see_or_has_read_are_told(content: Path, tmp_path: Path) -> None:
    write_team(content)
    assert codes(examine_replies(patient_of(tmp_path, REPLIES_OPEN=False).site())) == []
    assert codes(examine_replies(patient_of(tmp_path, REPLIES_OPEN=True, LETTERBOX_ADDRESS="").site())) == [
        "replies-nowhere"
    ]
    write_reply(content)
    assert codes(examine_replies(patient_of(tmp_path, REPLIES_OPEN=True, **WAYS).site())) == []
    assert codes(examine_replies(patient_of(tmp_path, REPLIES_OPEN=False, **WAYS).site())) == ["replies-closed"]
    write_reply(content, "2026-05-21-autre", matter="name: Une lectrice\n")
    (found,) = examine_replies(patient_of(tmp_path, REPLIES_OPEN=True, **WAYS).site())
    assert (found.code, "read_by" in shown(found, "en"), ": 1" in shown(found, "fr")) == (
        "replies-waiting",
        True,
        True,
    )
