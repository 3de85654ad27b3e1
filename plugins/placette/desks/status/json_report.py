"""The state of the site as JSON for programs. Pure.

An object whose keys are always there, and stay:

- ``version``: 1; it rises when a key disappears or changes its meaning, not when one is added.
- ``now``: the moment, ISO 8601; all days are ``YYYY-MM-DD``, or null if unknown.
- ``waiting``: ``kind`` (``draft``, ``to-mend``, ``proposed``), ``path`` (a file below the content folder, or a branch),
  ``title``, ``who``, ``since``, ``committed``, ``texts`` (the files of a branch).
- ``scheduled``, ``held``, ``published``, ``passing``, ``review``: ``path``, ``title``, ``who``, ``day`` (of
  publication, from which a text that is held back may appear, of the last date of an event, of the last change).
- ``letters``: those that wait longer than was promised: ``number``, ``path`` (of the receipt), ``why`` (``unread``,
  ``unconfirmed``), ``received`` (the day), ``days`` (working days).
- ``appeals``: decisions of the register: ``path``, ``why`` (``ends``, ``examined``, ``late``), ``day`` (the last one
  for an appeal, or that of the appeal).
- ``questions``: what is to be done: ``title``, ``path``, ``why`` (``late``, ``verify``), ``since`` (the day), ``days``
  (working days, 0 for ``verify``), ``who``.
- ``consultations``: those that have ended without a decision: ``title``, ``path``, ``since`` (the last day), ``days``
  (all of them, not working days alone), ``who`` (asked).
- ``lacking``: what the settings must say before publication, as in the ``list`` of ``problems``.
- ``problems``: ``blocking`` and ``advice`` (how many), ``list`` with ``path``, ``line``, ``column`` (from 1; 0: the
  whole file), ``code``, ``severity`` (``blocks``, ``advice``), ``message``.
- ``links``: ``count``, ``asked`` (how many were ever requested), ``last`` (the day), ``dead`` and ``moved``: links as
  in ``invoke links --json``.
- ``silent``: ``code`` (INSEE), ``name``, ``last`` (the last post, as above).
- ``git``: ``fault`` (why it knows nothing, or empty), ``shallow``.
"""

from __future__ import annotations

import json
from gettext import NullTranslations
from typing import Any

from placette.desks.status.links.reports import link_record
from placette.desks.status.site_status import Dated, LinkState, Silence, SiteStatus, Waiting
from placette.desks.status.terminal_report import reason_of
from placette.engine.base.message import Severity
from placette.engine.problems.problems import Problem
from placette.features.calls import DueConsultation
from placette.features.letterbox import LateLetter
from placette.features.questions import DueQuestion

VERSION = 1


def render_status(status: SiteStatus, words: NullTranslations) -> str:
    """The whole state as JSON text."""
    record = {
        "version": VERSION,
        "now": status.now.isoformat(),
        "waiting": [_waiting(one) for one in status.waiting],
        "scheduled": [_dated(text) for text in status.scheduled],
        "held": [_dated(text) for text in status.held],
        "letters": [_letter(one) for one in status.letters],
        "appeals": [{"path": one.path, "why": one.why.value, "day": one.day.isoformat()} for one in status.appeals],
        "questions": [_question(one) for one in status.questions],
        "consultations": [_undecided(one) for one in status.consultations],
        "published": [_dated(text) for text in status.published],
        "lacking": [_problem(found, words) for found in status.lacking],
        "problems": _problems(status, words),
        "links": _links(status.links),
        "silent": [_silence(one) for one in status.silent],
        "passing": [_dated(text) for text in status.passing],
        "review": [_dated(text) for text in status.review],
        "git": {"fault": status.fault, "shallow": status.shallow},
    }
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode()  # file names needn't be UTF-8; these are JSON's escapes


def _waiting(one: Waiting) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "path": one.path,
        "title": one.title,
        "who": list(one.who),
        "since": one.since.isoformat() if one.since else None,
        "committed": one.committed,
        "texts": list(one.texts),
    }


def _dated(text: Dated) -> dict[str, Any]:
    return {"path": text.path, "title": text.title, "who": list(text.who), "day": text.day.isoformat()}


def _letter(one: LateLetter) -> dict[str, Any]:
    return {**one._asdict(), "why": one.why.value, "received": one.received.isoformat()}


def _question(one: DueQuestion) -> dict[str, Any]:
    return {**one._asdict(), "why": one.why.value, "since": one.since.isoformat(), "who": list(one.who)}


def _undecided(one: DueConsultation) -> dict[str, Any]:
    return {**one._asdict(), "since": one.since.isoformat(), "who": list(one.who)}


def _problems(status: SiteStatus, words: NullTranslations) -> dict[str, Any]:
    blocking = sum(found.severity is Severity.BLOCKING for found in status.problems)
    return {
        "blocking": blocking,
        "advice": len(status.problems) - blocking,
        "list": [_problem(found, words) for found in status.problems],
    }


def _problem(found: Problem, words: NullTranslations) -> dict[str, Any]:
    place = {"path": found.path, "line": found.line, "column": found.column}
    return {**place, "code": found.code, "severity": found.severity.value, "message": reason_of(found, words)}


def _links(state: LinkState) -> dict[str, Any]:
    return {
        "count": state.count,
        "asked": state.asked,
        "last": state.last.isoformat() if state.last else None,
        "dead": [link_record(known) for known in state.dead],
        "moved": [link_record(known) for known in state.moved],
    }


def _silence(one: Silence) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "last": _dated(one.last)}
