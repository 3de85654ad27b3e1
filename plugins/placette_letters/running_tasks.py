"""One run of the letters' desk: receive, answer, propose, follow."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from invoke.exceptions import Exit

from placette.commands.reading_tasks import read_site
from placette.commands.site_tasks import ROOT, WORDS, _
from placette.commands.status import Manner, exchange
from placette.engine.base.translation import N_
from placette.engine.problems.problems import blocks, printable
from placette.plugin import desk_of
from placette_letters.answering import MailAddressError, connect_parts, send
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
from placette_letters.following import follow, known_posts, send_queue
from placette_letters.letter import REMARKS
from placette_letters.processing import HandledCase, Received, Way, WayError, handle, proposal_desk, receive
from placette_letters.proposing import ProposingError
from placette_letters.store import drop_folder
from placette_letters.store_tasks import OpenDesk, letters_desk, renew_receipts

if TYPE_CHECKING:
    from placette.engine.pages.desk import Desk

_NOWHERE = N_("Where are the letters? Write LETTERS_MAILBOX into pelicanconf.py, or: invoke letters --folder letters/")
_FIRST = timedelta(days=30)
"""How far back the first run looks in a mailbox: nobody expects an answer to what they sent years ago."""
_AGENT = "Placette (letters)"


def run(folder: str, to: str) -> None:
    """Read what has come, and do all there is to do about it."""
    with letters_desk() as desk:
        way = _way(to, desk)
        unread = _receive_all(desk, folder)
        _send(desk)
        site = desk_of(desk.settings, read_site(desk.settings))
        stuck = _handle_all(desk, site, way)
        for post in follow(desk.store, known_posts(site, _is_online), desk.who):
            sentence = N_("{number} is out: its writer is told.") if post.url else N_("{number} waits for its day.")
            print(_(sentence).format(number=post.number))
        _send(desk)
        renew_receipts(desk)
        if unread or stuck:
            raise Exit("\n".join(filter(None, (unread, stuck))), 2 if unread else 1)


def _way(to: str, desk: OpenDesk) -> Way:
    """Where proposals go: as asked, else to the forge that the settings name, else to a branch."""
    try:
        return Way(to) if to else Way.FORGE if desk.own.forge else Way.BRANCH
    except ValueError as error:
        sentence = _("“{to}” is not a place for proposals. Choose among: {choices}")
        raise Exit(printable(sentence.format(to=to, choices=", ".join(Way))), 2) from error


def _receive_all(desk: OpenDesk, folder: str) -> str:
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
        _receive_dropped(desk, dropped)
    if desk.own.mailbox:
        try:
            _receive_mailbox(desk)
        except MailboxError as error:
            return printable(_("The mailbox cannot be read: {what}").format(what=error))
    return ""


def _receive_mailbox(desk: OpenDesk) -> None:
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


def _receive_dropped(desk: OpenDesk, folder: Path) -> None:
    """Receive what the form has dropped, which is taken away once the store has it."""
    there = sorted(folder.glob(f"*{MAIL}"))
    _receive(desk, (arrival for path in there for arrival in arrivals_in(Bundle(path.stem, (path,)))))
    for path in there:
        path.unlink()


def _receive(desk: OpenDesk, arrivals: Iterator[Arrival]) -> None:
    for received in receive(arrivals, desk.store, desk.who, desk.own.largest):
        print(_received(received, desk))


def _received(received: Received, desk: OpenDesk) -> str:
    if not received.number:
        sentence = _("Left without an answer, since no person wrote it: “{title}”. {why}")
        return printable(sentence.format(title=received.subject, why=_reason(received.automatic)))
    if not received.opened:
        return _("{number}: an answer has come.").format(number=received.number)
    case = desk.store.cases.case(received.number)
    title = case.title if case else ""
    return printable(_("{number}: “{title}” has come.").format(number=received.number, title=title))


def _reason(code: str) -> str:
    return _(REMARKS[code].what) if code in REMARKS else code


def _from_folder(folder: Path) -> Iterator[Arrival]:
    """The letters in a folder; what belongs to none is told."""
    if not folder.is_dir():
        raise Exit(printable(_("There is no folder {path}.").format(path=folder)), 2)
    bundles, left = find_bundles(folder)
    for file in left:
        print(printable(_(file.why).format(name=file.path.name)), file=sys.stderr)
    for bundle in bundles:
        yield from arrivals_in(bundle)


@contextmanager
def _reading_mailbox(desk: OpenDesk, broken: list[int]) -> Iterator[Iterator[Arrival]]:
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
    """Say how many letters stay in the mailbox unread."""
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


def _handle_all(desk: OpenDesk, site: Desk, way: Way) -> str:
    """Propose what can be proposed, and say where it is; gives how many letters couldn't be, if any."""
    stuck = 0
    if not desk.store.cases.unhandled():
        return ""
    try:
        proposals = proposal_desk(desk.settings, site.build, way, desk.own, ROOT)
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
        yield "  " + _("They wrote something that is for you: invoke letters --show {number}").format(
            number=handled.number
        )
    for remark in (*proposal.remarks, *handled.remarks):
        yield "  " + _(REMARKS[remark.code].what).format_map(dict(remark.values))


def _send(desk: OpenDesk) -> None:
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
        sent = send_queue(desk.store, _sender(desk))
    except MailAddressError as error:
        raise Exit(printable(f"LETTERS_OUTBOX: {error.render(_)}"), 2) from error
    if sent.left:
        print(
            WORDS.ngettext("{count} answer was sent.", "{count} answers were sent.", sent.left).format(count=sent.left)
        )
    if sent.refused:
        sentence = WORDS.ngettext(
            "{count} address refuses our mail.", "{count} addresses refuse our mail.", sent.refused
        )
        print(sentence.format(count=sent.refused), file=sys.stderr)
    if sent.waits:
        print(printable(sent.waits.render(_)), file=sys.stderr)


def _sender(desk: OpenDesk) -> Callable[[EmailMessage], None]:
    return partial(send, outbox=desk.own.outbox, password=os.environ.get("LETTERS_PASSWORD", ""))


def _is_online(url: str) -> bool:
    """Whether an address of the site answers: its writer is told only then."""
    return exchange(url, "HEAD", Manner(_AGENT, reach=_anywhere)).status == 200


def _anywhere(_address: str, _port: int) -> str:
    """The site's own address comes from its settings: it may lie in the town hall's own network."""
    return ""
