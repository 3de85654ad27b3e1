"""No machine is answered, and every person is."""

from __future__ import annotations

import pytest
import yaml

from placette.desks.letters.mail.automatic import why_automatic
from placette.desks.letters.mail.headers import read_head
from placette.desks.letters.remarks import REMARKS
from tests.desks.letters.mail.fixture_mails import HEADERS, HERE


@pytest.mark.parametrize(
    ("headers", "code"), yaml.safe_load((HERE / "automatic.yml").read_text(encoding="utf-8")), ids=str
)
def test_what_a_machine_wrote_is_known_by_its_headers(headers: dict[str, str], code: str) -> None:
    head = "\n".join(f"{name}: {value}" for name, value in (HEADERS | headers).items()).encode()
    assert why_automatic(read_head(head), "lettres@carnets.example") == code
    assert not code or code in REMARKS
