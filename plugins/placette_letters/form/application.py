"""The form as a WSGI application.

It can only drop letters into a folder: it has no token and knows no mailbox.
"""

from __future__ import annotations

import binascii
import hashlib
import logging
import os
import re
import secrets
import shutil
import threading
import time
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime
from gettext import NullTranslations
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment
from rcssmin import cssmin
from rjsmin import jsmin

from placette import N_, Files, appearance, letterbox, load_catalogue, standalone_environment
from placette_letters.form import submission
from placette_letters.form.protection import Prover, read_key
from placette_letters.form.server import RateLimiter

_LINE = 57  # Bytes that make a line of 76 characters in base64 (RFC 2045, 6.8).
_CHUNK = _LINE * 1024
_END = re.compile(rb"\r\n--=_\S+--\r\n\Z")
"""How a whole mail ends: see ``mail_of``."""
_ROUND = str.maketrans("[]", "()")
"""A receipt number in square brackets makes a mail an answer; in a form, anybody may give anybody's address."""
_SPAN = 60  # Characters of a title that is made of a text's first words


class NoRoomError(Exception):
    """The folder or the disk is full: nothing was kept of the letter."""


@dataclass(frozen=True, slots=True)
class Drop:
    """A letter as it is to be written: cleaned values, the wordings of the consents, the files."""

    kind: letterbox.LetterKind
    values: Mapping[str, str]
    wordings: Mapping[str, str]
    pieces: tuple[submission.DropFile, ...]
    stamp: str
    """The page that it was written on: the same letter from the same page is one letter, however often it comes."""
    proven: bool
    lang: str
    to: str = ""

    @property
    def identity(self) -> str:
        """SHA-256 over all that its writer sent, in hexadecimal digits."""
        state = hashlib.sha256(repr((self.kind.value, sorted(self.values.items()), self.stamp)).encode())
        for piece in self.pieces:
            state.update(f"\0{piece.name}\0{piece.upload.size}\0".encode())
            piece.upload.file.seek(0)
            while chunk := piece.upload.file.read(_CHUNK):
                state.update(chunk)
        return state.hexdigest()


def reference_of(identity: str) -> str:
    """Return the short reference that its writer is shown (``ABCD-2345``)."""
    letters = b32encode(bytes.fromhex(identity)).decode()
    return f"{letters[:4]}-{letters[4:8]}"


def headers_of(drop: Drop, identity: str, moment: datetime) -> dict[str, str]:
    """Return the headers of the mail, in ASCII. No value can end a line or begin another header."""
    values = dict(drop.values)
    email, name = values.pop("email", ""), values.get("name", "")
    text = values.pop("text", "")
    title = (values.get("title") or text[:_SPAN].partition("\n")[0]).translate(_ROUND)
    mark = f"[{letterbox.SUBJECTS[drop.kind][drop.lang != 'fr']}] " if drop.kind in letterbox.SUBJECTS else ""
    fields = {"From": f"{_words(name)} <{email}>" if name else email} if email else {}
    fields |= {"To": drop.to} if drop.to else {}
    fields |= {
        "Date": format_datetime(moment),
        "Message-ID": f"<{identity[:40]}@form.invalid>",
        "Subject": _encoded(mark + title),
        "X-Placette-Form": "1",
        "X-Placette-Kind": drop.kind.value,
        "X-Placette-Reference": reference_of(identity),
        "X-Placette-Proof": "altcha" if drop.proven else "none",
    }
    fields |= {f"X-Placette-Field-{key}": _encoded(value) for key, value in sorted(values.items())}
    return fields | {
        f"X-Placette-Field-wording-{key}": _encoded(wording) for key, wording in sorted(drop.wordings.items())
    }


