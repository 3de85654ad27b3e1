"""The letters' desk: one run (receive, answer, propose, follow), and what an editor does with single letters."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from invoke.exceptions import Exit

from placette import (
    N_,
    ROOT,
    WORDS,
    Manner,
    _,
    blocks,
    decisions,
    exchange,
    features_of,
    file_failed,
    letterbox,
    load_published_settings,
    load_settings,
    long_date,
    printable,
    read_site,
    site_of,
)
from placette_letters import LettersSettings
from placette_letters.answering.mails import Correspondent, MailAddressError, connect_parts, send
from placette_letters.answering.receipts import refusal_mail, statement_mail
from placette_letters.arriving import (
    MAIL,
    Arrival,
    BrokenOffError,
    Bundle,
    MailboxError,
    arrivals_in,
    find_bundles,
    open_mailbox,
)
from placette_letters.following import (
    correspondent_of,
    follow,
    known_posts,
    public_numbers,
    send_queue,
    write_receipts,
)
from placette_letters.letter import Case, Letter
from placette_letters.processing import (
    HandledCase,
    Received,
    Way,
    WayError,
    handle,
    proposal_site,
    queue,
    read_case,
    receive,
)
from placette_letters.proposing.branches import ProposingError
from placette_letters.remarks import REMARKS
from placette_letters.store import LetterStore, StoredCase, StoreError, drop_folder, letters_folder, open_store

if TYPE_CHECKING:
    from placette import Site

_CLOSED = N_("This site has no letterbox: its feature “letterbox” is left out of PLUGINS.")


@dataclass(frozen=True, slots=True)
class OpenLetters:
    """The desk at work: the settings that the site is published with, its own, the store, who answers."""

    settings: dict[str, Any]
    own: LettersSettings
    store: LetterStore
    who: Correspondent

    @property
    def today(self) -> date:
        """The day in the site's zone."""
        return datetime.now(ZoneInfo(self.settings["TIMEZONE"])).date()

    @property
    def content(self) -> Path:
        """The content folder."""
        return Path(self.settings["PATH"])


@contextmanager
def open_letters() -> Iterator[OpenLetters]:
    """Open the desk; ends the task (2) where it can't be, or where the disk refuses."""
    settings = load_published_settings()
    if not any(feature.name == "letterbox" for feature in features_of(settings)):
        raise Exit(_(_CLOSED), 2)
    own, content = load_settings(LettersSettings, "LETTERS", settings), Path(settings["PATH"])
    try:
        folder, site = letters_folder(settings, ROOT), str(settings["SITEURL"])
        with open_store(folder, ROOT, site, public_numbers(content)) as store:
            yield OpenLetters(settings, own, store, correspondent_of(settings, WORDS.gettext, store.secret()))
    except StoreError as error:
        raise Exit(printable(_(str(error)).format(path=error.path)), 2) from error
    except (OSError, sqlite3.Error) as error:
        raise file_failed(error) from error


def renew_receipts(desk: OpenLetters) -> None:
    """Write the receipts that changed, and say what to do with them."""
    written = list(write_receipts(desk.store.cases.all(), desk.content))
    if written:
        sentence = WORDS.ngettext(
            "{count} receipt was renewed in {folder}: commit it, and everybody sees where their letter is.",
            "{count} receipts were renewed in {folder}: commit them, and everybody sees where their letter is.",
            len(written),
        )
        print(sentence.format(count=len(written), folder=f"{desk.content.name}/letters"))


_NOWHERE = N_("Where are the letters? Write LETTERS_MAILBOX into pelicanconf.py, or: invoke letters --folder letters/")
_FIRST = timedelta(days=30)
"""How far back the first run looks in a mailbox: nobody expects an answer to what they sent years ago."""
_AGENT = "Placette (letters)"


