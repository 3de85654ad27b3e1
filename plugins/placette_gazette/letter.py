"""The letter: what is new goes to a list by mail, once. The list keeps the readers' addresses; none comes here."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from placette import (
    N_,
    TEXTS,
    Message,
    Problem,
    ReadingSettings,
    declare_findings,
    fold,
    lists,
    nearest,
    problem,
    shorten,
    slugify,
    standalone_environment,
    views,
)
from placette_gazette.contents import Edition

if TYPE_CHECKING:
    from email.message import EmailMessage
    from gettext import NullTranslations

    from placette import Site

FILE = ".letters.txt"
"""What was sent to each list, in the site's folder."""
_TEMPLATES = Path(__file__).parent / "templates" / "mail"
_HEADING = "# What was sent to each list (invoke letter --send). Commit this file."
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
_LISTMONK = re.compile(r"(?:https://[^\s@?#]+|http://(?:127\.0\.0\.1|localhost)(?::\d+)?)/admin/lists/(\d+)/?")
_SUBSCRIBE = re.compile(r"https://[^\s\"'<>@\[\]]+|mailto:[^\s\"'<>]+@[^\s\"'<>]+")


class MailList(NamedTuple):
    """A list: its name, its address, and whose texts it gets (a commune, a category …); empty: all."""

    name: str
    address: str
    what: str = ""

    @property
    def key(self) -> str:
        """Its name in files and addresses."""
        return slugify(self.name)

    @property
    def listmonk(self) -> str:
        """The number of the list in listmonk; empty for a list that is written to by mail."""
        found = _LISTMONK.fullmatch(self.address)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class LetterSettings:
    """Settings of ``invoke letter``. Secrets come from the environment: ``LETTER_PASSWORD``, ``LETTER_TOKEN``."""

    lists: tuple[MailList, ...] = ()
    """The lists: ``("La lettre", "lettre@listes.example")``, and with a third word those of a place or a category:
    ``("Thiers", "thiers@listes.example", "Thiers")``. A list of listmonk has the address that its page has there:
    ``https://listes.example/admin/lists/3``."""
    subscribe: str = ""
    """Where readers subscribe and unsubscribe: an address, ``https://…`` or ``mailto:…``. ``{list}`` in it stands for
    the part of a list's address before the @, or its number in listmonk."""
    server: str = ""
    """The server that letters are sent by: smtps://name@server, or smtp://name@server:587 (STARTTLS)."""
    sender: str = ""
    """The address that letters come from, which the lists let write."""

    def subscribe_url(self, one: MailList) -> str:
        """Where readers subscribe to a list; empty where the settings don't say it."""
        url = self.subscribe.replace("{list}", one.listmonk or one.address.partition("@")[0])
        return url if _SUBSCRIBE.fullmatch(url) else ""

    @property
    def keeper(self) -> str:
        """The server that keeps the addresses of those who subscribe."""
        return urlsplit(self.subscribe).hostname or self.subscribe.partition("@")[2].partition("?")[0]


_FINDINGS = {
    "letter-address": Message(
        N_("“{value}” (LETTER_LISTS) is not the address of a list."),
        N_("Write lettre@listes.example, or for listmonk the address of its page: https://…/admin/lists/3."),
    ),
    "letter-twice": Message(N_("Two lists of LETTER_LISTS are called “{value}”."), N_("Give each a name of its own.")),
    "letter-what": Message(
        N_("LETTER_LISTS: nothing on this site is called “{value}”."),
        N_("Write a commune, a category or an author as the site shows it. {proposal}"),
    ),
    "letter-subscribe": Message(
        N_("“{value}” (LETTER_SUBSCRIBE) leads nowhere."),
        N_("Write where readers subscribe: https://listes.example/subscribe/{{list}}, or mailto:…"),
    ),
    "letter-server": Message(
        N_("LETTER_SERVER is not the address of a mail server, or it contains a password."),
        N_("Write smtps://name@server; the password goes into LETTER_PASSWORD alone."),
    ),
    "letter-sender": Message(
        N_("“{value}” (LETTER_SENDER) is not an address that letters can come from."),
        N_("Write the address that the lists let write: redaction@mairie.example."),
    ),
}
declare_findings(TEXTS, _FINDINGS)


def examine_letter(site: Site) -> Iterator[Problem]:
    """Report the settings that can't be used."""
    own = site.options("LETTER", LetterSettings)
    for at, one in enumerate(own.lists):
        if not (one.listmonk or _ADDRESS.fullmatch(one.address)):
            yield problem("letter-address", value=one.address)
        if not one.key or one.key in {other.key for other in own.lists[:at]}:
            yield problem("letter-twice", value=one.name)
        names = _members(site) if one.what else {}
        if one.what and fold(one.what) not in names:
            close = ", ".join(names[name][0] for name in nearest(fold(one.what), names, 3))
            yield problem("letter-what", value=one.what, proposal=close and site.say(N_("Near it:")) + f" {close}")
        if own.subscribe and not own.subscribe_url(one):
            yield problem("letter-subscribe", value=own.subscribe)
    if not all(one.listmonk for one in own.lists):
        if not _is_server(own.server):
            yield problem("letter-server")
        if not _ADDRESS.fullmatch(own.sender):
            yield problem("letter-sender", value=own.sender)