def mail_of(drop: Drop, identity: str, moment: datetime) -> Iterator[bytes]:
    """Yield the mail, part by part. Its boundary is in none of its parts: base64 has no ``_``."""
    boundary = f"=_{identity[:32]}"
    top = Message()
    for name, value in headers_of(drop, identity, moment).items():
        top[name] = value
    top["MIME-Version"] = "1.0"
    top["Content-Type"] = f'multipart/mixed; boundary="{boundary}"'
    text = EmailMessage(policy=SMTP)
    text.set_content(drop.values.get("text", "") + "\n", charset="utf-8", cte="base64")
    del text["MIME-Version"]
    yield _head(top) + f"--{boundary}\r\n".encode() + text.as_bytes()
    for piece in drop.pieces:
        part = Message()
        part.add_header("Content-Type", piece.media_type)
        part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", piece.name))
        part["Content-Transfer-Encoding"] = "base64"
        yield f"\r\n--{boundary}\r\n".encode() + _head(part)
        piece.upload.file.seek(0)
        while chunk := piece.upload.file.read(_CHUNK):
            lines = (binascii.b2a_base64(chunk[at : at + _LINE], newline=False) for at in range(0, len(chunk), _LINE))
            yield b"\r\n".join(lines) + b"\r\n"
    yield f"\r\n--{boundary}--\r\n".encode()


def write_drop(folder: Path, drop: Drop, identity: str, moment: datetime, limits: submission.FormLimits) -> None:
    """Write the mail; raises ``NoRoomError`` and ``OSError``.

    The name begins with the time, so that a folder is read in order. A part of a mail is hidden and disappears.
    """
    needed = sum(piece.upload.size for piece in drop.pieces) * 3 // 2 + limits.text
    # Bytes of waiting letters in the folder; the intake may take some of it away meanwhile
    total = 0
    for entry in os.scandir(folder):
        with suppress(FileNotFoundError):
            total += entry.stat(follow_symlinks=False).st_size
    if total + needed > limits.folder or shutil.disk_usage(folder).free < limits.spare + needed:
        raise NoRoomError
    name = f"{moment:%Y%m%dT%H%M%S}-{secrets.token_hex(8)}.eml"
    part = folder / f".{name}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o660), "wb") as target:
            for chunk in mail_of(drop, identity, moment):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        part.rename(folder / name)
        Files.sync_folder(folder)  # what is answered as received stays, whatever happens to the machine
    finally:
        part.unlink(missing_ok=True)


def _settle_parts(folder: Path) -> None:
    """Give the whole mails that a killed form left their names, and remove parts of mails."""
    for part in folder.glob(".*.part"):
        if _END.search(part.read_bytes()):
            part.rename(folder / part.name.removeprefix(".").removesuffix(".part"))
        else:
            part.unlink(missing_ok=True)


def _encoded(value: str) -> str:
    ascii_line = value.isascii() and value.isprintable() and len(value) < 60 and "=?" not in value
    return value if ascii_line else _words(value)


def _words(value: str) -> str:
    """Return a value as encoded words, which no name can get out of."""
    return Header(value, "utf-8", maxlinelen=74).encode(linesep="\r\n")


def _head(part: Message) -> bytes:
    """Return headers and the empty line after them; a line end inside a value is none of ours unless it folds."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in part.items())
    return f"{lines}\r\n".encode("ascii")


_FOLDER = Path(__file__).parent
_ROLES = "paper surface ink ink-soft rule primary primary-soft accent focus".split()
"""The colours that the form uses."""
_FIELDS = (
    *submission.LINES,
    "text",
    "photos",
    "document",
    "licence",
    *submission.CHOICES,
    "reason",
    "faith",
    submission.HONEYPOT,
)
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True)
class FormAsset:
    """The style sheet, the script or a font; its name changes with its content: browsers may keep it for ever."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FormPages:
    """The pages of the form, for one site."""

    rules: submission.FormRules
    lang: str
    words: NullTranslations
    environment: Environment
    style: FormAsset
    script: FormAsset
    fonts: tuple[FormAsset, ...]

    def form(
        self,
        kind: letterbox.LetterKind,
        values: Mapping[str, str],
        stamp: str,
        faults: Sequence[submission.FieldFault] = (),
        files: int = 0,
    ) -> bytes:
        """Return the form, filled with ``values``. ``files`` came along and must be chosen again."""
        sentences = {fault.field: self.words.gettext(fault.sentence) % {"number": fault.number} for fault in faults}
        return self._render(
            "form.html",
            kind=kind.value,
            kinds={known.value: texts for known, texts in submission.KINDS.items()},
            values=dict.fromkeys(_FIELDS, "") | dict(values),
            stamp=stamp,
            faults=dict.fromkeys(_FIELDS, "") | sentences,
            summary=sentences,
            files=files,
            is_text=kind in submission.TEXT_KINDS,
            of_their_own=submission.OF_THEIR_OWN,
            lines=submission.LINES,
            licences=submission.licences_of(self.rules),
            consents=submission.CONSENTS,
            choices_of=submission.CHOICES,
            reasons=submission.REASONS,
            good_faith=submission.GOOD_FAITH,
            honeypot=submission.HONEYPOT,
            documents=",".join(submission.DOCUMENTS),
            limits=self.rules.limits,
        )

    def thanks(self, reference: str) -> bytes:
        """Return the page that confirms a letter."""
        return self._render("thanks.html", reference=reference)

    def sentence(self, text: str) -> bytes:
        """Return a page of one sentence."""
        return self._render("sentence.html", sentence=text)

    def _render(self, template: str, **values: object) -> bytes:
        common = {"rules": self.rules, "lang": self.lang, "style": self.style.name, "script": self.script.name}
        return self.environment.get_template(template).render(**common, **values).encode()


