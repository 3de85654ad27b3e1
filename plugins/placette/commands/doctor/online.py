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

from placette.commands.doctor.installation import NOINDEX, ExaminedSite
from placette.commands.status import WHY, Manner, Reply, exchange
from placette.engine.base.git import commit_of
from placette.engine.base.translation import N_
from placette.engine.findings.problems import Problem, problem
from placette.engine.rendering.ports import Ports
from placette.features.hosting import FILE as PROVENANCE
from placette.features.hosting import HEADERS

_HOST = N_(
    "Ask your host; on a server of your own, include the file that the build writes for it (_servers/, .htaccess)."
)
_OWN_SERVER = N_(
    "On a server of your own, include the file that the build writes for it (_servers/, .htaccess); few hosts can."
)
_OFF = N_("If other sites don’t open either, this computer is offline (no proxy is used). Else ask your host.")
_AUTHORITY = N_("no authority that browsers know has signed it, or an intermediate certificate is not sent")
FLAWS = {
    9: N_("it is not valid yet"),
    10: N_("it has expired"),
    **dict.fromkeys((18, 19, 20, 21), _AUTHORITY),
    **dict.fromkeys((62, 64), N_("it is for another name")),
}
"""Why a certificate isn't accepted, by OpenSSL's numbers (``X509_V_ERR_…``)."""


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
"""The least seconds of ``Strict-Transport-Security``, as in our files for servers."""
_COMMIT = re.compile(r"[0-9a-f]{40,64}")

Ask = Callable[[str], Reply]


def examine_online(examined_site: ExaminedSite, manner: Manner | None = None) -> Iterator[Problem]:
    """Yield findings on the published address; ``manner`` is how it is requested."""
    # anywhere: the address is the editor's own, and may lie in the town hall's network
    manner = manner or Manner(f"{TOKEN} (+{examined_site.address}/)", lambda _address, _port: "", _PATIENCE)
    ask: Ask = partial(exchange, method="GET", manner=manner, most=_MOST)
    home = ask(f"{examined_site.address}/")
    if unreachable := _unreachable(examined_site.address, home):
        yield unreachable
        return
    yield from _on_certificate(home, examined_site.today)
    yield from _on_plain(examined_site.address, ask)
    if any(feature.name == "hosting" for feature in examined_site.site().features):
        yield from on_headers(home)
    packed = exchange(f"{examined_site.address}/", "GET", replace(manner, accepted="br, gzip"))
    is_packed = packed.headers.get("content-encoding") in _COMPRESSED
    yield problem("compression-good" if is_packed else "compression-none")
    yield from _on_robots(examined_site.address, home, ask)
    yield from _on_absent(examined_site, ask)
    yield from _on_version(examined_site, ask)


def _unreachable(url: str, home: Reply) -> Problem | None:
    if home.why == "certificate":
        return problem("certificate-refused", url=url, reason=FLAWS.get(home.flaw, WHY["certificate"]))
    if home.why:
        return problem("online-unreachable", url=url, reason=WHY[home.why])
    return None if home.status == 200 else problem("online-answers", url=url, status=home.status)


def _on_certificate(home: Reply, today: date) -> Iterator[Problem]:
    if home.certificate:
        began, ends = (datetime.fromtimestamp(moment, UTC).date() for moment in home.certificate)
        days = (ends - today).days
        is_late = days * _LEFT < (ends - began).days
        yield problem("certificate-ends" if is_late else "certificate-good", day=ends, count=days)


def _on_plain(url: str, ask: Ask) -> Iterator[Problem]:
    """Report whether the address without encryption leads to the one with it; it has none if it names a port."""
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.port:
        return
    plain = f"http://{parts.netloc}{parts.path}/"
    reply = ask(plain)
    if 300 <= reply.status < 400 and reply.location.startswith("https://"):
        yield problem("https-led")
    else:
        yield problem("https-not-led", url=plain, reason=WHY[reply.why or "status"], status=reply.status)


def on_headers(home: Reply) -> Iterator[Problem]:
    """Report the headers that our files for servers promise and that are missing or differ."""
    absent = [name for name, _value in HEADERS if name.lower() not in home.headers]
    other = [
        name for name, value in HEADERS if name not in absent and not _keeps(name, value, home.headers[name.lower()])
    ]
    if absent:
        yield problem("headers-absent", names=", ".join(absent))
    if other:
        yield problem("headers-other", names=", ".join(other))
    if not (absent or other):
        yield problem("headers-good", count=len(HEADERS))


def _keeps(name: str, promised: str, sent: str) -> bool:
    """Return whether a sent value covers the promised one."""
    if name == "Strict-Transport-Security":
        age = _AGE.search(sent)
        return bool(age and int(age[1]) >= _YEAR)
    return " ".join(sent.split()).rstrip("; ") == promised


def _on_robots(url: str, home: Reply, ask: Ask) -> Iterator[Problem]:
    """Report whether search engines may read the site. Their rules count at the root of the host alone (RFC 9309)."""
    if "noindex" in home.headers.get("x-robots-tag", "").lower() or LexborHTMLParser(home.body).css_first(NOINDEX):
        yield problem("online-noindex")
    parts = urlsplit(url)
    rules = ask(f"{parts.scheme}://{parts.netloc}/robots.txt")
    if rules.status == 200 and not Protego.parse(rules.body.decode("utf-8-sig", "replace")).can_fetch(f"{url}/", "*"):
        yield problem("robots-barred", url=f"{parts.scheme}://{parts.netloc}/robots.txt")
    else:
        yield problem("robots-good")


def _on_absent(examined_site: ExaminedSite, ask: Ask) -> Iterator[Problem]:
    """Yield the answers for absent pages: 404, or 410 for withdrawn ones."""
    absent = ask(f"{examined_site.address}/{_ABSENT}")
    code = "absent-good" if absent.status == 404 else "absent-other"
    yield problem(code, reason=WHY[absent.why or "status"], status=absent.status)
    site = examined_site.site()
    if departed := next(iter(site.ask(Ports.DEPARTED).gone), ""):
        path = quote(departed.removeprefix(site.base))
        answer = ask(f"{examined_site.address}/{path}")
        code = "gone-good" if answer.status == 410 else "gone-other"
        yield problem(code, path, reason=WHY[answer.why or "status"], status=answer.status)


def _on_version(examined_site: ExaminedSite, ask: Ask) -> Iterator[Problem]:
    """Report whether the site online was made from the present commit; nothing where either isn't known."""
    here, reply = commit_of(examined_site.content), ask(f"{examined_site.address}/{PROVENANCE}")
    there = _commit_in(reply.body) if reply.status == 200 else ""
    if here and there:
        yield problem("version-same" if here == there else "version-other", here=here[:10], there=there[:10])


def _commit_in(provenance: bytes) -> str:
    try:
        commit = json.loads(provenance)["commit"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    return commit if isinstance(commit, str) and _COMMIT.fullmatch(commit) else ""