def _is_server(address: str) -> bool:
    try:
        server = urlsplit(address)
        return server.scheme in {"smtp", "smtps"} and bool(server.hostname) and not server.password and server.port != 0
    except ValueError:  # no port is so high, no host has such brackets
        return False


def _members(site: Site) -> Mapping[str, tuple[str, Sequence[str]]]:
    """Return what a list may be about, by folded name: the name as shown, the posts (source paths)."""
    found: dict[str, tuple[str, Sequence[str]]] = {}
    for collection in (one for feature in site.features for one in feature.collections if one.feed):
        for member in lists.members_of(collection, site):
            for name in (member.shown or member.label, member.slug):
                found.setdefault(fold(name), (member.shown or member.label, member.posts))
    empty = (commune.name for commune in site.build.communes.by_code.values())
    for name in (*empty, *site.options("READING", ReadingSettings).categories):  # those that nobody wrote about yet
        found.setdefault(fold(name), (name, ()))
    return found


def list_named(name: str, site: Site) -> tuple[str, Sequence[str]]:
    """Return a list of the site by a name: the name as shown, and its posts (source paths); none if there is none."""
    return _members(site).get(fold(name), (name, ()))


def subscription_of(site: Site) -> views.SubscriptionView | None:
    """What the page «follow» and the foot of every page offer."""
    own = site.options("LETTER", LetterSettings)
    found = tuple(views.LinkView(one.name, url) for one in own.lists if (url := own.subscribe_url(one)))
    return views.SubscriptionView(found, own.keeper) if found else None


class SentLetter(NamedTuple):
    """A letter in the file: its list, its period, its day, the addresses of its texts from the site's root.

    Without ``known`` it was begun, and nobody knows whether the list took it.
    """

    list: str
    period: str
    day: date
    known: bool
    posts: tuple[str, ...]


def read_sent(text: str) -> tuple[SentLetter, ...]:
    """The letters in the file's text. Raises ``ValueError`` with the number of a line that isn't ours."""
    found: list[SentLetter] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        try:
            if line.startswith("  ") and len(words) == 1:
                found[-1] = found[-1]._replace(posts=(*found[-1].posts, words[0]))
            else:
                key, period, day, state = words
                known = {"sent": True, "begun": False}[state]
                found.append(SentLetter(key, period, date.fromisoformat(day), known, ()))
        except (ValueError, LookupError) as error:
            raise ValueError(f"{FILE}:{number}") from error
    return tuple(found)


def render_sent(letters: Iterable[SentLetter]) -> str:
    """The text of the file: a letter a block, sorted, so that two branches merge well."""
    lines = [_HEADING]
    for one in sorted(letters):
        lines += [
            f"{one.list} {one.period} {one.day} {'sent' if one.known else 'begun'}",
            *map("  ".__add__, one.posts),
        ]
    return "\n".join((*lines, ""))


def period_of(day: date, *, weekly: bool) -> str:
    """The week of a day (``2026-W49``, ISO 8601) or its month (``2026-12``)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}" if weekly else f"{day:%Y-%m}"


SPAN = {True: timedelta(days=7), False: timedelta(days=31)}
"""What the first letter of a list looks back on: nobody wants all the archives in one letter."""


def first_day(key: str, letters: Iterable[SentLetter], today: date, *, weekly: bool) -> date:
    """The day from which on the texts of a list count: the first that its first letter looked back on."""
    began = min((one.day for one in letters if one.list == key), default=today)
    return began - SPAN[weekly]


LIMIT = 100_000
"""The most bytes of a mail as it travels: programs cut longer ones, and some phones fetch them with effort."""


@dataclass(frozen=True, slots=True)
class ListLetter:
    """A letter to one list: its texts (``edition.stories``), its period, where to unsubscribe, colours by role."""

    edition: Edition
    to: MailList
    period: str
    subscribe: str
    keeper: str
    light: Mapping[str, str]
    dark: Mapping[str, str]
    url: str = ""
    """The page of the issue that it is of, with files to print and to read."""


_SUBJECT = N_("{title}, {when}: {first}")


class Rendered(NamedTuple):
    """A letter as it is sent. ``posts`` counts its texts: those that had no room wait for the next one."""

    subject: str
    text: str
    html: str
    posts: int


def message_id(one: MailList, period: str, domain: str) -> str:
    """The name of a letter, the same whenever it is sent: a list's server may know by it that it comes again."""
    code = sha256(f"{one.address} {period}".encode()).hexdigest()[:20]
    return f"<{period.lower()}.{code}@{domain}>"


