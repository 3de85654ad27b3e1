"""Task: letter. What is new goes to each list by mail, once."""

from __future__ import annotations

import os
import re
import smtplib
import ssl
import textwrap
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import partial
from gettext import NullTranslations
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from invoke import Context, Exit, task
from selectolax.lexbor import LexborHTMLParser

from placette import (
    CALL,
    N_,
    Article,
    Files,
    IdentitySettings,
    Problem,
    Site,
    Task,
    TranslatableError,
    Words,
    _,
    addresses,
    appearance,
    articles,
    posts,
    standalone_environment,
)
from placette_gazette.contents import Edition, collect, gather, plan
from placette_gazette.gazette_tasks import opened_site
from placette_gazette.issue import ISSUE, Issue, Portion
from placette_gazette.letter import LetterSettings, MailList, examine_letter, list_named

FILE = ".letters.txt"
"""What was sent to each list, in the site's folder."""
LIMIT = 100_000
"""The most bytes of a mail as it travels: programs cut longer ones, and some phones fetch them with effort."""
_TEMPLATES = Path(__file__).parent / "templates" / "mail"
_HEADING = "# What was sent to each list (invoke letter --send). Commit this file."
_SPAN = {True: timedelta(days=7), False: timedelta(days=31)}
"""What the first letter of a list looks back on: nobody wants all the archives in one letter."""
_PATIENCE = 60.0
"""Seconds that a server may be silent; after a whole letter it may look for viruses in it."""
_LOCAL = {"127.0.0.1", "localhost", "::1"}
_REFUSED = N_("The server {host} did not take the letter ({what}). It will be sent by the next invoke letter --send.")
_UNKNOWN = N_("The server {host} fell silent after the whole letter ({what}): nobody knows whether it took it.")
_LOOK = N_("Look at the list. If it is there, write “sent” in the place of “begun” in {file}; else take its lines out.")
_NOTHING = N_("{list}: nothing new, so no letter.")


class NotTakenError(TranslatableError):
    """A letter that the server surely didn't take."""


class UnknownError(TranslatableError):
    """Nobody knows whether the server took a letter: it fell silent after the end of it."""


def send_mail(mail: EmailMessage, server: str, password: str) -> None:
    """Send a mail; it is accepted when this returns. Raises ``NotTakenError`` or ``UnknownError``.

    What ends before the line that ends the mail can't have been taken (RFC 5321, 4.1.1.4 and 6.1).
    """
    parts, ended, trust = urlsplit(server), False, ssl.create_default_context()
    host, is_wrapped = parts.hostname or "", parts.scheme == "smtps"
    connect = partial(smtplib.SMTP_SSL, context=trust) if is_wrapped else smtplib.SMTP
    source, target = (mail[header].addresses[0].addr_spec for header in ("From", "To"))
    try:
        with closing(connect(host, parts.port or (465 if is_wrapped else 587), timeout=_PATIENCE)) as line:
            line.ehlo_or_helo_if_needed()
            if not is_wrapped and host not in _LOCAL:
                line.starttls(context=trust)
                line.ehlo()
            if parts.username:
                line.login(unquote(parts.username), password)
            for command in (f"MAIL FROM:<{source}>", f"RCPT TO:<{target}>", "DATA"):
                code, answer = line.docmd(command)
                if code not in {250, 251, 354}:
                    raise smtplib.SMTPResponseException(code, answer)
            line.send(mail.as_bytes().replace(b"\r\n.", b"\r\n.."))
            ended = True
            line.send(b".\r\n")
            code, answer = line.getreply()
            if code != 250:
                ended = code == -1
                raise smtplib.SMTPResponseException(code, answer)
            with suppress(smtplib.SMTPException, OSError):  # it has the letter, whatever it says now
                line.quit()
    except (smtplib.SMTPException, OSError) as error:
        what = str(error)
        if isinstance(error, smtplib.SMTPResponseException):
            reply = error.smtp_error  # bytes, whatever its type says
            what = f"{error.smtp_code} {reply.decode('utf-8', 'replace') if isinstance(reply, bytes) else reply}"
        kind, sentence = (UnknownError, _UNKNOWN) if ended else (NotTakenError, _REFUSED)
        raise kind(sentence, host=host, what=Words.without_addresses(" ".join(what.split()))[:160]) from error


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
    """Return the letters in the file's text. Raises ``ValueError`` with the number of a line that isn't ours."""
    letters: list[SentLetter] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words or line.startswith("#"):
            continue
        try:
            if line.startswith("  ") and len(words) == 1:
                letters[-1] = letters[-1]._replace(posts=(*letters[-1].posts, words[0]))
            else:
                key, period, day, state = words
                is_sent = {"sent": True, "begun": False}[state]
                letters.append(SentLetter(key, period, date.fromisoformat(day), is_sent, ()))
        except (ValueError, LookupError) as error:
            raise ValueError(f"{FILE}:{number}") from error
    return tuple(letters)


