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

from placette.commands.doctor.installation import NOINDEX, Patient
from placette.commands.status import WHY, Manner, Reply, exchange
from placette.engine.base.git import commit_of
from placette.engine.base.translation import N_
from placette.engine.pages.features import DEPARTED
from placette.engine.problems.problems import ONLINE, Diagnosis, Level, SiteFinding
from placette.features.hosting import FILE as PROVENANCE
from placette.features.hosting import HEADERS

_HOST = N_(
    "Ask your host; on a server of your own, include the file that the build writes for it (_servers/, .htaccess)."
)
_OFF = N_("If other sites don’t open either, this computer is offline (no proxy is used). Else ask your host.")

UNREACHABLE = Diagnosis("online-unreachable", ONLINE, Level.WRONG, N_("{url} can’t be reached: {reason}."), _OFF)
ANSWERS_OTHER = Diagnosis(
    "online-answers",
    ONLINE,
    Level.WRONG,
    N_("{url} should answer with the home page; it answers {status}."),
    N_("See whether SITEURL in publishconf.py is the address of the home page, then: invoke publish"),
)

_AUTHORITY = N_("no authority that browsers know has signed it, or an intermediate certificate is not sent")
FLAWS = {
    9: N_("it is not valid yet"),
    10: N_("it has expired"),
    18: _AUTHORITY,
    19: _AUTHORITY,
    20: _AUTHORITY,
    21: _AUTHORITY,
    62: N_("it is for another name"),
    64: N_("it is for another name"),
}
"""Why a certificate isn't accepted, by OpenSSL's numbers (``X509_V_ERR_…``)."""
CERTIFICATE_REFUSED = Diagnosis(
    "certificate-refused",
    ONLINE,
    Level.WRONG,
    N_("Browsers warn of {url} instead of showing it, because of its certificate: {reason}."),
    N_("Have it renewed by your host, or by the program that gets it for your server."),
)
CERTIFICATE_ENDS = Diagnosis(
    "certificate-ends",
    ONLINE,
    Level.ADVICE,
    N_("The certificate ends on {day} (days left: {count}); it should have been renewed by now."),
    N_("Ask your host, or see why the program that renews it doesn’t."),
)
CERTIFICATE_GOOD = Diagnosis(
    "certificate-good", ONLINE, Level.FINE, N_("The certificate is valid until {day} (days left: {count}).")
)

LEADS_TO_HTTPS = Diagnosis(
    "https-led",
    ONLINE,
    Level.FINE,
    N_("Visitors who come without encryption (http://) are sent to the encrypted site."),
)
PLAIN_TOO = Diagnosis(
    "https-not-led",
    ONLINE,
    Level.ADVICE,
    N_("{url} doesn’t lead to the encrypted site: {reason}."),
    N_("Have your host redirect all of http:// to https:// (often a box to tick)."),
)

HEADERS_ABSENT = Diagnosis(
    "headers-absent",
    ONLINE,
    Level.ADVICE,
    N_("The server doesn’t send these headers, which protect visitors: {names}"),
    N_("On a server of your own, include the file that the build writes for it (_servers/, .htaccess); few hosts can."),
)
HEADERS_OTHER = Diagnosis(
    "headers-other",
    ONLINE,
    Level.ADVICE,
    N_("These headers differ from those in the site’s files for servers: {names}"),
    _HOST,
)
HEADERS_GOOD = Diagnosis("headers-good", ONLINE, Level.FINE, N_("All headers that protect visitors are sent: {count}."))

PACKED = Diagnosis("compression-good", ONLINE, Level.FINE, N_("Pages are sent compressed."))
UNPACKED = Diagnosis(
    "compression-none",
    ONLINE,
    Level.ADVICE,
    N_("Pages are sent uncompressed: on a slow network they take three to four times as long."),
    _HOST,
)

ENGINES_BARRED = Diagnosis(
    "online-noindex",
    ONLINE,
    Level.WRONG,
    N_("The published site asks search engines to stay away, as previews do."),
    "invoke publish",
)
ROBOTS_BARRED = Diagnosis(
    "robots-barred",
    ONLINE,
    Level.WRONG,
    N_("{url} keeps search engines away from the whole site."),
    N_("That file lies at the root of the host: change it there, or ask who keeps it."),
)
ROBOTS_GOOD = Diagnosis("robots-good", ONLINE, Level.FINE, N_("robots.txt lets search engines read the site."))

ABSENT_GOOD = Diagnosis("absent-good", ONLINE, Level.FINE, N_("Where there is no page, the server says so (404)."))
ABSENT_OTHER = Diagnosis(
    "absent-other",
    ONLINE,
    Level.WRONG,
    N_("Where there is no page, the server should answer 404, or search engines list what isn’t there: {reason}."),
    _HOST,
)
GONE_GOOD = Diagnosis("gone-good", ONLINE, Level.FINE, N_("A withdrawn page is answered as gone (410): {path}"))
GONE_OTHER = Diagnosis(
    "gone-other",
    ONLINE,
    Level.ADVICE,
    N_("{path} was withdrawn and should answer 410: {reason}. Search engines forget it later."),
    N_("On a server of your own, include the file that the build writes for it (_servers/, .htaccess); few hosts can."),
)