def fit_letter(letter: ListLetter, words: NullTranslations, size: Callable[[Rendered], int]) -> Rendered:
    """Return the letter within ``LIMIT`` bytes: it loses summaries first, then its last texts."""
    stories, made = letter.edition.stories, render_letter(letter, words)
    brief = tuple(replace(story, summary="") for story in stories)
    while size(made) > LIMIT and brief:
        made = render_letter(replace(letter, edition=replace(letter.edition, stories=brief)), words)
        brief = brief[: len(brief) * 3 // 4]
    return made


def render_letter(letter: ListLetter, words: NullTranslations) -> Rendered:
    """Return the letter as text and as HTML, with nothing in it that is fetched from elsewhere."""
    edition, environment = letter.edition, standalone_environment(_TEMPLATES, words)
    first = next((story.title for story in edition.stories), edition.site)
    subject = words.gettext(_SUBJECT).format(title=edition.title, when=edition.when, first=first)
    given: dict[str, Any] = {
        "letter": letter,
        "edition": edition,
        "editorial": editorial_blocks(edition.editorial_html),
        "subject": shorten(
            one_spaced(subject).replace("=?", "= ?"), 150
        ),  # no encoded word (RFC 2047) of a title's own
        "sections": tuple((words.gettext(title), notices) for title, notices in _sections(edition) if notices),
        "ending": tuple(_ending(letter, words.gettext)),
    }
    html = environment.get_template("letter.html").render(given)
    environment.autoescape = False
    text = _wrapped(environment.get_template("letter.txt").render(given))
    return Rendered(given["subject"], text, html, len(edition.stories))


def _sections(edition: Edition) -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """Yield what stands below the texts: each section with its rows, of a note, a title, an address."""
    for title, notices in ((N_("What is coming"), edition.events), (N_("You are asked"), edition.calls)):
        yield title, [(", ".join(filter(None, (one.when, one.place))), one.title, one.url) for one in notices]
    yield N_("Questions answered"), [(one.people, one.question, one.url) for one in edition.exchanges]


def _ending(letter: ListLetter, say: Callable[[str], str]) -> Iterator[str]:
    """Yield why this letter comes, who keeps the address that it goes to, and how to stop it."""
    yield say(N_("You receive this letter because you subscribed to the list “{name}”.")).format(name=letter.to.name)
    if letter.keeper:
        sentence = say(N_("{host} keeps your address, for this letter alone; the site {site} doesn’t know it."))
        yield sentence.format(host=letter.keeper, site=letter.edition.site)
    yield say(N_("To stop receiving it, follow the link that the list adds to each letter."))


def one_spaced(text: str) -> str:
    """Words on one line: nothing in a title can begin another header."""
    return re.sub(r"[ \t\r\n\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def editorial_blocks(html: str) -> tuple[str, ...]:
    """The paragraphs of an editorial as plain words, each link followed by its address; pictures are left out."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for link in tree.css("a[href]"):
        shown, address = link.text().strip(), link.attributes["href"] or ""
        if address.startswith(("https://", "http://", "mailto:")) and shown != address:
            link.insert_after(f" ({address.removeprefix('mailto:')})")
    found = (one_spaced(node.text()) for node in tree.css("p, li:not(:has(p, li)), h2, h3, h4"))
    return tuple(filter(None, found))


def _wrapped(text: str) -> str:
    """Return lines of at most 72 characters where words allow it; addresses stay whole, as mail programs need them."""
    keep_whole = partial(textwrap.wrap, width=72, break_long_words=False, break_on_hyphens=False)
    lines = list[str]()
    for line in text.splitlines():
        lead = "  " if line.startswith(("- ", "  ")) else ""
        lines += keep_whole(line, subsequent_indent=lead) or [""]
    # A line that begins so would be taken for a quotation, or for the next mail of a folder
    return "\n".join(f" {line}" if line.startswith((">", "From ")) else line for line in lines).strip() + "\n"


def mail_of(rendered: Rendered, letter: ListLetter, sender: str, moment: datetime) -> EmailMessage:
    """Return the mail, from the site to the list."""
    from email.headerregistry import Address  # noqa: PLC0415 - a build sends no mail
    from email.message import EmailMessage  # noqa: PLC0415
    from email.policy import SMTP  # noqa: PLC0415

    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(one_spaced(letter.edition.site), addr_spec=sender)
    mail["To"] = Address(one_spaced(letter.to.name), addr_spec=letter.to.address)
    mail["Subject"] = rendered.subject
    mail["Date"] = moment
    mail["Message-ID"] = message_id(letter.to, letter.period, sender.rpartition("@")[2])
    mail["Content-Language"] = letter.edition.lang
    mail.set_content(rendered.text, cte="quoted-printable")
    mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    return mail
