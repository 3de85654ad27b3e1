"""What the form answers, and when a letter is kept."""

from __future__ import annotations

import email
import errno
import io
import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placette.features.letterbox import LetterKind
from placette_letters.form.application import HEADERS, Drop, mail_of, reference_of, write_drop
from placette_letters.form.submission import LINES, DropFile, FormLimits, Upload, one_line, whole_text
from tests.placette_letters.form.fixture_form import JPEG, QUICK, SITE, Asked, rules_in, solved

MOMENT = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)
_OURS = re.compile(r"From|To|Date|Message-ID|Subject|X-Placette-[\w-]+|MIME-Version|Content-Type")
_HOSTILE = ["x\r\nBcc: a@b.example", "=?utf-8?q?=0D=0ABcc:_a@b.example?=", "é " * 200, '"<a@b.example>"', "\u2028X: y"]
_NASTY = st.text(st.characters(codec="utf-8"), max_size=300) | st.sampled_from(_HOSTILE)


def drop(*pieces: DropFile, **values: str) -> Drop:
    return Drop(LetterKind.POST, values, {}, pieces, "stamp", proven=True, lang="fr")


@given(st.dictionaries(st.sampled_from(sorted(LINES)), _NASTY), _NASTY)
def test_a_mail_has_the_headers_that_we_gave_it(written: dict[str, str], text: str) -> None:
    values = {name: one_line(value, LINES[name]) for name, value in written.items()} | {"email": "lea@mail.example"}
    values = {name: value for name, value in values.items() if value} | {"text": whole_text(text)}
    made = drop(**values)
    raw = b"".join(mail_of(made, made.identity, MOMENT))
    assert max(map(len, raw.split(b"\r\n"))) < 998, "RFC 5322, 2.1.1"
    mail = email.message_from_bytes(raw, policy=default)
    assert [name for name in mail if not _OURS.fullmatch(name)] == []
    assert len(mail.keys()) == len(set(mail.keys()))
    for name in values.keys() - {"email", "text"}:
        assert mail[f"X-Placette-Field-{name}"] == values[name]
    [sender] = mail["From"].addresses
    assert sender.addr_spec == "lea@mail.example"
    body = mail.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == values["text"] + "\n"


@given(st.lists(st.binary(max_size=300), max_size=4))
def test_files_arrive_as_they_were_sent(files: list[bytes]) -> None:
    uploads = [Upload("a", len(data), io.BytesIO(data)) for data in files]
    pieces = [DropFile(f"{number:02}-é.jpg", "image/jpeg", upload) for number, upload in enumerate(uploads)]
    made = drop(*pieces, text="Bonjour")
    mail = email.message_from_bytes(b"".join(mail_of(made, made.identity, MOMENT)), policy=default)
    items = [(part.get_filename(), part.get_content()) for part in mail.iter_attachments()]  # type: ignore[attr-defined]
    assert items == [(piece.name, data) for piece, data in zip(pieces, files, strict=True)]


def test_the_name_of_a_letter_is_when_it_came_and_chance(tmp_path: Path) -> None:
    made = drop(text="Bonjour")
    write_drop(tmp_path, made, made.identity, MOMENT, QUICK)
    [path] = tmp_path.iterdir()
    assert re.fullmatch(r"20261126T083000-[0-9a-f]{16}\.eml", path.name)
    assert path.stat().st_mode & 0o007 == 0, "nobody else reads it"
    assert re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", reference_of(made.identity))


_MARKUP = "\"><script>alert(1)</script>{{ 'qz' * 3 }}"
_FORM, _PART = "multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n'
_FIELDS = "text title name email about commune credit licence website".split()
_WAITING = FormLimits(cost=10)


def test_a_letter_of_a_few_words_is_enough(asked: Asked) -> None:
    answer = asked.write(text="Bonjour")
    assert (answer.status, answer.body) == (303, b"")
    thanks = asked.get(*answer.headers["Location"].split("?"))
    [mail] = asked.mails
    assert mail["X-Placette-Reference"] in thanks.text
    assert "Merci, votre lettre est arrivée" in thanks.text
    assert mail["From"] is None
    assert mail.get_body().get_content() == "Bonjour\r\n"  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", ["fr", "en", "oc"])
@pytest.mark.parametrize("kind", list(LetterKind))
def test_all_that_a_page_loads_is_light(tmp_path: Path, kind: LetterKind, lang: str) -> None:
    asked = Asked(rules_in(tmp_path, DEFAULT_LANG=lang))
    page = asked.get("/", f"kind={kind.value}").text
    loaded = [page.partition(before)[2].partition('"')[0] for before in ('stylesheet" href="', 'script src="')]
    parts = [asked.get(path) for path in loaded]
    assert [part.status for part in parts] == [200, 200]
    assert all("immutable" in part.headers["Cache-Control"] for part in parts)
    assert len(page.encode()) + sum(len(part.body) for part in parts) <= 30_000