def run(folder: str, to: str) -> None:
    """Read what has come, and do all there is to do about it."""
    with open_letters() as desk:
        try:
            way = Way(to) if to else Way.FORGE if desk.own.forge else Way.BRANCH
        except ValueError as error:
            sentence = _("“{to}” is not a place for proposals. Choose among: {choices}")
            raise Exit(printable(sentence.format(to=to, choices=", ".join(Way))), 2) from error
        unread = _receive_all(desk, folder)
        _send(desk)
        site = site_of(desk.settings, read_site(desk.settings))
        stuck = _handle_all(desk, site, way)
        for post in follow(desk.store, known_posts(site, _is_online), desk.who):
            sentence = N_("{number} is out: its writer is told.") if post.url else N_("{number} waits for its day.")
            print(_(sentence).format(number=post.number))
        _send(desk)
        renew_receipts(desk)
        if unread or stuck:
            raise Exit("\n".join(filter(None, (unread, stuck))), 2 if unread else 1)


def _receive_all(desk: OpenLetters, folder: str) -> str:
    """Receive from the folder that is named; else from the form and the mailbox.

    Gives why the mailbox can't be read, if it can't: what has come before is handled all the same.
    """
    if folder:
        _receive(desk, _from_folder(Path(folder).expanduser()))
        return ""
    dropped = drop_folder(desk.settings, ROOT)
    if not desk.own.mailbox and not dropped.is_dir():
        raise Exit(_(_NOWHERE), 2)
    if dropped.is_dir():
        there = sorted(dropped.glob(f"*{MAIL}"))
        _receive(desk, (arrival for path in there for arrival in arrivals_in(Bundle(path.stem, (path,)))))
        for path in there:
            path.unlink()
    if desk.own.mailbox:
        try:
            _receive_mailbox(desk)
        except MailboxError as error:
            return printable(_("The mailbox cannot be read: {what}").format(what=error))
    return ""


def _receive_mailbox(desk: OpenLetters) -> None:
    """Receive from the mailbox. A letter at which its server breaks off twice is passed over."""
    seen: list[int] = []
    while True:
        try:
            with _reading_mailbox(desk, [uid for uid in seen if seen.count(uid) > 1]) as arrivals:
                _receive(desk, arrivals)
        except BrokenOffError as error:
            seen.append(error.uid)
        else:
            return


def _receive(desk: OpenLetters, arrivals: Iterator[Arrival]) -> None:
    for received in receive(arrivals, desk.store, desk.who, desk.own.largest):
        print(_received(received, desk))


def _received(received: Received, desk: OpenLetters) -> str:
    if not received.number:
        sentence, code = _("Left without an answer, since no person wrote it: “{title}”. {why}"), received.automatic
        why = _(REMARKS[code].what) if code in REMARKS else code
        return printable(sentence.format(title=received.subject, why=why))
    if not received.opened:
        return _("{number}: an answer has come.").format(number=received.number)
    case = desk.store.cases.case(received.number)
    title = case.title if case else ""
    return printable(_("{number}: “{title}” has come.").format(number=received.number, title=title))


def _from_folder(folder: Path) -> Iterator[Arrival]:
    if not folder.is_dir():
        raise Exit(printable(_("There is no folder {path}.").format(path=folder)), 2)
    bundles, left = find_bundles(folder)
    for file in left:
        print(printable(_(file.why).format(name=file.path.name)), file=sys.stderr)
    for bundle in bundles:
        yield from arrivals_in(bundle)


@contextmanager
def _reading_mailbox(desk: OpenLetters, broken: list[int]) -> Iterator[Iterator[Arrival]]:
    """The letters of the mailbox that are new; ends the task (2) for a misspelt address. Raises ``MailboxError``."""
    try:
        address = connect_parts(desk.own.mailbox)
        with open_mailbox(address, os.environ.get("LETTERS_PASSWORD", ""), broken) as box:
            cases = desk.store.cases
            after, since = cases.last_uid(box.name, box.validity), cases.begun(box.name, desk.today - _FIRST)
            older = box.older(after, since)
            yield box.arrivals(after, desk.own.largest, since)
            last = cases.last_uid(box.name, box.validity)
            cases.note_uid(box.name, box.validity, max((last, *older, *box.unfetched)))
            _tell_left(len(older), len(box.unfetched))
    except MailAddressError as error:
        raise Exit(printable(f"LETTERS_MAILBOX: {error.render(_)}"), 2) from error


