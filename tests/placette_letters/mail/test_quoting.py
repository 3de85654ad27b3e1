"""Telephone numbers and advertisements below a letter go; the name that it ends on stays."""

from __future__ import annotations

import pytest
import yaml

from placette_letters.mail.headers import clean_subject, is_automatic, is_forwarded, number_in, read_head
from placette_letters.mail.quoting import without_quotation
from tests.placette_letters.mail.fixture_mails import HEADERS, HERE

CASES = yaml.safe_load((HERE / "quotations.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_only_what_a_mailer_quoted_goes(case: dict[str, str]) -> None:
    assert without_quotation(case["text"], replying=case.get("how") == "replying") == case["kept"]


@pytest.mark.parametrize(
    ("headers", "automatic"), yaml.safe_load((HERE / "automatic.yml").read_text(encoding="utf-8")), ids=str
)
def test_what_a_machine_wrote_is_known_by_its_headers(headers: dict[str, str], automatic: bool) -> None:
    head = "\n".join(f"{name}: {value}" for name, value in (HEADERS | headers).items()).encode()
    assert is_automatic(read_head(head), "lettres@carnets.example") is automatic


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
