"""The form as a WSGI application.

It drops letters into a folder and can do nothing else: it holds no token and knows no mailbox.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from placette.desks.letters.form.checking import FieldFault, cleaned, faults_in, kind_of, page_of, pieces_of
from placette.desks.letters.form.dropping import Drop, NoRoomError, clear_parts, reference_of, write_drop
from placette.desks.letters.form.page import POLICY, FormPages, form_pages
from placette.desks.letters.form.proof import Prover, read_key
from placette.desks.letters.form.receiving import FILES, TOO_LARGE, Filled, FormRefusalError, read_request
from placette.desks.letters.form.settings import FormLimits, FormRules
from placette.desks.letters.form.turnstile import Turnstile
from placette.desks.letters.form.wording import wordings
from placette.engine.base.message import N_
from placette.features.letterbox import LetterKind

Start = Callable[[str, list[tuple[str, str]]], object]
Wsgi = Callable[[Mapping[str, Any], Start], Iterable[bytes]]

_LOG = logging.getLogger(__name__)

HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("X-Robots-Tag", "noindex"),
)
"""Sent with every answer."""
_KEPT, _FRESH, _OWN = "public, max-age=31536000, immutable", "no-store", "private, no-cache"
"""The last is for the empty form: who comes back to it with the browser's own button finds what they wrote."""
_HTML = "text/html; charset=utf-8"
_REMEMBERED = 10_000
_LATER = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_REFERENCE = re.compile(r"[A-Z2-7]{4}-[A-Z2-7]{4}")
_HERE = {"", "same-origin", "none"}
"""Where a letter may come from, as browsers say (``Sec-Fetch-Site``): not from a page of others, sent unasked."""

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
    """What the answers are made with."""

    rules: FormRules
    pages: FormPages
    prover: Prover
    letters: Turnstile
    attempts: Turnstile
    writing: threading.Lock = field(default_factory=threading.Lock)
    """Letters are written one at a time: then the folder's size is known, and who presses twice sends one letter."""
    sent: dict[str, None] = field(default_factory=dict)
    """The identities of the last letters, in their order."""


def application(rules: FormRules, clock: Callable[[], float] = time.time) -> Wsgi:
    """The form of a site; makes its folder and key where they are missing. ``clock`` gives seconds since 1970."""
    rules.folder.mkdir(parents=True, exist_ok=True)
    clear_parts(rules.folder)
    limits = rules.limits
    prover = Prover(read_key(rules.key_file), limits.cost, limits.proof_age, clock)
    letters, attempts = Turnstile(limits.window, clock), Turnstile(limits.window, clock)
    service = FormService(rules, form_pages(rules), prover, letters, attempts)

    def serve(environ: Mapping[str, Any], start: Start) -> Iterable[bytes]:
        try:
            answer = _answer(service, environ)
        except FormRefusalError as refusal:
            answer = FormAnswer(refusal.status, service.pages.sentence(str(refusal)))
        except (NoRoomError, OSError) as error:  # waitress would take the second for a connection that broke
            _LOG.error("%s %s", type(error).__name__, getattr(error, "errno", ""))
            answer = FormAnswer(HTTPStatus.SERVICE_UNAVAILABLE, service.pages.sentence(_NO_ROOM))
        start(f"{answer.status.value} {answer.status.phrase}", _headers(answer))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.body]

    return serve


def timing_fault(age: float | None, limits: FormLimits, *, proven: bool) -> FieldFault | None:
    """What is wrong with the time between a page and its letter. ``age`` is None for a page that isn't ours."""
    if age is None or not 0 <= age <= limits.page_age:
        return FieldFault("stamp", _TOO_OLD)
    if age < (limits.delay if proven else limits.delay_without_proof):
        return FieldFault("stamp", _TOO_SOON)
    return None


def _answer(service: FormService, environ: Mapping[str, Any]) -> FormAnswer:
    method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
    if path == "/" and method == "POST":
        return _receive(service, environ)
    if method not in {"GET", "HEAD"}:
        raise FormRefusalError(HTTPStatus.METHOD_NOT_ALLOWED, _NOT_FOUND)
    for asset in (service.pages.style, service.pages.script):
        if path == asset.name:
            return FormAnswer(HTTPStatus.OK, asset.data, asset.media_type, _KEPT)
    if path not in _SHOWN:
        raise FormRefusalError(HTTPStatus.NOT_FOUND, _NOT_FOUND)
    return _SHOWN[path](service, _query(environ))


