"""What may be said of the published address."""

from __future__ import annotations

from placette.engine.base.message import N_
from placette.engine.problems.findings import ONLINE, Diagnosis, Level

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

NOINDEX = Diagnosis(
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