VERSION_SAME = Diagnosis(
    "version-same", ONLINE, Level.FINE, N_("The published site was made from the commit that is here ({here}).")
)
VERSION_OTHER = Diagnosis(
    "version-other",
    ONLINE,
    Level.ADVICE,
    N_("The published site was made from another commit ({there}) than the one here ({here})."),
    N_("git pull, if somebody else published; else invoke publish"),
)


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
    yield (PACKED if packed.headers.get("content-encoding") in _COMPRESSED else UNPACKED).found()
    yield from _on_robots(patient.address, home, ask)
    yield from _on_absent(patient, ask)
    yield from _on_version(patient, ask)


def _anywhere(_address: str, _port: int) -> str:
    """The address is the editor's own, and may lie in the town hall's network."""
    return ""


def _unreachable(url: str, home: Reply) -> SiteFinding | None:
    """Why the home page can't be looked at."""
    if home.why == "certificate":
        return CERTIFICATE_REFUSED.found(url=url, reason=FLAWS.get(home.flaw, WHY["certificate"]))
    if home.why:
        return UNREACHABLE.found(url=url, reason=WHY[home.why])
    return None if home.status == 200 else ANSWERS_OTHER.found(url=url, status=home.status)


def _on_certificate(home: Reply, today: date) -> Iterator[SiteFinding]:
    if home.certificate:
        began, ends = (datetime.fromtimestamp(moment, UTC).date() for moment in home.certificate)
        left = (ends - today).days
        verdict = CERTIFICATE_ENDS if left * _LEFT < (ends - began).days else CERTIFICATE_GOOD
        yield verdict.found(day=ends, count=left)


def _on_plain(url: str, ask: Ask) -> Iterator[SiteFinding]:
    """Whether the address without encryption leads to the one with it; it has none if it names a port."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.port:
        return
    plain = f"http://{parts.netloc}{parts.path}/"
    reply = ask(plain)
    if 300 <= reply.status < 400 and reply.location.startswith("https://"):
        yield LEADS_TO_HTTPS.found()
    else:
        yield PLAIN_TOO.found(url=plain, reason=WHY[reply.why or "status"], status=reply.status)


def on_headers(home: Reply) -> Iterator[SiteFinding]:
    """Which of the headers that the files for servers promise aren't sent, or say something else."""
    absent = [name for name, _value in HEADERS if name.lower() not in home.headers]
    other = [
        name for name, value in HEADERS if name not in absent and not _keeps(name, value, home.headers[name.lower()])
    ]
    if absent:
        yield HEADERS_ABSENT.found(names=", ".join(absent))
    if other:
        yield HEADERS_OTHER.found(names=", ".join(other))
    if not (absent or other):
        yield HEADERS_GOOD.found(count=len(HEADERS))


def _keeps(name: str, promised: str, sent: str) -> bool:
    """Whether what is sent says as much as what was promised."""
    if name == "Strict-Transport-Security":
        age = _AGE.search(sent)
        return bool(age and int(age[1]) >= _YEAR)
    return " ".join(sent.split()).rstrip("; ") == promised


def _on_robots(url: str, home: Reply, ask: Ask) -> Iterator[SiteFinding]:
    """Whether search engines may read the site. Their rules count at the root of the host alone (RFC 9309)."""
    if "noindex" in home.headers.get("x-robots-tag", "").lower() or LexborHTMLParser(home.body).css_first(NOINDEX):
        yield ENGINES_BARRED.found()
    parts = urlsplit(url)
    rules = ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
    if rules.status == 200 and not Protego.parse(rules.body.decode("utf-8-sig", "replace")).can_fetch(f"{url}/", "*"):
        yield ROBOTS_BARRED.found(url=f"{parts.scheme}://{parts.netloc}/robots.txt")
    else:
        yield ROBOTS_GOOD.found()


def _on_absent(patient: Patient, ask: Ask) -> Iterator[SiteFinding]:
    """What addresses answer where there is nothing: 404, or 410 for what was withdrawn."""
    absent = ask(f"{patient.address}/{_ABSENT}")
    verdict = ABSENT_GOOD if absent.status == 404 else ABSENT_OTHER
    yield verdict.found(reason=WHY[absent.why or "status"], status=absent.status)
    desk = patient.desk()
    if gone := next(iter(desk.ask(DEPARTED).gone), ""):
        path = quote(gone.removeprefix(desk.base))
        answer = ask(f"{patient.address}/{path}")
        verdict = GONE_GOOD if answer.status == 410 else GONE_OTHER
        yield verdict.found(path=path, reason=WHY[answer.why or "status"], status=answer.status)


def _on_version(patient: Patient, ask: Ask) -> Iterator[SiteFinding]:
    """Whether what is online was made from the commit that is here; nothing where either isn't known."""
    here, reply = commit_of(patient.content), ask(f"{patient.address}/{PROVENANCE}")
    there = _commit_in(reply.body) if reply.status == 200 else ""
    if here and there:
        verdict = VERSION_SAME if here == there else VERSION_OTHER
        yield verdict.found(here=here[:10], there=there[:10])


def _commit_in(provenance: bytes) -> str:
    try:
        commit = json.loads(provenance)["commit"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return commit if isinstance(commit, str) and _COMMIT.fullmatch(commit) else ""
