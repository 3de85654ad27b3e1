"""Task: letter."""

from __future__ import annotations

import json
import os
import re
import smtplib
import ssl
from base64 import b64encode
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import (
    N_,
    POST,
    ROOT,
    Article,
    IdentitySettings,
    LockHeldError,
    Site,
    TranslatableError,
    _,
    addresses,
    appearance,
    articles,
    calls,
    explain,
    fold,
    locked,
    long_date,
    posts,
    printable,
    write_atomic,
    write_text,
)
from placette_gazette.contents import collect, gather, plan
from placette_gazette.issue import ISSUE, Issue, Portion
from placette_gazette.letter import (
    FILE,
    SPAN,
    LetterSettings,
    ListLetter,
    MailList,
    Rendered,
    SentLetter,
    examine_letter,
    first_day,
    fit_letter,
    list_named,
    mail_of,
    period_of,
    read_sent,
    render_sent,
)
from placette_gazette.tasks import opened_site

_PATIENCE = 60.0
"""Seconds that a server may be silent; after a whole letter it may look for viruses in it."""


class NotTakenError(TranslatableError):
    """A letter that the server surely didn't take."""


class UnknownError(TranslatableError):
    """Nobody knows whether the server took a letter: it fell silent after the end of it."""


_REFUSED = N_("The server {host} did not take the letter ({what}). It will be sent by the next invoke letter --send.")
_UNKNOWN = N_("The server {host} fell silent after the whole letter ({what}): nobody knows whether it took it.")
_LOOK = N_("Look whether it came to the list, then add --arrived or --again.")
_DOUBT = N_("{list}: nobody knows whether the list took the letter {period}.")
_NOTHING = N_("{list}: nothing new, so no letter.")
_LOCAL = {"127.0.0.1", "localhost", "::1"}


def send_mail(mail: EmailMessage, server: str, password: str) -> None:
    """Send a mail; it is accepted when this returns. Raises ``NotTakenError`` or ``UnknownError``.

    What ends before the line that ends the mail can't have been taken (RFC 5321, 4.1.1.4 and 6.1).
    """
    parts, ended, trust = urlsplit(server), False, ssl.create_default_context()
    host, is_wrapped = parts.hostname or "", parts.scheme == "smtps"
    connect = partial(smtplib.SMTP_SSL, context=trust) if is_wrapped else smtplib.SMTP
    try:
        with closing(connect(host, parts.port or (465 if is_wrapped else 587), timeout=_PATIENCE)) as line:
            line.ehlo_or_helo_if_needed()
            if not is_wrapped and host not in _LOCAL:
                line.starttls(context=trust)
                line.ehlo()
            if parts.username:
                line.login(unquote(parts.username), password)
            for command in (f"MAIL FROM:<{_bare(mail, 'From')}>", f"RCPT TO:<{_bare(mail, 'To')}>", "DATA"):
                code, said = line.docmd(command)
                if code not in {250, 251, 354}:
                    raise smtplib.SMTPResponseException(code, said)
            line.send(mail.as_bytes().replace(b"\r\n.", b"\r\n.."))
            ended = True
            line.send(b".\r\n")
            code, said = line.getreply()
            if code != 250:
                ended = code == -1
                raise smtplib.SMTPResponseException(code, said)
            with suppress(smtplib.SMTPException, OSError):  # it has the letter, whatever it says now
                line.quit()
    except (smtplib.SMTPException, OSError) as error:
        what = str(error)
        if isinstance(error, smtplib.SMTPResponseException):
            reply = error.smtp_error  # bytes, whatever its type says
            what = f"{error.smtp_code} {reply.decode('utf-8', 'replace') if isinstance(reply, bytes) else reply}"
        kind, sentence = (UnknownError, _UNKNOWN) if ended else (NotTakenError, _REFUSED)
        raise kind(sentence, host=host, what=" ".join(what.split())[:160]) from error


def _bare(mail: EmailMessage, header: str) -> str:
    return str(mail[header].addresses[0].addr_spec)


def put_draft(one: MailList, name: str, rendered: Rendered, token: str) -> None:
    """Put a letter as a draft into listmonk, unless one of that name is there. Raises as ``send_mail``."""
    parts = urlsplit(one.address)
    campaigns = f"{parts.path.rpartition('/admin/')[0]}/api/campaigns"
    try:
        found = _asked(one, "GET", f"{campaigns}?per_page=all&no_body=true&query={quote(name)}", token)
        if any(campaign["name"] == name for campaign in found["data"]["results"]):
            return
    except (OSError, HTTPException, LookupError, TypeError, ValueError) as error:
        raise NotTakenError(_REFUSED, host=parts.hostname, what=str(error)[:160]) from error
    draft = {
        "name": name,
        "subject": _untouched(rendered.subject),
        "lists": [int(one.listmonk)],
        "type": "regular",
        "content_type": "html",
        "body": _untouched(rendered.html, "&#123;", "&#64;"),
        "altbody": _untouched(rendered.text),
    }
    try:
        _asked(one, "POST", campaigns, token, draft)
    except (OSError, HTTPException, LookupError, TypeError, ValueError) as error:
        raise UnknownError(_UNKNOWN, host=parts.hostname, what=str(error)[:160]) from error


