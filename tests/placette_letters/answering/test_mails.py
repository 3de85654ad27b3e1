"""Flowed lines come back as they were, and strangers' words are harmless."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from hypothesis import given
from hypothesis import strategies as st

from placette.engine.base.translation import load_catalogue
from placette_letters.answering.mails import (
    WIDTH,
    MailAddressError,
    OutboxError,
    connect_parts,
    flowed,
    may_answer,
    quotable,
    send,
    shown_file,
)
from placette_letters.answering.receipts import receipt_mail
from placette_letters.letter import Case
from tests.commands.doctor.fixture_tls import EXPIRED, VALID
from tests.fixture_mail import mail_server
from tests.placette_letters.answering.fixture_letters import case_of, correspondent, unflowed

PHRASES = yaml.safe_load(Path(__file__).with_name("phrases.yml").read_text(encoding="utf-8"))
_LINE = st.text(st.sampled_from("ab éà’,.>:-\u00a0"), max_size=300).map(lambda text: " ".join(text.split(" ")).strip())


@given(st.lists(st.lists(_LINE.filter(bool), min_size=1, max_size=3).map("\n".join), min_size=1, max_size=4))
def test_long_lines_are_broken_and_come_back(blocks: list[str]) -> None:
    text = flowed(blocks)
    squeezed = ["\n".join(" ".join(line.split(" ")) for line in block.split("\n")) for block in blocks]
    assert " ".join(unflowed(text).split()) == " ".join(" ".join(squeezed).split())
    assert all(len(line) <= WIDTH + 2 or " " not in line.strip() for line in text.split("\n"))
    assert not any(line.startswith((">", "From ")) for line in text.split("\n"))


@pytest.mark.parametrize(
    ("given_text", "shown"),
    PHRASES["titles"],
)
def test_a_title_is_repeated_without_addresses(given_text: str, shown: str) -> None:
    assert quotable(given_text) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    PHRASES["files"],
)
def test_a_file_keeps_its_name_and_is_no_link(name: str, shown: str) -> None:
    assert shown_file(name) == shown


class PostOffice:
    """A server's mind: keeps what it accepts; ``replies`` are its answers by command."""

    def __init__(self, **replies: str) -> None:
        self.replies = replies
        self.letters: list[bytes] = []
        self.encrypted: list[bool] = []

    async def handle_MAIL(  # noqa: N802 - the library's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.replies.get("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802 - the library's own name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.replies.get("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the same
        assert isinstance(envelope.content, bytes)
        self.letters.append(envelope.content)
        self.encrypted.append(session.ssl is not None)
        return self.replies.get("DATA", "250 OK")


def _knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: LoginPassword) -> AuthResult:
    return AuthResult(success=given == LoginPassword(b"lettres", b"hirondelle"), handled=False)


def _context(certificate: object) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(certificate))
    return context


def _trust() -> ssl.SSLContext:
    trust = ssl.create_default_context()
    trust.load_verify_locations(VALID)
    return trust


def _letter(to: str = "marie@voisins.example") -> EmailMessage:
    letter = EmailMessage(policy=SMTP_POLICY)
    letter["From"], letter["To"], letter["Subject"] = "lettres@carnets.example", to, "[2026-0042] Votre texte"
    letter["Message-ID"] = "<2026-0042.receipt@carnets.example>"
    letter.set_content("Merci !\n.\nLe bassin a retrouvé son eau.\n", cte="quoted-printable")
    return letter


def _refusal(letter: EmailMessage, outbox: str, password: str = "", timeout: float = 10.0) -> OutboxError:
    with pytest.raises(OutboxError) as raised:
        send(letter, outbox, password, _trust(), timeout)
    assert raised.value.render(load_catalogue("fr").gettext) != raised.value.render(load_catalogue("en").gettext)
    assert "hirondelle" not in str(raised.value)
    return raised.value


def test_a_mail_arrives_whole_once_and_dated() -> None:
    with mail_server(office := PostOffice()) as port:
        send(_letter(), f"smtp://127.0.0.1:{port}", "")
    (arrived,) = office.letters
    read = message_from_bytes(arrived, policy=SMTP_POLICY)
    assert read.get_content().splitlines() == ["Merci !", ".", "Le bassin a retrouvé son eau."]  # type: ignore[attr-defined]
    assert read["Message-ID"] == "<2026-0042.receipt@carnets.example>"
    assert read["Date"].datetime.tzinfo is not None


