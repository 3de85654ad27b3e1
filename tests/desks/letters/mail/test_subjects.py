"""What a subject says once mailers and lists are out of it."""

from __future__ import annotations

import pytest
import yaml

from placette.desks.letters.mail.subjects import clean_subject, is_forwarded, number_in
from tests.desks.letters.mail.fixture_mails import HERE


@pytest.mark.parametrize(
    ("subject", "cleaned", "number"), yaml.safe_load((HERE / "subjects.yml").read_text(encoding="utf-8"))
)
def test_a_subject_is_what_its_writer_wrote_and_a_number_only_what_we_wrote(
    subject: str, cleaned: str, number: str
) -> None:
    assert (clean_subject(subject), number_in(subject)) == (cleaned, number)


@pytest.mark.parametrize(
    ("subject", "told"), [("TR : x", True), ("[ext] Fwd: x", True), ("Re: x", False), ("Trésor", False)]
)
def test_a_forwarded_mail_says_so(subject: str, told: bool) -> None:
    assert is_forwarded(subject) is told