def _tell_left(older: int, unfetched: int) -> None:
    if older:
        sentence = WORDS.ngettext(
            "{count} letter is older than the letterbox and was left alone. To take it in, save it as a file:"
            " invoke letters --folder",
            "{count} letters are older than the letterbox and were left alone. To take one in, save it as a file:"
            " invoke letters --folder",
            older,
        )
        print(sentence.format(count=older))
    if unfetched:
        sentence = WORDS.ngettext(
            "{count} letter could not be fetched. Look at it in the mailbox.",
            "{count} letters could not be fetched. Look at them in the mailbox.",
            unfetched,
        )
        print(sentence.format(count=unfetched), file=sys.stderr)


def _handle_all(desk: OpenLetters, site: Site, way: Way) -> str:
    """Propose what can be proposed, and say where it is; gives how many letters couldn't be, if any."""
    stuck = 0
    if not desk.store.cases.unhandled():
        return ""
    try:
        proposals = proposal_site(desk.settings, site.build, way, desk.own, ROOT)
        for handled in handle(desk.store, proposals, desk.who, desk.today):
            stuck += handled.error is not None
            print("\n".join(map(printable, _handled(handled))), file=sys.stderr if handled.error else sys.stdout)
    except WayError as error:
        raise Exit(_(str(error)), 2) from error
    except ProposingError as error:
        raise Exit(printable(error.render(_)), 2) from error
    sentence = WORDS.ngettext(
        "{count} letter could not be proposed. The next run tries again.",
        "{count} letters could not be proposed. The next run tries again.",
        stuck,
    )
    return sentence.format(count=stuck) if stuck else ""


def _handled(handled: HandledCase) -> Iterator[str]:
    proposal = handled.proposal
    if handled.error:
        yield f"{handled.number}: {handled.error.render(_)}"
        return
    if proposal is None:
        yield _("{number} is for you to read: invoke letters --show {number}").format(number=handled.number)
        return
    yield _("{number}: “{title}” → {where}").format(number=handled.number, title=proposal.title, where=handled.where)
    if proposal.gaps:
        count = len(proposal.gaps)
        yield "  " + WORDS.ngettext(
            "To be completed: {count} thing is missing.", "To be completed: {count} things are missing.", count
        ).format(count=count)
    if blocks(handled.problems):
        yield "  " + _("The check finds something to fix: invoke check")
    if handled.notes:
        sentence = _("They wrote something that is for you: invoke letters --show {number}")
        yield "  " + sentence.format(number=handled.number)
    for remark in (*proposal.remarks, *handled.remarks):
        yield "  " + _(REMARKS[remark.code].what).format_map(dict(remark.values))


def _send(desk: OpenLetters) -> None:
    """Send what is queued; say what waits."""
    waiting = len(desk.store.mails.waiting())
    if not waiting:
        return
    if not desk.own.outbox:
        sentence = WORDS.ngettext(
            "{count} answer waits: LETTERS_OUTBOX says how to send it.",
            "{count} answers wait: LETTERS_OUTBOX says how to send them.",
            waiting,
        )
        print(sentence.format(count=waiting), file=sys.stderr)
        return
    try:
        password = os.environ.get("LETTERS_PASSWORD", "")
        sent = send_queue(desk.store, partial(send, outbox=desk.own.outbox, password=password))
    except MailAddressError as error:
        raise Exit(printable(f"LETTERS_OUTBOX: {error.render(_)}"), 2) from error
    if sent.left:
        sentence = WORDS.ngettext("{count} answer was sent.", "{count} answers were sent.", sent.left)
        print(sentence.format(count=sent.left))
    if sent.refused:
        sentence = WORDS.ngettext(
            "{count} address refuses our mail.", "{count} addresses refuse our mail.", sent.refused
        )
        print(sentence.format(count=sent.refused), file=sys.stderr)
    if sent.waits:
        print(printable(sent.waits.render(_)), file=sys.stderr)


def _is_online(url: str) -> bool:
    """Whether an address of the site answers: its writer is told only then."""
    return exchange(url, "HEAD", Manner(_AGENT, reach=_anywhere)).status == 200


def _anywhere(_address: str, _port: int) -> str:
    """The site's own address comes from its settings: it may lie in the town hall's own network."""
    return ""


