"""Who is answered, and that nothing of a stranger's letter becomes a header of ours."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from placette_letters.answering import may_answer, receipt_mail
from placette_letters.letter import Case
from tests.placette_letters.answering.fixture_letters import case_of, correspondent

CASES = yaml.safe_load(Path(__file__).with_name("envelope.yml").read_text(encoding="utf-8"))
_HEADERS = (
    "from to subject message-id in-reply-to references auto-submitted x-auto-response-suppress content-language"
    " content-type content-transfer-encoding mime-version"
).split()
_HOSTILE = "Le lavoir\r\nBcc: tous@voisins.example\r\n\r\n<script>"


def _case(**changes: Any) -> Case:
    case = case_of()
    return replace(case, letter=replace(case.letter, **changes))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_only_people_are_answered_and_not_too_often(case: dict[str, Any]) -> None:
    letter = _case(**case.get("letter", {})).letter
    assert may_answer(letter, "lettres@carnets.example", case.get("sent", 0)) is case.get("answered", False)


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "marie",
        "marie@localhost",
        "marie@voisins.example,paul@voisins.example",
        "marie@voisins.example\r\nBcc: a@b.example",
    ],
)
def test_what_is_no_address_is_never_written_to(sender: str) -> None:
    with pytest.raises(ValueError) as raised:  # noqa: PT011 - the address itself is the message
        receipt_mail(_case(sender=sender), correspondent())
    assert raised.value.args == (sender,)


def test_a_domain_in_letters_is_written_as_dns_knows_it() -> None:
    assert "marie@xn--mairi-fsa.example" in str(
        receipt_mail(_case(sender="marie@mairié.example"), correspondent())["To"]
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": _HOSTILE},
        {"sender_name": _HOSTILE},
        {"identity": f"<a@b.example>{_HOSTILE}"},
        {"references": (f"<a@b.example>{_HOSTILE}", "<c@d.example>\r\nBcc: x@y.example")},
        {"about": f"https://carnets.example/{_HOSTILE}"},
        {"fields": {"title": _HOSTILE, "name": _HOSTILE}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_no_line_of_a_letter_becomes_a_header(changes: dict[str, Any]) -> None:
    sent = message_from_bytes(receipt_mail(_case(**changes), correspondent()).as_bytes(), policy=SMTP)
    assert sent["Bcc"] is None
    assert str(sent["To"]) == "marie@voisins.example"
    assert "tous@voisins.example" not in sent.get_content()  # type: ignore[attr-defined]


@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_a_letter_is_called_its_receipt_has_the_same_headers(subject: str, name: str) -> None:
    made = receipt_mail(_case(subject=subject, sender_name=name, identity=name), correspondent())
    sent = message_from_bytes(made.as_bytes(), policy=SMTP)
    assert {key.lower() for key in sent} <= set(_HEADERS)
    assert str(sent["Subject"]) == "[2026-0042] Votre texte est bien arrivé"


@pytest.mark.parametrize(
    ("identity", "references", "answered", "all_of_them"),
    [
        ("<a@b.example>", (), "<a@b.example>", "<a@b.example>"),
        ("a@b.example 5e2f", ("<c@d.example>",), "<a@b.example>", "<c@d.example> <a@b.example>"),
        ("a@b.example", ("<a@b.example>", "not one"), "<a@b.example>", "<a@b.example>"),
        ("sha256:5e2f", ("<c@d.example>",), None, None),
        ("", (), None, None),
    ],
)
def test_the_letter_is_named_as_what_is_answered(
    identity: str, references: tuple[str, ...], answered: str | None, all_of_them: str | None
) -> None:
    mail = receipt_mail(_case(identity=identity, references=references), correspondent())
    assert (mail["In-Reply-To"], mail["References"]) == (answered, all_of_them)


def test_what_a_stranger_advertises_is_not_carried_to_others() -> None:
    title = "Gagnez sur casino.example ou www.lots.example/x ou lots@casino.example ou 04 73 00 00 00 !"
    written = replace(case_of().letter.written, title=title, pictures=())
    said = receipt_mail(_case(written=written), correspondent()).get_content()
    assert [word for word in ("casino", "lots", "04 73") if word in said] == []


def test_an_address_of_another_site_is_not_repeated() -> None:
    said = receipt_mail(_case(about="https://carnets.example.casino.example/"), correspondent()).get_content()
    assert "casino" not in said


@pytest.mark.parametrize("number", ["", "42", "2026-42", "2026-0042\r\nBcc: x@y.example", "../2026-0042"])
def test_a_number_is_a_number(number: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the number itself is the message
        receipt_mail(replace(case_of(), number=number), correspondent())