def _untouched(text: str, brace: str = "{ ", at: str = "@ ") -> str:
    """Text that listmonk prints as it is: no template of its own, no link that counts who follows it."""
    return re.sub(r"\{(?=\{)", brace, text).replace("@TrackLink", f"{at}TrackLink")


def _asked(one: MailList, method: str, path: str, token: str, given: object = None) -> Any:
    """Return what listmonk answers, as JSON. Redirections aren't followed: the token is for this server alone."""
    parts = urlsplit(one.address)
    kind = HTTPConnection if parts.scheme == "http" else HTTPSConnection
    line = kind(parts.hostname or "", parts.port, timeout=_PATIENCE)
    try:
        headers = {"Authorization": f"Basic {b64encode(token.encode()).decode()}", "Content-Type": "application/json"}
        line.request(method, path, json.dumps(given) if given else None, headers)
        reply = line.getresponse()
        said = reply.read(5_000_000)
    finally:
        line.close()
    if reply.status != 200:
        raise ValueError(f"{reply.status} {reply.reason}")
    return json.loads(said)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of the task: the site, its settings, the day, what was sent before."""

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

    @property
    def file(self) -> Path:
        return Path(ROOT / FILE)

    def sent(self) -> tuple[SentLetter, ...]:
        """What the file says; ends the task (2) where it can't be read: a letter might be sent twice."""
        try:
            return read_sent(self.file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise Exit(printable(_("{file} cannot be read: {what}").format(file=FILE, what=error)), 2) from error

    def note(self, letter: SentLetter, *, gone: bool = False) -> None:
        """Write a letter into the file, and wait until the disk has it; ``gone`` takes it out."""
        others = [one for one in self.sent() if (one.list, one.period) != (letter.list, letter.period)]
        write_atomic(self.file, render_sent(others if gone else [*others, letter]).encode())
        for path in (self.file, self.file.parent):
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
        "arrived": N_("With --list: note a letter whose end nobody knows as sent; you saw it on the list."),
        "again": N_("With --list: send such a letter again, under the same name; you saw that it isn't on the list."),
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
    arrived: bool = False,
    again: bool = False,
    output: str = "",
) -> None:
    """Write what is new as a letter, one for each list, or send it there; no reader's address is known here."""
    if weekly + monthly + bool(issue) != 1:
        raise Exit(_("Say --weekly, --monthly or --issue."), 2)
    if (arrived or again) and not list:
        raise Exit(_("--arrived and --again need --list."), 2)
    run = _opened(issue, weekly=weekly)
    chosen = [one for one in run.own.lists if not list or fold(list) in {fold(one.name), fold(one.what), one.key}]
    if not chosen:
        names = ", ".join(one.name for one in run.own.lists) or "LETTER_LISTS = …"
        raise Exit(printable(_("Which list? {names}").format(names=names)), 2)
    if not send and not (arrived or again):
        for one in chosen:
            _write(run, one, output)
        return
    try:
        with locked(Path(run.site.settings["CACHE_PATH"]) / "letters.lock", 0):
            failed = [one for one in chosen if not _dispatch(run, one, arrived=arrived, again=again)]
    except LockHeldError as error:
        raise Exit(_("Another invoke letter is at work."), 2) from error
    if failed:
        raise Exit("", 1)


def _opened(issue: str, *, weekly: bool) -> _Run:
    """Read the site; ends the task (2) for settings that can't be used, or an issue that isn't there."""
    site = opened_site()
    if found := [" ".join(explain(problem, _)) + f" [{problem.code}]" for problem in examine_letter(site)]:
        raise Exit(printable("\n".join(found)), 2)
    if issue and issue not in site.texts(ISSUE):
        raise Exit(printable(_("There is no issue {name}.").format(name=issue)), 2)
    return _Run(site, site.options("LETTER", LetterSettings), weekly, site.texts(ISSUE).get(issue))


def _write(run: _Run, one: MailList, output: str) -> None:
    """Write the letter as it would be sent now."""
    made = _composed(run, one, run.period, _fresh(run, one))
    if made is None:
        _say(_(_NOTHING), one)
        return
    for ending, text in (("txt", made[1].text), ("html", made[1].html)):
        path = Path(output) / f"letter-{run.period.lower()}-{one.key}.{ending}"
        write_text(path, text)
        print(printable(_("Written: {path}").format(path=path)))


