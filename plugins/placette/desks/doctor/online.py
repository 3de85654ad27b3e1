"""The published site, as a browser meets it: certificate, encryption, headers, error pages, robots.

Some eight requests, each with a limit of time; nothing is followed, and no proxy is used. If the home page doesn't
answer, nothing else is asked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from urllib.parse import quote, urlsplit

from protego import Protego
from selectolax.lexbor import LexborHTMLParser

from placette.desks.doctor import online_diagnoses as says
from placette.desks.doctor.built import NOINDEX
from placette.desks.doctor.patient import Patient
from placette.desks.status import WHY, Manner, Reply, exchange
from placette.engine.base.provenance import commit_of
from placette.engine.pages.ports import DEPARTED
from placette.engine.problems.findings import SiteFinding
from placette.features.hosting.provenance import FILE as PROVENANCE
from placette.features.hosting.rules import HEADERS

TOKEN = "placette-doctor"  # noqa: S105 - a name
_PATIENCE = 10.0
"""Seconds for one answer."""
_MOST = 512_000
"""Bytes that are read of a page or a file."""
_ABSENT = "placette-doctor-asks-for-a-page-that-is-not-there/"
_COMPRESSED = frozenset({"br", "gzip", "zstd", "deflate"})
_LEFT = 5
"""A certificate should have a fifth of its life left at least: programs renew it when it has a third."""
_AGE = re.compile(r"max-age=\"?(\d{1,12})", re.IGNORECASE)
_YEAR = 31_536_000
"""Seconds that ``Strict-Transport-Security`` should hold, as our files for servers say."""
_COMMIT = re.compile(r"[0-9a-f]{40,64}")

Ask = Callable[[str], Reply]


def examine_online(patient: Patient, manner: Manner | None = None) -> Iterator[SiteFinding]:
    """What is to be said of the published address; ``manner`` is how it is asked."""
    manner = manner or Manner(f"{TOKEN} (+{patient.address}/)", _anywhere, _PATIENCE)
    ask: Ask = partial(exchange, method="GET", manner=manner, most=_MOST)
    home = ask(f"{patient.address}/")
    if unreachable := _unreachable(patient.address, home):
        yield unreachable
        return
    yield from _on_certificate(home, patient.today)
    yield from _on_plain(patient.address, ask)
    if any(feature.name == "hosting" for feature in patient.desk().features):
        yield from on_headers(home)
    packed = exchange(f"{patient.address}/", "GET", replace(manner, accepted="br, gzip"))
    yield (says.PACKED if packed.headers.get("content-encoding") in _COMPRESSED else says.UNPACKED).found()
    yield from _on_robots(patient.address, home, ask)
    yield from _on_absent(patient, ask)
    yield from _on_version(patient, ask)


def _anywhere(_address: str, _port: int) -> str:
    """The address is the editor's own, and may lie in the town hall's network."""
    return ""


def _unreachable(url: str, home: Reply) -> SiteFinding | None:
    """Why the home page can't be looked at."""
    if home.why == "certificate":
        return says.CERTIFICATE_REFUSED.found(url=url, reason=says.FLAWS.get(home.flaw, WHY["certificate"]))
    if home.why:
        return says.UNREACHABLE.found(url=url, reason=WHY[home.why])
    return None if home.status == 200 else says.ANSWERS_OTHER.found(url=url, status=home.status)


def _on_certificate(home: Reply, today: date) -> Iterator[SiteFinding]:
    if home.certificate:
        began, ends = (datetime.fromtimestamp(moment, UTC).date() for moment in home.certificate)
        left = (ends - today).days
        verdict = says.CERTIFICATE_ENDS if left * _LEFT < (ends - began).days else says.CERTIFICATE_GOOD
        yield verdict.found(day=ends, count=left)


def _on_plain(url: str, ask: Ask) -> Iterator[SiteFinding]:
    """Whether the address without encryption leads to the one with it; it has none if it names a port."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.port:
        return
    plain = f"http://{parts.netloc}{parts.path}/"
    reply = ask(plain)
    if 300 <= reply.status < 400 and reply.location.startswith("https://"):
        yield says.LEADS_TO_HTTPS.found()
    else:
        yield says.PLAIN_TOO.found(url=plain, reason=WHY[reply.why or "status"], status=reply.status)


def on_headers(home: Reply) -> Iterator[SiteFinding]:
    """Which of the headers that the files for servers promise aren't sent, or say something else."""
    absent = [name for name, _value in HEADERS if name.lower() not in home.headers]
    other = [
        name for name, value in HEADERS if name not in absent and not _keeps(name, value, home.headers[name.lower()])
    ]
    if absent:
        yield says.HEADERS_ABSENT.found(names=", ".join(absent))
    if other:
        yield says.HEADERS_OTHER.found(names=", ".join(other))
    if not (absent or other):
        yield says.HEADERS_GOOD.found(count=len(HEADERS))


def _keeps(name: str, promised: str, sent: str) -> bool:
    """Whether what is sent says as much as what was promised."""
    if name == "Strict-Transport-Security":
        age = _AGE.search(sent)
        return bool(age and int(age[1]) >= _YEAR)
    return " ".join(sent.split()).rstrip("; ") == promised


def _on_robots(url: str, home: Reply, ask: Ask) -> Iterator[SiteFinding]:
    """Whether search engines may read the site. Their rules count at the root of the host alone (RFC 9309)."""
    if "noindex" in home.headers.get("x-robots-tag", "").lower() or LexborHTMLParser(home.body).css_first(NOINDEX):
        yield says.NOINDEX.found()
    parts = urlsplit(url)
    rules = ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
    if rules.status == 200 and not Protego.parse(rules.body.decode("utf-8-sig", "replace")).can_fetch(f"{url}/", "*"):
        yield says.ROBOTS_BARRED.found(url=f"{parts.scheme}://{parts.netloc}/robots.txt")
    else:
        yield says.ROBOTS_GOOD.found()


def _on_absent(patient: Patient, ask: Ask) -> Iterator[SiteFinding]:
    """What addresses answer where there is nothing: 404, or 410 for what was withdrawn."""
    absent = ask(f"{patient.address}/{_ABSENT}")
    verdict = says.ABSENT_GOOD if absent.status == 404 else says.ABSENT_OTHER
    yield verdict.found(reason=WHY[absent.why or "status"], status=absent.status)
    desk = patient.desk()
    if gone := next(iter(desk.ask(DEPARTED).gone), ""):
        path = quote(gone.removeprefix(desk.base))
        answer = ask(f"{patient.address}/{path}")
        verdict = says.GONE_GOOD if answer.status == 410 else says.GONE_OTHER
        yield verdict.found(path=path, reason=WHY[answer.why or "status"], status=answer.status)


def _on_version(patient: Patient, ask: Ask) -> Iterator[SiteFinding]:
    """Whether what is online was made from the commit that is here; nothing where either isn't known."""
    here, reply = commit_of(patient.content), ask(f"{patient.address}/{PROVENANCE}")
    there = _commit_in(reply.body) if reply.status == 200 else ""
    if here and there:
        verdict = says.VERSION_SAME if here == there else says.VERSION_OTHER
        yield verdict.found(here=here[:10], there=there[:10])


def _commit_in(provenance: bytes) -> str:
    try:
        commit = json.loads(provenance)["commit"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return commit if isinstance(commit, str) and _COMMIT.fullmatch(commit) else ""