_KINDS = {
    letterbox.LetterKind.POST: N_("a text"),
    letterbox.LetterKind.RESPONSE: N_("a response"),
    letterbox.LetterKind.CORRECTION: N_("a correction"),
    letterbox.LetterKind.REPORT: N_("a report"),
}
_OF_OTHERS = frozenset(
    {letterbox.LetterKind.CORRECTION, letterbox.LetterKind.REPORT}
)  # Letters about texts that somebody else wrote
_NOBODY = N_("There is no letter {number}. Look at the list: invoke letters --list")
_STAYS = N_("What was made of it stays until you delete it yourself: {where}")
_WHY = N_("A refusal says why: invoke letters --refuse {number} --why “…”, from the reasons that the charter lists.")


def list_open() -> None:
    """Print the letters that are open, the oldest first."""
    with open_letters() as desk:
        done = desk.store.mails.numbers_with("published")
        cases = [case for case in desk.store.cases.all() if not case.closed and case.number not in done]
        for case in cases:
            print(printable(_line(case)))
        count = len(cases)
        print(WORDS.ngettext("{count} letter is open.", "{count} letters are open.", count).format(count=count))
        for number, why in desk.store.mails.refused():
            print(printable(_("{number}: its sender’s server refuses our mail: {why}").format(number=number, why=why)))


def _line(case: StoredCase) -> str:
    """A case in a line: number, since when, what it is, where it stands."""
    state = _("waits for its writer") if case.waiting else _("has been read") if case.read else _("to be read")
    title = _("“{title}”").format(title=case.title)
    parts = (case.number, case.received, _(_KINDS[letterbox.LetterKind(case.kind)]), title, state)
    return " · ".join((*parts, *([f"lettres/{case.number}"] if case.folder else [])))


def show(number: str) -> None:
    """Print a letter as it was understood, with all that is known of who sent it."""
    with open_letters() as desk:
        stored = _case(number, desk)
        whole = read_case(stored, desk.store, desk.who)
        if whole is None:
            print(_("This letter has been forgotten; only its days are known."))
            return
        lines = (line for part in _shown(stored, whole.case.letter, desk) for line in part.split("\n"))
        print("\n".join(map(printable, lines)))
        for sentence in whole.case.answers.corrections:
            print(printable(_("They wrote since: {sentence}").format(sentence=sentence)))


def _shown(stored: StoredCase, letter: Letter, desk: OpenLetters) -> Iterator[str]:
    yield _line(stored)
    known = _("known as {key}").format(key=stored.author) if stored.author else _("nobody we know")
    yield _("From: {name} <{address}> ({known})").format(name=letter.sender_name, address=letter.sender, known=known)
    if letter.authenticated:
        yield _("Their server: {what}. It proves nothing by itself.").format(what=letter.authenticated)
    if letter.number not in {"", stored.number}:
        yield _("It names letter {number}, which came from another address.").format(number=letter.number)
    if letter.about:
        yield _("About: {url}").format(url=letter.about)
    yield from (f"{name}: {value}" for name, value in letter.fields.items())
    for consent in desk.store.people.consents_of(stored.number):
        agreed = _("yes") if consent.agreed else _("no")
        day = long_date(datetime.combine(consent.day, time()), desk.who.language)
        yield _("Agreement ({what}): {agreed}, {day}: {wording}").format(
            what=consent.what, agreed=agreed, day=day, wording=consent.wording
        )
    for remark in letter.written.remarks:
        yield "! " + _(REMARKS[remark.code].what).format_map(dict(remark.values))
    yield from ("", letter.written.markdown)


def note(*, read: str, close: str, refuse: str, why: list[str]) -> None:
    """Note what an editor did, and say it on the page of receipts."""
    with open_letters() as desk:
        today = desk.today.isoformat()
        stored = _case(read or close or refuse, desk)
        if refuse:
            _refuse(stored, why, desk)
        closed = today if close or refuse else stored.closed
        waiting = "" if closed else stored.waiting
        desk.store.cases.note_days(stored.number, read=stored.read or today, waiting=waiting, closed=closed)
        renew_receipts(desk)