def _dispatch(run: _Run, one: MailList, *, arrived: bool, again: bool) -> bool:
    """Send the letter of a list, if there is one to send; returns whether all is well."""
    known = [letter for letter in run.sent() if letter.list == one.key]
    begun = next((letter for letter in known if not letter.known), None)
    period = begun.period if begun else run.period
    if begun and arrived:
        run.note(begun._replace(known=True))
        return _say(_("{list}: noted as sent. Commit {file}."), one, file=FILE)
    if not begun and (arrived or again):
        return _say(_("{list}: no letter waits to be settled."), one)
    if begun and not (again or one.listmonk):  # listmonk can be asked
        return not _say(f"{_(_DOUBT)} {_(_LOOK)}", one, period=period)
    if not begun and any(letter.period == period for letter in known):
        return _say(_("{list}: the letter {period} was sent; what is new waits for the next."), one, period=period)
    published = {article.url: article for article in run.site.build.of(POST)}
    fresh = [published[url] for url in begun.posts if url in published] if begun else _fresh(run, one)
    if made := _composed(run, one, period, fresh):
        return _send(run, *made)
    if begun:  # all that it held was withdrawn since
        run.note(begun._replace(known=True))
    return _say(_(_NOTHING), one)


def _send(run: _Run, letter: ListLetter, rendered: Rendered) -> bool:
    """Send a letter: it is noted as begun before, as sent after, so that whatever is cut off, none is sent twice."""
    one, edition = letter.to, letter.edition
    urls = (story.url.removeprefix(edition.origin) for story in edition.stories[: rendered.posts])
    note = SentLetter(one.key, letter.period, run.today, False, tuple(urls))
    run.note(note)
    try:
        if one.listmonk:
            put_draft(one, f"{one.name} {letter.period}", rendered, os.environ.get("LETTER_TOKEN", ""))
        else:
            mail = mail_of(rendered, letter, run.own.sender, run.site.build.now)
            send_mail(mail, run.own.server, os.environ.get("LETTER_PASSWORD", ""))
    except NotTakenError as error:
        run.note(note, gone=True)
        return not _say(_("{list}: {why}"), one, why=error.render(_))
    except UnknownError as error:
        return not _say(_("{list}: {why}"), one, why=f"{error.render(_)} {_(_LOOK)}")
    run.note(note._replace(known=True))
    done = _("{list}: a draft waits in listmonk. Commit {file}.") if one.listmonk else _("{list}: sent. Commit {file}.")
    return _say(done, one, file=FILE)


def _say(sentence: str, one: MailList, **values: object) -> bool:
    print(printable(sentence.format(list=one.name, **values)))
    return True


def _fresh(run: _Run, one: MailList) -> list[Article]:
    """Return the published posts of a list that were in none of its letters, the oldest first."""
    sent, site, moved = run.sent(), run.site, {move.old: move.new for move in addresses.load_moves(ROOT).moves}
    taken = {moved.get(url) or url for letter in sent if letter.list == one.key for url in letter.posts}
    wanted = set(list_named(one.what, site)[1] if one.what else articles(site))
    if run.issue:
        held = plan(site, run.issue)
        found = [articles(site)[placed.path] for placed in (*held.stories, *held.opposition)]
    else:
        since = first_day(one.key, sent, run.today, weekly=run.weekly)
        found = [post for post in reversed(posts.published(site)) if post.date.date() > since]
    return [post for post in found if post.path in wanted and post.url not in taken]


def _composed(run: _Run, one: MailList, period: str, found: list[Article]) -> tuple[ListLetter, Rendered] | None:
    """Return the letter about some posts; None for none."""
    if not found:
        return None
    site, now, paths = run.site, run.site.build.now, [post.path for post in found]
    if run.issue and period == run.period:
        edition, url = gather(site, run.issue), site.absolute(run.issue.url)
    else:
        asked = tuple(call.slug for call in site.build.of(calls.CALL) if call.closes > now and not one.what)
        until = None if one.what else now + SPAN[run.weekly]
        edition, url = collect(site, (period, one.name), paths, Portion.LINE, until, asked), ""
        edition = replace(edition, when=long_date(now, site.lang))
    shown = {story.path: story for story in (*edition.stories, *edition.opposition)}
    stories = tuple(shown[post.path] for post in found if post.path in shown)
    edition = replace(edition, stories=stories, opposition=())
    colours = appearance.derive_scheme(site.options("IDENTITY", IdentitySettings))
    subscribe, keeper = run.own.subscribe_url(one), run.own.keeper
    letter = ListLetter(edition, one, period, subscribe, keeper, colours.light, colours.dark, url)
    return letter, fit_letter(letter, site.words, lambda made: _size(made, letter, run))


def _size(rendered: Rendered, letter: ListLetter, run: _Run) -> int:
    if letter.to.listmonk:
        return len(rendered.html.encode()) + len(rendered.text.encode())
    return len(mail_of(rendered, letter, run.own.sender, run.site.build.now).as_bytes())