def form_pages(rules: submission.FormRules) -> FormPages:
    """Return the pages in the site's language, or in English where there is no catalogue for it."""
    try:
        lang, words = rules.lang, load_catalogue(rules.lang)
    except FileNotFoundError:
        lang, words = "en", load_catalogue("en")
    files, faces = appearance.fonts_elsewhere() if rules.web_fonts else ({}, "")
    fonts = tuple(FormAsset(name, "font/woff2", data) for name, data in files.items())
    style = faces + _tokens(rules) + (_FOLDER / "form.css").read_text(encoding="utf-8")
    script = (_FOLDER / "form.js").read_text(encoding="utf-8")
    assets = _asset("css", "text/css", cssmin(style)), _asset("js", "text/javascript", jsmin(script))
    return FormPages(rules, lang, words, standalone_environment(_FOLDER, words), *assets, fonts)


def _asset(ending: str, media_type: str, text: str) -> FormAsset:
    data = text.encode()
    return FormAsset(f"/form-{sha256(data).hexdigest()[:12]}.{ending}", f"{media_type}; charset=utf-8", data)


def _tokens(rules: submission.FormRules) -> str:
    light, dark = rules.scheme.light, rules.scheme.dark
    return ":root{" + "".join(f"--{role}:light-dark({light[role]},{dark[role]});" for role in _ROLES) + "}\n"


Start = Callable[[str, list[tuple[str, str]]], object]
Wsgi = Callable[[Mapping[str, Any], Start], Iterable[bytes]]

_LOG = logging.getLogger(__name__)

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),  # without any, older browsers hide the origin from the form itself
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("X-Robots-Tag", "noindex"),
)
"""Sent with every answer."""
_KEPT, _FRESH, _OWN = "public, max-age=31536000, immutable", "no-store", "private, no-cache"
"""The last is for the empty form: the browser's own back button shows the typed text again."""
_HTML = "text/html; charset=utf-8"
_REMEMBERED = 10_000
_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_REFERENCE = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}")
_SAME_ORIGIN = {"same-origin", "none"}
"""The origins of a letter, as browsers send them (``Sec-Fetch-Site``): not from a page of others, sent unasked."""

_NOT_FOUND = N_("There is nothing here.")
_ELSEWHERE = N_("Letters can only be sent from the form itself.")
_TOO_OFTEN = N_("Many letters have come from your connection. Please wait an hour, then send it again.")
_NO_ROOM = N_("We cannot receive letters right now. Your letter was not kept: please send it again tomorrow.")
_TOO_SOON = N_("That was quick! Please wait a few seconds, then press “Send” again.")
_TOO_OLD = N_("This page was open for a long time. Please look at your text again, then press “Send”.")


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """An answer before it is sent."""

    status: HTTPStatus
    body: bytes = b""
    media_type: str = _HTML
    cache: str = _FRESH
    location: str = ""