def _show(service: FormService, query: Mapping[str, str]) -> FormAnswer:
    kind = kind_of(query.get("kind", ""))
    about = page_of(service.rules.site_url, query.get("about", ""))
    values = {"about": about} if about and kind is not LetterKind.POST else {}
    return FormAnswer(HTTPStatus.OK, service.pages.form(kind, values, service.prover.stamp()), cache=_OWN)


def _challenge(service: FormService, _query: Mapping[str, str]) -> FormAnswer:
    return FormAnswer(HTTPStatus.OK, service.prover.challenge().encode(), "application/json")


def _thank(service: FormService, query: Mapping[str, str]) -> FormAnswer:
    reference = query.get("reference", "")
    if not _REFERENCE.fullmatch(reference):
        raise FormRefusalError(HTTPStatus.NOT_FOUND, _NOT_FOUND)
    return FormAnswer(HTTPStatus.OK, service.pages.thanks(reference))


def _too_large(_service: FormService, _query: Mapping[str, str]) -> FormAnswer:
    raise FormRefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)


def _robots(_service: FormService, _query: Mapping[str, str]) -> FormAnswer:
    return FormAnswer(HTTPStatus.OK, b"User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8")


def _icon(_service: FormService, _query: Mapping[str, str]) -> FormAnswer:
    return FormAnswer(HTTPStatus.NO_CONTENT, cache=_KEPT)


_SHOWN: Mapping[str, Callable[[FormService, Mapping[str, str]], FormAnswer]] = {
    "/": _show,
    "/challenge": _challenge,
    "/thanks": _thank,
    "/too-large": _too_large,  # what the server in front shows instead of its own page
    "/robots.txt": _robots,
    "/favicon.ico": _icon,  # browsers ask for one unasked
}


def _receive(service: FormService, environ: Mapping[str, Any]) -> FormAnswer:
    limits, sender = service.rules.limits, environ.get("REMOTE_ADDR", "")
    if environ.get("HTTP_SEC_FETCH_SITE", "") not in _HERE:
        raise FormRefusalError(HTTPStatus.FORBIDDEN, _ELSEWHERE)
    if not service.attempts.allows(sender, limits.attempts):
        raise FormRefusalError(HTTPStatus.TOO_MANY_REQUESTS, _TOO_OFTEN)
    filled = read_request(environ, limits)
    kind = kind_of(filled.value("kind"))
    values = cleaned(filled, kind, service.rules)
    faults = faults_in(filled, values, service.rules)
    if faults:  # a proof is kept for the letter without faults
        return _again(service, filled, kind, values, faults)
    proven = service.prover.proves(filled.value("proof"))
    if fault := timing_fault(service.prover.age(filled.value("stamp")), limits, proven=proven):
        return _again(service, filled, kind, values, [fault])
    if not service.letters.allows(sender, limits.letters if proven else limits.letters_without_proof):
        raise FormRefusalError(HTTPStatus.TOO_MANY_REQUESTS, _TOO_OFTEN)
    return _drop(service, filled, kind, values, proven=proven)


def _again(
    service: FormService, filled: Filled, kind: LetterKind, values: Mapping[str, str], faults: list[FieldFault]
) -> FormAnswer:
    """The form with what was written and what is wrong. The page keeps its age, unless it was too old."""
    age = service.prover.age(filled.value("stamp"))
    fresh = age is None or not 0 <= age <= service.rules.limits.page_age
    stamp = service.prover.stamp() if fresh else filled.value("stamp")
    files = sum(len(filled.files.get(name, ())) for name in FILES)
    page = service.pages.form(kind, values, stamp, faults, files)
    return FormAnswer(HTTPStatus.UNPROCESSABLE_ENTITY, page)


def _drop(
    service: FormService, filled: Filled, kind: LetterKind, values: dict[str, str], *, proven: bool
) -> FormAnswer:
    rules = service.rules
    asked = wordings(values, service.pages.words)
    pieces = tuple(pieces_of(filled))
    drop = Drop(kind, values, asked, pieces, filled.value("stamp"), proven, rules.lang, rules.address)
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
    """The first value of each name in the address; nothing where it can't be read."""
    try:
        found = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=10)
    except ValueError:
        return {}
    return {name: values[0] for name, values in found.items()}


def _headers(answer: FormAnswer) -> list[tuple[str, str]]:
    own = [("Content-Type", answer.media_type), ("Cache-Control", answer.cache)]
    own += [("Content-Length", str(len(answer.body)))]
    own += [("Location", answer.location)] if answer.location else []
    own += [("Retry-After", "3600")] if answer.status in _LATER else []
    return [*own, *HEADERS]