def test_a_mail_that_is_signed_in_for_travels_encrypted() -> None:
    options: dict[str, Any] = {"tls_context": _context(VALID), "authenticator": _knows, "auth_required": True}
    with mail_server(office := PostOffice(), **options) as port:
        send(_letter(), f"smtp://lettres@localhost:{port}", "hirondelle", _trust())
    assert office.encrypted == [True]


def test_a_mail_reaches_a_server_that_speaks_nothing_but_tls() -> None:
    options: dict[str, Any] = {"ssl_context": _context(VALID), "authenticator": _knows, "auth_require_tls": False}
    with mail_server(office := PostOffice(), **options) as port:
        send(_letter(), f"smtps://lettres@localhost:{port}", "hirondelle", _trust())
    assert len(office.letters) == 1


def test_a_server_without_tls_where_it_was_promised_gets_nothing() -> None:
    with mail_server(office := PostOffice()) as port:
        found = _refusal(_letter(), f"smtps://lettres@localhost:{port}", "hirondelle")
    assert "can’t be reached" in str(found)
    assert (found.permanent, office.letters) == (False, [])


def test_a_wrong_password_is_said_and_the_letter_waits() -> None:
    options: dict[str, Any] = {"tls_context": _context(VALID), "authenticator": _knows, "auth_required": True}
    with mail_server(office := PostOffice(), **options) as port:
        found = _refusal(_letter(), f"smtp://lettres@localhost:{port}", "moineau")
    assert "LETTERS_PASSWORD" in str(found)
    assert (found.permanent, office.letters) == (False, [])


def test_a_name_without_a_password_asks_nobody() -> None:
    found = _refusal(_letter(), "smtps://lettres@smtp.mairie.example")
    assert "LETTERS_PASSWORD" in str(found)


@pytest.mark.parametrize(
    ("host", "certificate"), [("127.0.0.1", VALID), ("localhost", EXPIRED)], ids=["another name", "expired"]
)
def test_nothing_is_sent_to_a_server_that_does_not_prove_its_name(host: str, certificate: object) -> None:
    with mail_server(office := PostOffice(), tls_context=_context(certificate)) as port:
        found = _refusal(_letter(), f"smtp://lettres@{host}:{port}", "hirondelle")
    assert "certificate" in str(found)
    assert (found.permanent, office.letters) == (False, [])


def test_a_password_is_never_sent_without_encryption() -> None:
    options: dict[str, Any] = {"authenticator": _knows, "auth_require_tls": False}
    with mail_server(office := PostOffice(), **options) as port:
        found = _refusal(_letter(), f"smtp://lettres@localhost:{port}", "hirondelle")
    assert "STARTTLS" in str(found)
    assert office.letters == []


@pytest.mark.parametrize(
    ("replies", "permanent", "says"),
    PHRASES["replies"],
    ids=str,
)
def test_what_is_for_now_is_told_from_what_is_for_good(replies: dict[str, str], permanent: bool, says: str) -> None:
    with mail_server(PostOffice(**replies)) as port:
        found = _refusal(_letter(), f"smtp://127.0.0.1:{port}")
    assert found.permanent is permanent
    assert says in str(found)
    assert str(found).isprintable()