@dataclass(frozen=True, slots=True)
class FormService:
    """The values that the answers need."""

    rules: submission.FormRules
    pages: FormPages
    prover: Prover
    letters: RateLimiter
    attempts: RateLimiter
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Letters are written one at a time: then the folder's size is known, and who presses twice sends one letter."""
    sent: dict[str, None] = field(default_factory=dict)  # The identities of the last letters, in their order


def application(rules: submission.FormRules, clock: Callable[[], float] = time.time) -> Wsgi:
    """Return the form of a site; make its folder and key where they are missing. ``clock``: seconds since 1970."""
    rules.folder.mkdir(parents=True, exist_ok=True)
    _settle_parts(rules.folder)
    limits = rules.limits
    prover = Prover(read_key(rules.key_file), limits.cost, limits.proof_age, clock, rules.used_file)
    letters, attempts = RateLimiter(limits.window, clock), RateLimiter(limits.window, clock)
    service = FormService(rules, form_pages(rules), prover, letters, attempts)

    def serve(environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        try:
            answer = _answer(service, environ)
        except submission.FormRefusalError as refusal:
            answer = FormAnswer(refusal.status, service.pages.sentence(str(refusal)))
        except (NoRoomError, OSError) as error:  # waitress would take the second for a connection that broke
            _LOG.error("%s %s", type(error).__name__, getattr(error, "errno", ""))
            answer = FormAnswer(HTTPStatus.SERVICE_UNAVAILABLE, service.pages.sentence(_NO_ROOM))
        headers = [("Content-Type", answer.media_type), ("Cache-Control", answer.cache)]
        headers += [("Content-Length", str(len(answer.body)))]
        headers += [("Location", answer.location)] if answer.location else []
        headers += [("Retry-After", "3600")] if answer.status in _LATER else []
        start(f"{answer.status.value} {answer.status.phrase}", [*headers, *HEADERS])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    return serve


def timing_fault(age: float | None, limits: submission.FormLimits, *, proven: bool) -> submission.FieldFault | None:
    """Return the fault in the time between a page and its letter. ``age`` is None for a page that isn't ours."""
    if age is None or not 0 <= age <= limits.page_age:
        return submission.FieldFault("stamp", _TOO_OLD)
    if age < (limits.delay if proven else limits.delay_without_proof):
        return submission.FieldFault("stamp", _TOO_SOON)
    return None


def _answer(service: FormService, environ: Mapping[str, Any]) -> FormAnswer:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if path == "/" and method == "POST":
        return _receive(service, environ)
    if method not in {"GET", "HEAD"}:
        raise submission.FormRefusalError(HTTPStatus.METHOD_NOT_ALLOWED, _NOT_FOUND)
    for asset in (service.pages.style, service.pages.script, *service.pages.fonts):
        if path == asset.name:
            return FormAnswer(HTTPStatus.OK, asset.data, asset.media_type, _KEPT)
    if path in _FIXED:
        return _FIXED[path]
    if path == "/too-large":  # the page that the server in front shows instead of its own
        raise submission.FormRefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, submission.TOO_LARGE)
    if path not in _SHOWN:
        raise submission.FormRefusalError(HTTPStatus.NOT_FOUND, _NOT_FOUND)
    return _SHOWN[path](service, _query(environ))


def _show(service: FormService, query: Mapping[str, str]) -> FormAnswer:
    kind = submission.kind_of(query.get("kind", ""))
    about = submission.page_of(service.rules.site_url, query.get("about", ""))
    values = {"about": about} if about and kind not in submission.OF_THEIR_OWN else {}
    return FormAnswer(HTTPStatus.OK, service.pages.form(kind, values, service.prover.stamp()), cache=_OWN)


def _challenge(service: FormService, _query: Mapping[str, str]) -> FormAnswer:
    return FormAnswer(HTTPStatus.OK, service.prover.challenge().encode(), "application/json")


def _thank(service: FormService, query: Mapping[str, str]) -> FormAnswer:
    reference = query.get("reference", "")
    if not _REFERENCE.fullmatch(reference):
        raise submission.FormRefusalError(HTTPStatus.NOT_FOUND, _NOT_FOUND)
    return FormAnswer(HTTPStatus.OK, service.pages.thanks(reference))