def test_every_answer_says_what_a_browser_may_do(asked: Asked) -> None:
    answers = [asked.get(path) for path in ("/", "/challenge", "/nothing", "/thanks", "/favicon.ico", "/robots.txt")]
    answers += [asked.write(), asked.write(text=""), asked.get("/", method="DELETE")]
    assert [answer.status for answer in answers] == [200, 200, 404, 404, 204, 200, 303, 422, 405]
    for answer in answers:
        assert answer.headers.items() >= dict(HEADERS).items()
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("field", _FIELDS)
@pytest.mark.parametrize("kind", list(LetterKind))
def test_nothing_comes_back_unescaped(asked: Asked, kind: LetterKind, field: str) -> None:
    answer = asked.send(asked.page() | {"text": "a", "email": "incomplete", "kind": kind.value, field: _MARKUP})
    assert answer.status == 422
    assert "<script>alert" not in answer.text
    assert "qzqzqz" not in answer.text


@pytest.mark.parametrize("name", ["kind", "about", "reference", "stamp"])
def test_nothing_of_an_address_comes_back_unescaped(asked: Asked, name: str) -> None:
    for path in ("/", "/thanks"):
        assert "<script>alert" not in asked.get(path, f"{name}=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text


def test_what_was_written_comes_back_with_what_is_wrong(asked: Asked) -> None:
    told = "Premier paragraphe.\n\nDeuxième."
    photo = ("photos", "a.jpg", JPEG)
    answer = asked.write((photo,), text=told, email="lea@", title="Le lavoir", people="agreed")
    assert answer.status == 422
    assert f">\n{told}</textarea>" in answer.text
    assert 'value="Le lavoir"' in answer.text
    assert 'value="agreed" checked' in answer.text
    assert '<a href="#email">Cette adresse paraît incomplète.' in answer.text
    assert 'aria-describedby="email-fault email-hint" aria-invalid="true"' in answer.text
    assert "Votre fichier n’a pas été gardé" in answer.text
    assert asked.mails == []


def test_a_page_knows_the_text_that_it_is_about(asked: Asked) -> None:
    page = asked.get("/", f"kind=correction&about={SITE}2026/lavoir/").text
    assert f'value="{SITE}2026/lavoir/"' in page
    assert "Demander une correction</h1>" in page
    assert "evil" not in asked.get("/", "kind=report&about=https://carnets.example.evil.example/blog/").text


def test_a_question_has_a_form_of_its_own_in_the_letters_of_the_site(asked: Asked) -> None:
    page = asked.get("/", f"kind=question&about={SITE}2026/lavoir/").text
    assert "Poser une question</h1>" in page
    assert 'name="about"' not in page, "it is about no page"
    assert asked.send(asked.page() | {"kind": "question", "to": "Service Eau", "text": "Quand ?"}).status == 303
    [mail] = asked.mails
    assert (mail["Subject"], mail["X-Placette-Field-to"]) == ("[Question] Quand ?", "Service Eau")
    sheet = asked.get(page.partition('stylesheet" href="')[2].partition('"')[0]).text
    fonts = [asked.get(name) for name in re.findall(r"/placette-[\w-]+\.woff2", sheet)]
    assert [(font.status, font.headers["Content-Type"]) for font in fonts] == [(200, "font/woff2")] * 3


def test_a_site_without_letters_of_its_own_has_none_in_the_form(tmp_path: Path) -> None:
    asked = Asked(rules_in(tmp_path, IDENTITY_WEB_FONTS=False))
    assert "woff2" not in asked.get(asked.get("/").text.partition('stylesheet" href="')[2].partition('"')[0]).text


def test_a_report_carries_what_the_law_asks_for(asked: Asked) -> None:
    sentences = {
        "kind": "report",
        "reason": "privacy",
        "about": f"{SITE}fete/",
        "name": "Léa",
        "email": "lea@mail.example",
    }
    assert asked.send(asked.page() | sentences | {"text": "Une photo de moi.", "faith": "yes"}).status == 303
    [mail] = asked.mails
    assert mail["X-Placette-Kind"] == "report"
    assert mail["X-Placette-Field-about"] == f"{SITE}fete/"
    assert mail["X-Placette-Field-reason"] == "privacy"
    assert mail["X-Placette-Field-faith"] == "yes"
    assert "bonne foi" in mail["X-Placette-Field-wording-faith"]
    assert mail["From"].addresses[0].addr_spec == "lea@mail.example"
    assert mail["Subject"].startswith("[Signalement]")


def test_consents_go_along_as_they_were_worded(asked: Asked) -> None:
    asked.write(licence="CC BY-SA 4.0", people="agreed", minors="none")
    [mail] = asked.mails
    assert mail["X-Placette-Field-licence"] == "CC BY-SA 4.0"
    assert mail["X-Placette-Field-wording-licence"].endswith("sous cette licence\xa0: CC BY-SA 4.0")
    question = "Des personnes sont-elles reconnaissables sur les photos"
    said = "Oui, et elles acceptent d’être montrées ici"
    assert mail["X-Placette-Field-wording-people"] == f"{question}\u202f? {said}"


def test_choices_that_do_not_exist_are_dropped(asked: Asked) -> None:
    asked.write(licence="CC0", people="all", minors="\r\nBcc: a@b.example", reason="x")
    [mail] = asked.mails
    assert [name for name in mail if "Field" in name] == []


@pytest.mark.parametrize(
    ("after", "proven", "status"),
    [
        *((1, True, 422), (3, True, 303), (3, False, 422), (14, False, 422), (15, False, 303)),
        *((86_401, True, 422), (-5, True, 422)),
    ],
)
def test_letters_that_come_too_soon_or_too_late_wait(tmp_path: Path, after: int, proven: bool, status: int) -> None:
    asked = Asked(rules_in(tmp_path, _WAITING))
    values = asked.page() | {"text": "Bonjour"}
    asked.now += after
    proof = solved(asked.get("/challenge").text) if proven else ""
    answer = asked.send(values | {"proof": proof})
    assert answer.status == status
    kept = f'value="{values["stamp"]}"' in answer.text
    assert kept == (status == 422 and 0 <= after <= 86_400), "waiting goes on where it was, unless the page is too old"
    assert len(asked.mails) == (status == 303)


@pytest.mark.parametrize("stamp", ["", "1796000000.aa.bb", "é", "9" * 5000, "1796000000.00.", "..", "\ufffd"])
def test_a_page_that_is_not_ours_is_asked_for_again(asked: Asked, stamp: str) -> None:
    answer = asked.write(stamp=stamp)
    assert answer.status == 422
    assert "Relisez votre texte" in answer.text
    assert asked.mails == []


def test_whoever_sends_many_letters_is_asked_to_wait(tmp_path: Path) -> None:
    asked = Asked(rules_in(tmp_path, replace(QUICK, letters=3, letters_without_proof=2)))
    items = [asked.write(sender="2001:db8:1:2::a").status, asked.write(sender="2001:db8:1:2:ffff::b").status]
    assert items == [303, 303]
    refused = asked.write(sender="2001:db8:1:2::c")
    assert (refused.status, refused.headers["Retry-After"]) == (429, "3600"), "a household is one address"
    assert asked.write(sender="2001:db8:1:2::c", proof=solved(asked.get("/challenge").text)).status == 303
    assert asked.write(sender="2001:db8:1:3::a").status == 303
    asked.now += 3600
    assert asked.write(sender="2001:db8:1:2::a").status == 303


def test_letters_with_faults_are_counted_too(tmp_path: Path) -> None:
    asked = Asked(rules_in(tmp_path, replace(QUICK, attempts=2)))
    assert [asked.write(text="").status for _ in range(3)] == [422, 422, 429]


def test_a_proof_is_good_for_one_letter(asked: Asked) -> None:
    proof = solved(asked.get("/challenge").text)
    assert [asked.write(proof=proof, text=text).status for text in ("un", "deux")] == [303, 303]
    assert sorted(mail["X-Placette-Proof"] for mail in asked.mails) == ["altcha", "none"]


def test_a_fault_costs_no_proof(asked: Asked) -> None:
    proof = solved(asked.get("/challenge").text)
    asked.write(proof=proof, text="")
    asked.write(proof=proof)
    assert [mail["X-Placette-Proof"] for mail in asked.mails] == ["altcha"]


def test_a_letter_that_is_sent_twice_is_one_letter(asked: Asked) -> None:
    values = asked.page() | {"text": "Bonjour"}
    first = asked.send(values)
    asked.now += 60
    assert asked.send(values).headers["Location"] == first.headers["Location"]
    assert len(asked.mails) == 1
    asked.send(values | {"text": "Autre chose"})
    asked.write(text="Bonjour")
    assert len({mail["Message-ID"] for mail in asked.mails}) == 3, "other words, or the same from another page"


def test_a_title_never_answers_a_letter(asked: Asked) -> None:
    asked.write(title="Re: [2026-0042] Le lavoir", email="lea@mail.example")
    [mail] = asked.mails
    assert mail["Subject"] == "Re: (2026-0042) Le lavoir"
    assert mail["X-Placette-Field-title"] == "Re: [2026-0042] Le lavoir"
    assert (mail["In-Reply-To"], mail["References"]) == (None, None)


@pytest.mark.parametrize("url", ["", "https://ecrire.example", "https://ecrire.example/"])
def test_a_page_of_others_sends_nothing_in_any_browser(url: str, tmp_path: Path) -> None:
    asked = Asked(replace(rules_in(tmp_path), url=url))
    values = asked.page() | {"text": "Bonjour"}
    home: dict[str, Any] = {"HTTP_HOST": "ecrire.example"}
    assert asked.send(values, **home, HTTP_SEC_FETCH_SITE="cross-site").status == 403
    for origin in ("https://ailleurs.example", "null", "https://ecrire.example.ailleurs.example", "https://x"):
        assert asked.send(values, **home, HTTP_ORIGIN=origin).status == 403
    own = asked.send(values, **home, HTTP_ORIGIN="https://ecrire.example")
    assert (own.status, dict(own.headers)["Referrer-Policy"]) == (303, "same-origin"), "it is sent with a page's own"
    assert asked.send(values, HTTP_SEC_FETCH_SITE="same-origin", HTTP_ORIGIN="null").status == 303
    assert asked.send(values, HTTP_SEC_FETCH_SITE="none").status == 303


def test_a_full_folder_takes_no_letter_and_keeps_none(tmp_path: Path) -> None:
    asked = Asked(rules_in(tmp_path, replace(QUICK, folder=250_000)))
    files = (("photos", "a.jpg", JPEG + bytes(60_000)),)
    statuses = [asked.write(files=files).status for _ in range(3)]
    assert statuses == [303, 503, 503]
    assert len(list(asked.rules.folder.iterdir())) == 1
    said = asked.write(files=files)
    assert "La vôtre n’a pas été gardée" in said.text
    assert "lettres@carnets.example" in said.text


def test_a_full_disk_leaves_nothing_behind(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert asked.write().status == 503
    assert list(asked.rules.folder.iterdir()) == []


def test_a_disk_that_is_nearly_full_is_left_alone(tmp_path: Path) -> None:
    asked = Asked(rules_in(tmp_path, replace(QUICK, spare=10**18)))
    assert asked.write().status == 503


def test_what_a_killed_server_had_begun_disappears(tmp_path: Path) -> None:
    rules = rules_in(tmp_path)
    Asked(rules).write()
    (mail,) = rules.folder.iterdir()
    for length in (0, 6, mail.stat().st_size // 2, mail.stat().st_size - 1):
        (rules.folder / f".{length}.eml.part").write_bytes(mail.read_bytes()[:length])
    Asked(rules)
    assert [*rules.folder.iterdir()] == [mail]


def test_a_whole_mail_that_a_killed_server_left_gets_its_name(tmp_path: Path) -> None:
    rules = rules_in(tmp_path)
    Asked(rules).write()
    (mail,) = rules.folder.iterdir()
    mail.rename(rules.folder / f".{mail.name}.part")
    Asked(rules)
    assert [*rules.folder.iterdir()] == [mail]


def test_the_key_is_kept_and_is_nobody_elses(tmp_path: Path) -> None:
    first = Asked(rules_in(tmp_path))
    page = first.page()
    assert first.rules.key_file.stat().st_mode & 0o777 == 0o600
    assert Asked(rules_in(tmp_path)).send(page | {"text": "Bonjour"}).status == 303, "a page outlives a restart"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"text=a"),
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=" + "x" * 71, b""),
        (_FORM, b"--y--\r\n"),
        (_FORM, _PART % b"text" + b"Bonjour"),
        (_FORM, _PART % b'a"; filename="b' + b"c\r\n--x--\r\n"),
        (_FORM, (_PART % b"text" + b"c\r\n") * 2 + b"--x--\r\n"),
        (_FORM, (_PART % b"text").replace(b"\r\n\r\n", b"\r\nX: " + b"y" * 9000 + b"\r\n\r\n") + b"c\r\n--x--\r\n"),
        (_FORM, b"".join(_PART % b"%d" % n + b"c\r\n" for n in range(99)) + b"--x--\r\n"),
    ],
)
def test_what_is_no_form_is_refused_with_a_sentence(asked: Asked, kind: str, body: bytes) -> None:
    environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": "/", "CONTENT_TYPE": kind}
    answer = asked._ask(environ | {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)})
    assert answer.status in {400, 415}
    assert "n’a pas pu être lu" in answer.text
    assert asked.mails == []