def render_sent(letters: Iterable[SentLetter]) -> str:
    """Return the text of the file: a letter a block, sorted, so that two branches merge well."""
    lines = [_HEADING]
    for item in sorted(letters):
        lines.append(f"{item.list} {item.period} {item.day} {'sent' if item.known else 'begun'}")
        lines += (f"  {url}" for url in item.posts)
    return "\n".join((*lines, ""))


def period_of(day: date, *, weekly: bool) -> str:
    """Return the week of a day (``2026-W49``, ISO 8601) or its month (``2026-12``)."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}" if weekly else f"{day:%Y-%m}"


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


class Rendered(NamedTuple):
    """A letter as it is sent. ``posts`` counts its texts: those that had no room wait for the next one."""

    subject: str
    text: str
    html: str
    posts: int


def fit_letter(letter: ListLetter, words: NullTranslations, size: Callable[[Rendered], int]) -> Rendered:
    """Return the letter within ``LIMIT`` bytes: it loses summaries first, then its last texts."""
    stories, rendered = letter.edition.stories, render_letter(letter, words)
    brief = tuple(replace(story, summary="") for story in stories)
    while size(rendered) > LIMIT and brief:
        rendered = render_letter(replace(letter, edition=replace(letter.edition, stories=brief)), words)
        brief = brief[: len(brief) * 3 // 4]
    return rendered


def render_letter(letter: ListLetter, words: NullTranslations) -> Rendered:
    """Return the letter as text and as HTML, with nothing in it that is fetched from elsewhere."""
    edition, say, environment = letter.edition, words.gettext, standalone_environment(_TEMPLATES, words)
    first = next((story.title for story in edition.stories), edition.site)
    subject = say(N_("{title}, {when}: {first}")).format(title=edition.title, when=edition.when, first=first)
    subject = Words.shorten(
        one_spaced(subject).replace("=?", "= ?"), 150
    )  # no encoded word (RFC 2047) of a title's own
    events, questions = (
        [(", ".join(filter(None, (notice.when, notice.place))), notice.title, notice.url) for notice in notices]
        for notices in (edition.events, edition.calls)
    )
    answers = [(notice.people, notice.question, notice.url) for notice in edition.exchanges]
    below = ((N_("What is coming"), events), (N_("You are asked"), questions), (N_("Questions answered"), answers))
    why = say(N_("You receive this letter because you subscribed to the list “{name}”."))
    ending = [why.format(name=letter.to.name)]
    if letter.keeper:
        sentence = say(N_("{host} keeps your address, for this letter alone; the site {site} doesn’t know it."))
        ending.append(sentence.format(host=letter.keeper, site=edition.site))
    ending.append(say(N_("To stop receiving it, follow the link that the list adds to each letter.")))
    context: dict[str, Any] = {
        "letter": letter,
        "edition": edition,
        "editorial": editorial_blocks(edition.editorial_html),
        "subject": subject,
        "sections": [(say(title), lines) for title, lines in below if lines],
        "ending": ending,
    }
    html = environment.get_template("letter.html").render(context)
    environment.autoescape = False
    text = _wrapped(environment.get_template("letter.txt").render(context))
    return Rendered(subject, text, html, len(edition.stories))


def one_spaced(text: str) -> str:
    """Return words on one line: nothing in a title can begin another header."""
    return re.sub(r"[ \t\r\n\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def editorial_blocks(html: str) -> tuple[str, ...]:
    """Return the paragraphs of an editorial as plain words, each link followed by its address, without pictures."""
    tree = LexborHTMLParser(html, is_fragment=True)
    for link in tree.css("a[href]"):
        words, address = link.text().strip(), link.attributes["href"] or ""
        if address.startswith(("https://", "http://", "mailto:")) and words != address:
            link.insert_after(f" ({address.removeprefix('mailto:')})")
    paragraphs = (one_spaced(node.text()) for node in tree.css("p, li:not(:has(p, li)), h2, h3, h4"))
    return tuple(filter(None, paragraphs))


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
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(one_spaced(letter.edition.site), addr_spec=sender)
    mail["To"] = Address(one_spaced(letter.to.name), addr_spec=letter.to.address)
    mail["Subject"] = rendered.subject
    mail["Date"] = moment
    # The same whenever it is sent: a list's server may know by it that it comes again
    code = sha256(f"{letter.to.address} {letter.period}".encode()).hexdigest()[:20]
    mail["Message-ID"] = f"<{letter.period.lower()}.{code}@{sender.rpartition('@')[2]}>"
    mail["Content-Language"] = letter.edition.lang
    mail.set_content(rendered.text, cte="quoted-printable")
    mail.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
    return mail


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of the task: the site, its settings, and what its letters are of."""

    site: Site
    own: LetterSettings
    weekly: bool
    issue: Issue | None

    @property
    def today(self) -> date:
        return self.site.build.now.date()

    @property
    def period(self) -> str:
        return f"issue-{self.issue.slug}" if self.issue else period_of(self.today, weekly=self.weekly)