_SHOWN: Mapping[str, Callable[[FormService, Mapping[str, str]], FormAnswer]] = {
    "/": _show,
    "/challenge": _challenge,
    "/thanks": _thank,
}
_FIXED = {
    "/robots.txt": FormAnswer(HTTPStatus.OK, b"User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8"),
    "/favicon.ico": FormAnswer(HTTPStatus.NO_CONTENT, cache=_KEPT),  # browsers ask for one unasked
}


def _is_foreign(environ: Mapping[str, Any], url: str) -> bool:
    """Return whether a letter comes from a page of others. Older browsers name its origin alone; «null» is nobody's."""
    if site := environ.get("HTTP_SEC_FETCH_SITE"):
        return site not in _SAME_ORIGIN
    origin, host = environ.get("HTTP_ORIGIN", ""), environ.get("HTTP_HOST", "")
    return bool(origin) and origin not in ({url.rstrip("/")} if url else {f"http://{host}", f"https://{host}"})


def _receive(service: FormService, environ: Mapping[str, Any]) -> FormAnswer:
    limits, sender = service.rules.limits, environ.get("REMOTE_ADDR", "")
    if _is_foreign(environ, service.rules.url):
        raise submission.FormRefusalError(HTTPStatus.FORBIDDEN, _ELSEWHERE)
    if not service.attempts.allows(sender, limits.attempts):
        raise submission.FormRefusalError(HTTPStatus.TOO_MANY_REQUESTS, _TOO_OFTEN)
    filled = submission.read_request(environ, limits)
    kind = submission.kind_of(filled.value("kind"))
    values = submission.cleaned(filled, kind, service.rules)
    faults = submission.faults_in(filled, values, service.rules)
    if faults:  # a proof is kept for the letter without faults
        return _again(service, filled, kind, values, faults)
    proven = service.prover.proves(filled.value("proof"))
    if fault := timing_fault(service.prover.age(filled.value("stamp")), limits, proven=proven):
        return _again(service, filled, kind, values, [fault])
    if not service.letters.allows(sender, limits.letters if proven else limits.letters_without_proof):
        raise submission.FormRefusalError(HTTPStatus.TOO_MANY_REQUESTS, _TOO_OFTEN)
    return _drop(service, filled, kind, values, proven=proven)


def _again(
    service: FormService,
    filled: submission.Filled,
    kind: letterbox.LetterKind,
    values: Mapping[str, str],
    faults: list[submission.FieldFault],
) -> FormAnswer:
    """Return the form with its values and faults. The page keeps its age, unless it was too old."""
    age = service.prover.age(filled.value("stamp"))
    fresh = age is None or not 0 <= age <= service.rules.limits.page_age
    stamp = service.prover.stamp() if fresh else filled.value("stamp")
    files = sum(len(filled.files.get(name, ())) for name in submission.FILES)
    page = service.pages.form(kind, values, stamp, faults, files)
    return FormAnswer(HTTPStatus.UNPROCESSABLE_ENTITY, page)


def _drop(
    service: FormService, filled: submission.Filled, kind: letterbox.LetterKind, values: dict[str, str], *, proven: bool
) -> FormAnswer:
    rules = service.rules
    questions = submission.wordings(values, service.pages.words)
    pieces = tuple(submission.pieces_of(filled))
    drop = Drop(kind, values, questions, pieces, filled.value("stamp"), proven, rules.lang, rules.address)
    moment = datetime.fromtimestamp(service.prover.clock(), UTC)
    identity = drop.identity
    with service.writing:
        if identity not in service.sent:
            write_drop(rules.folder, drop, identity, moment, rules.limits)
            service.sent[identity] = None
        if len(service.sent) > _REMEMBERED:
            del service.sent[next(iter(service.sent))]
    return FormAnswer(HTTPStatus.SEE_OTHER, location=f"/thanks?reference={reference_of(identity)}")


def _query(environ: Mapping[str, Any]) -> dict[str, str]:
    try:
        query = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[0] for name, values in query.items()}