def _refuse(stored: StoredCase, why: list[str], desk: OpenLetters) -> None:
    """Queue the refusal, which names its reasons and the way to object."""
    reasons = [reason for reason in why if reason.strip()]
    if not reasons:
        raise Exit(_(_WHY).format(number=stored.number), 2)
    whole = read_case(stored, desk.store, desk.who)
    if whole:
        case, last = whole.case, whole.letters - 1
        if _queue(lambda: refusal_mail(case, reasons, desk.who, last), f"refused-{last}", case, desk):
            print(_("The refusal is queued; the next run of invoke letters sends it."))
            return
    print(_("Nobody can be answered there: tell the person yourself."))


def decide(number: str, statement: decisions.Statement) -> bool:
    """Tell the writer of a letter what was decided, and close it; False where nobody can be answered there.

    Whoever reported a text, or asked for its correction, is told as such.
    """
    with open_letters() as desk:
        today = desk.today.isoformat()
        stored = _case(number, desk)
        told, whole = False, read_case(stored, desk.store, desk.who)
        if whole:
            case, last, of_others = whole.case, whole.letters - 1, whole.case.letter.kind in _OF_OTHERS
            mail = partial(statement_mail, case, statement, desk.who, last, to_reporter=of_others)
            told = _queue(mail, f"decided-{last}", case, desk)
        desk.store.cases.note_days(stored.number, read=stored.read or today, waiting="", closed=today)
        renew_receipts(desk)
        return told


def is_from_reporter(number: str) -> bool:
    """Whether whoever wrote a letter speaks of somebody else's text."""
    with open_letters() as desk:
        return letterbox.LetterKind(_case(number, desk).kind) in _OF_OTHERS


def _queue(make: Callable[[], EmailMessage], step: str, case: Case, desk: OpenLetters) -> bool:
    """Whether the mail about what came last is queued now; a new version that is refused again is told again."""
    with desk.store.step():
        queue(make, case, step, (), desk.store, desk.who)
    return any(mail.step == step for mail in desk.store.mails.of(case.number))


def purge() -> None:
    """Forget what was finished long enough ago."""
    with open_letters() as desk:
        days = load_settings(letterbox.LetterboxSettings, "LETTERBOX", desk.settings).keep_days
        limit = (desk.today - timedelta(days=days)).isoformat()
        _forget([case for case in desk.store.cases.all() if _is_over(case, limit, desk)], desk)


def forget(number: str) -> None:
    """Forget one letter because its writer asks for it; it is closed then."""
    with open_letters() as desk:
        stored = _case(number, desk)
        closed = stored.closed or desk.today.isoformat()
        desk.store.cases.note_days(stored.number, read=stored.read, waiting="", closed=closed)
        _forget([stored], desk)
        if stored.folder:
            print(printable(_(_STAYS).format(where=_proposal_of(stored, desk.content))))
        renew_receipts(desk)


def _proposal_of(stored: StoredCase, content: Path) -> str:
    """Where what was made of a letter lies: in the content folder, else on its branch."""
    beside = content / stored.folder
    found = next((path for path in (beside, beside.with_name(f"{beside.name}.md")) if path.exists()), None)
    return f"{content.name}/{found.relative_to(content).as_posix()}" if found else f"lettres/{stored.number}"


def _forget(cases: list[StoredCase], desk: OpenLetters) -> None:
    desk.store.forget([case.number for case in cases])
    sentence = WORDS.ngettext("{count} letter is forgotten.", "{count} letters are forgotten.", len(cases))
    print(sentence.format(count=len(cases)))


def _is_over(case: StoredCase, limit: str, desk: OpenLetters) -> bool:
    """Whether a case was closed, or its text was out, before a day, and something is left to forget.

    A letter that was handed in has an original, but no sender.
    """
    out = desk.store.mails.made_on(case.number, "published")
    ended = (case.closed and case.closed < limit) or (out and out < limit)
    return bool(ended) and any(letter.file for letter in desk.store.cases.letters_of(case.number))


def _case(number: str, desk: OpenLetters) -> StoredCase:
    stored = desk.store.cases.case(number)
    if stored is None:
        raise Exit(printable(_(_NOBODY).format(number=number)), 2)
    return stored