def _sent() -> tuple[SentLetter, ...]:
    """Return what the file says; ends the task (2) where it can't be read: a letter might be sent twice."""
    try:
        return read_sent((Task.ROOT / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        Task.refuse(N_("{file} cannot be read: {what}"), file=FILE, what=error)


def _note(letter: SentLetter, *, gone: bool = False) -> None:
    """Write a letter into the file, and wait until the disk has it; ``gone`` takes it out."""
    others = [entry for entry in _sent() if (entry.list, entry.period) != (letter.list, letter.period)]
    Files.write_atomic(Task.ROOT / FILE, render_sent(others if gone else [*others, letter]).encode())
    for path in (Task.ROOT / FILE, Task.ROOT):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@task(
    help={
        "weekly": N_("What is new since the letter of last week."),
        "monthly": N_("What is new since the letter of last month."),
        "issue": N_("What no letter brought yet of an issue of the gazette: 2026-12."),
        "list": N_("Only this list of LETTER_LISTS, by its name or its place."),
        "send": N_("Send each letter to its list, once, and note it in .letters.txt, which you commit."),
        "output": N_("The folder to write the letters into, instead of this one."),
    },
)
def letter(
    _context: Context,
    weekly: bool = False,
    monthly: bool = False,
    issue: str = "",
    list: str = "",  # noqa: A002 - the name of the option
    send: bool = False,
    output: str = "",
) -> None:
    """Write what is new as a letter, one for each list, or send it there; no reader's address is known here."""
    if weekly + monthly + bool(issue) != 1:
        Task.refuse(N_("Say --weekly, --monthly or --issue."))
    site = opened_site()
    if faults := [" ".join(Problem.explain(problem, _)) + f" [{problem.code}]" for problem in examine_letter(site)]:
        raise Exit(Problem.printable("\n".join(faults)), 2)
    if issue and issue not in site.texts(ISSUE):
        Task.refuse(N_("There is no issue {name}."), name=issue)
    run = _Run(site, site.options("LETTER", LetterSettings), weekly, site.texts(ISSUE).get(issue))
    chosen = [
        entry
        for entry in run.own.lists
        if not list or Words.fold(list) in {Words.fold(entry.name), Words.fold(entry.what), entry.key}
    ]
    if not chosen:
        Task.refuse(
            N_("Which list? {names}"), names=", ".join(entry.name for entry in run.own.lists) or "LETTER_LISTS = …"
        )
    if not send:
        for entry in chosen:
            _write(run, entry, output)
        return
    try:
        with Files.locked(Path(site.settings["CACHE_PATH"]) / "letters.lock", 0):
            failed = [entry for entry in chosen if not _dispatch(run, entry)]
    except Files.HeldError:
        Task.refuse(N_("Another invoke letter is at work."))
    if failed:
        raise Exit("", 1)


def _write(run: _Run, one: MailList, output: str) -> None:
    """Write the letter as it would be sent now."""
    composed = _composed(run, one)
    if composed is None:
        _say(_(_NOTHING), one)
        return
    for ending, text in (("txt", composed[1].text), ("html", composed[1].html)):
        path = Path(output) / f"letter-{run.period.lower()}-{one.key}.{ending}"
        Task.write_text(path, text)
        print(Problem.printable(_("Written: {path}").format(path=path)))


def _dispatch(run: _Run, one: MailList) -> bool:
    """Send the letter of a list, if there is one to send; returns whether all is well."""
    letters = [letter for letter in _sent() if letter.list == one.key]
    if doubtful := next((letter for letter in letters if not letter.known), None):
        sentence = _("{list}: nobody knows whether the list took the letter {period}.")
        return not _say(f"{sentence} {_(_LOOK)}", one, period=doubtful.period, file=FILE)
    if any(letter.period == run.period for letter in letters):
        return _say(_("{list}: the letter {period} was sent; what is new waits for the next."), one, period=run.period)
    composed = _composed(run, one)
    return _send(run, *composed) if composed else _say(_(_NOTHING), one)


def _send(run: _Run, letter: ListLetter, rendered: Rendered) -> bool:
    """Send a letter: it is noted as begun before, as sent after, so that whatever is cut off, none is sent twice."""
    entry, edition = letter.to, letter.edition
    urls = (story.url.removeprefix(edition.origin) for story in edition.stories[: rendered.posts])
    note = SentLetter(entry.key, letter.period, run.today, False, tuple(urls))
    _note(note)
    try:
        mail = mail_of(rendered, letter, run.own.sender, run.site.build.now)
        send_mail(mail, run.own.server, os.environ.get("LETTER_PASSWORD", ""))
    except NotTakenError as error:
        _note(note, gone=True)
        return not _say(_("{list}: {why}"), entry, why=error.render(_))
    except UnknownError as error:
        return not _say(f"{{list}}: {{why}} {_(_LOOK)}", entry, why=error.render(_), file=FILE)
    _note(note._replace(known=True))
    return _say(_("{list}: sent. Commit {file}."), entry, file=FILE)


def _say(sentence: str, one: MailList, **values: object) -> bool:
    print(Problem.printable(sentence.format(list=one.name, **values)))
    return True


def _fresh(run: _Run, one: MailList) -> list[Article]:
    """Return the published posts of a list that were in none of its letters, the oldest first."""
    letters, site, moved = _sent(), run.site, {move.old: move.new for move in addresses.load_moves(Task.ROOT).moves}
    addresses_told = {moved.get(url) or url for letter in letters if letter.list == one.key for url in letter.posts}
    members = set(list_named(one.what, site)[1] if one.what else articles(site))
    if run.issue:
        contents = plan(site, run.issue)
        candidates = [articles(site)[placed.path] for placed in (*contents.stories, *contents.opposition)]
    else:
        began = min((letter.day for letter in letters if letter.list == one.key), default=run.today)
        since = began - _SPAN[run.weekly]  # the first day that its first letter looked back on
        candidates = [post for post in reversed(posts.published(site)) if post.date.date() > since]
    return [post for post in candidates if post.path in members and post.url not in addresses_told]


def _composed(run: _Run, one: MailList) -> tuple[ListLetter, Rendered] | None:
    """Return the letter of a list; None where there is nothing new."""
    new_posts = _fresh(run, one)
    if not new_posts:
        return None
    site, now, paths = run.site, run.site.build.now, [post.path for post in new_posts]
    if run.issue:
        edition, url = gather(site, run.issue), site.absolute(run.issue.url)
    else:
        recalled = tuple(call.slug for call in site.build.of(CALL) if call.closes > now and not one.what)
        until = None if one.what else now + _SPAN[run.weekly]
        edition, url = collect(site, (run.period, one.name), paths, Portion.LINE, until, recalled), ""
        edition = replace(edition, when=Words.long_date(now, site.lang))
    display = {story.path: story for story in (*edition.stories, *edition.opposition)}
    stories = tuple(display[post.path] for post in new_posts if post.path in display)
    edition = replace(edition, stories=stories, opposition=())
    colours = appearance.derive_scheme(site.options("IDENTITY", IdentitySettings))
    subscribe, keeper = run.own.subscribe_url(one), run.own.keeper
    letter = ListLetter(edition, one, run.period, subscribe, keeper, colours.light, colours.dark, url)

    def size(rendered: Rendered) -> int:
        return len(mail_of(rendered, letter, run.own.sender, now).as_bytes())

    return letter, fit_letter(letter, site.words, size)