@contextmanager
def _scripted(lines: list[bytes], *, hangs: bool) -> Iterator[int]:
    """Run a server that sends these lines, one for each command, then hangs or hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def speak() -> None:
        peer, _ = listener.accept()
        with peer:
            for line in lines:
                peer.sendall(line)
                peer.recv(65536)
            if hangs:
                over.wait(20)

    speaker = threading.Thread(target=speak)
    speaker.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        speaker.join()
        listener.close()


_UNTIL_DATA = [b"220 x\r\n", b"250 x\r\n", b"250 OK\r\n", b"250 OK\r\n", b"354 Go on\r\n"]


@pytest.mark.parametrize(
    ("lines", "hangs", "says"),
    [
        ([], True, "doesn’t answer"),
        (_UNTIL_DATA, True, "doesn’t answer"),
        ([], False, "can’t be reached"),
        (_UNTIL_DATA, False, "can’t be reached"),
        ([b"not SMTP at all\r\n"], False, "asks to wait"),
    ],
    ids=["silent", "silent after DATA", "gone", "gone in DATA", "foreign"],
)
def test_a_server_that_breaks_off_leaves_the_letter_waiting(lines: list[bytes], hangs: bool, says: str) -> None:
    with _scripted(lines, hangs=hangs) as port:
        found = _refusal(_letter(), f"smtp://127.0.0.1:{port}", timeout=0.3)
    assert says in str(found)
    assert not found.permanent


def test_a_server_that_hangs_up_instead_of_saying_goodbye_has_accepted_the_letter() -> None:
    with _scripted([*_UNTIL_DATA, b"250 OK\r\n"], hangs=False) as port:
        send(_letter(), f"smtp://127.0.0.1:{port}", "", timeout=5.0)


def test_an_address_in_letters_that_the_server_does_not_know_is_for_good() -> None:
    with mail_server(office := PostOffice(), enable_SMTPUTF8=False) as port:
        found = _refusal(_letter("léa@voisins.example"), f"smtp://127.0.0.1:{port}")
    assert (found.permanent, office.letters) == (True, [])


def test_an_address_in_letters_reaches_a_server_that_knows_them() -> None:
    with mail_server(office := PostOffice(), enable_SMTPUTF8=True) as port:
        send(_letter("léa@voisins.example"), f"smtp://127.0.0.1:{port}", "")
    assert "léa@voisins.example".encode() in office.letters[0]


@pytest.mark.parametrize("to", ["a@x.example, b@x.example", "", "Tout le village:a@x.example, b@x.example;"])
def test_a_letter_goes_to_one_person(to: str) -> None:
    assert _refusal(_letter(to), "smtp://127.0.0.1:9").permanent


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


ENVELOPES = yaml.safe_load(Path(__file__).with_name("envelope.yml").read_text(encoding="utf-8"))
_HEADERS = (
    "from to subject message-id in-reply-to references auto-submitted x-auto-response-suppress content-language"
    " content-type content-transfer-encoding mime-version"
).split()
_HOSTILE = "Le lavoir\r\nBcc: tous@voisins.example\r\n\r\n<script>"


def _case(**changes: Any) -> Case:
    case = case_of()
    return replace(case, letter=replace(case.letter, **changes))


@pytest.mark.parametrize("case", ENVELOPES, ids=lambda case: case["case"])
def test_only_people_are_answered_and_not_too_often(case: dict[str, Any]) -> None:
    letter = _case(**case.get("letter", {})).letter
    assert may_answer(letter, "lettres@carnets.example", case.get("sent", 0)) is case.get("answered", False)


@pytest.mark.parametrize(
    "sender",
    PHRASES["no_addresses"],
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
    sent = message_from_bytes(receipt_mail(_case(**changes), correspondent()).as_bytes(), policy=SMTP_POLICY)
    assert sent["Bcc"] is None
    assert str(sent["To"]) == "marie@voisins.example"
    assert "tous@voisins.example" not in sent.get_content()  # type: ignore[attr-defined]


@given(st.text(max_size=120), st.text(max_size=120))
def test_whatever_a_letter_is_called_its_receipt_has_the_same_headers(subject: str, name: str) -> None:
    made = receipt_mail(_case(subject=subject, sender_name=name, identity=name), correspondent())
    sent = message_from_bytes(made.as_bytes(), policy=SMTP_POLICY)
    assert {key.lower() for key in sent} <= set(_HEADERS)
    assert str(sent["Subject"]) == "[2026-0042] Votre texte est bien arrivé"


@pytest.mark.parametrize(
    ("identity", "references", "answered", "all_of_them"),
    PHRASES["answered"],
)
def test_the_letter_is_named_as_what_is_answered(
    identity: str, references: list[str], answered: str | None, all_of_them: str | None
) -> None:
    mail = receipt_mail(_case(identity=identity, references=tuple(references)), correspondent())
    assert (mail["In-Reply-To"], mail["References"]) == (answered, all_of_them)


@pytest.mark.parametrize("number", ["", "42", "2026-42", "2026-0042\r\nBcc: x@y.example", "../2026-0042"])
def test_a_number_is_a_number(number: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the number itself is the message
        receipt_mail(replace(case_of(), number=number), correspondent())
