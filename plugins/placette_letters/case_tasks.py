"""One run over the letters (receive, answer, propose, follow), and an editor's tasks for single letters."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from invoke.exceptions import Exit

from placette import (
    N_,
    Build,
    Files,
    LegalSettings,
    Problem,
    Project,
    Task,
    Words,
    _,
    decisions,
    letterbox,
    load_settings,
)
from placette_letters import LettersSettings, arriving, following, processing
from placette_letters.answering.mails import Correspondent, MailAddressError, connect_parts, correspondent_of, send
from placette_letters.answering.receipts import statement_mail
from placette_letters.letter import Case, Letter
from placette_letters.mail.reading import read_mails
from placette_letters.proposing import front_matter
from placette_letters.proposing.branches import ProposingError, letter_branch
from placette_letters.proposing.composing import right_of_reply_remarks
from placette_letters.remarks import REMARKS, facts_of, words_of
from placette_letters.store import (
    DECIDED,
    LetterStore,
    StoredCase,
    StoredLetter,
    StoreError,
    drop_folder,
    letters_folder,
    open_store,
)

_CLOSED = N_("This site has no letterbox: its feature “letterbox” is left out of PLUGINS.")


@dataclass(frozen=True, slots=True)
class OpenLetters:
    """The open store, with the published site's settings, the letters' own settings and the correspondent."""

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
    """Open the letter store. Ends the task with code 2 where it can't be opened or the disk fails."""
    settings = Project.published_settings()
    if not any(feature.name == "letterbox" for feature in Project.features(settings)):
        raise Exit(_(_CLOSED), 2)
    options, content = load_settings(LettersSettings, "LETTERS", settings), Path(settings["PATH"])
    folder, site = letters_folder(settings, Task.ROOT), str(settings["SITEURL"])
    try:
        with open_store(folder, Task.ROOT, site, following.public_numbers(content)) as store:
            yield OpenLetters(settings, options, store, correspondent_of(settings, Task.WORDS.gettext, store.secret()))
    except StoreError as error:
        raise Exit(Problem.printable(_(str(error)).format(path=error.path)), 2) from error
    except sqlite3.Error as error:
        is_full = getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL
        raise Task.file_failed(OSError(errno.ENOSPC, "", str(folder)) if is_full else error) from error


def renew_receipts(letters: OpenLetters) -> None:
    """Write the receipts that changed, and print what to do with them.

    The branch of a letter gets none: they are everybody's, and git could not bring two versions of one together.
    """
    if branch := letter_branch(Task.ROOT):
        print(_(_ON_BRANCH).format(branch=branch, target=letters.own.target))
        return
    paths = list(following.write_receipts(letters.store.cases.all(), letters.content))
    if paths:
        sentence = Task.WORDS.ngettext(
            "{count} receipt was renewed in {folder}: once published, everybody sees where their letter is.",
            "{count} receipts were renewed in {folder}: once published, everybody sees where their letter is.",
            len(paths),
        )
        print(sentence.format(count=len(paths), folder=f"{letters.content.name}/letters"))


_ON_BRANCH = N_("The branch {branch} is open: the receipts are renewed once {target} is again.")
_RIGHT = N_("{number}: a right of reply has come. The law has it published, or refused with a reason, by {due}.")
_NAMED = "{0.number}/{0.place}"  # how an editor names a letter that lies beside a case
_BESIDE = N_("{named}: joined by its number only; not proved to be from the same person. It changed nothing.")
_LOST = N_(
    "{named}: its original is missing or damaged in the store. Put it back from a backup, or run this again where the"
    " mail still is: in the mailbox, or in a folder (invoke letters --folder)."
)
_NOWHERE = N_("Where are the letters? Write LETTERS_MAILBOX into pelicanconf.py, or: invoke letters --folder letters/")
_FIRST = timedelta(days=30)
"""How far back the first run looks in a mailbox: older letters expect no answer any more."""


def run(folder: str, to: str) -> None:
    """Receive the new letters, answer and propose them, and follow those that were published."""
    with open_letters() as letters:
        try:
            way = processing.Way(to or processing.usual_way(letters.own, Task.ROOT))
        except ValueError as error:
            sentence = _("“{to}” is not a place for proposals. Choose among: {choices}")
            raise Exit(Problem.printable(sentence.format(to=to, choices=", ".join(processing.Way))), 2) from error
        Files.sweep_parts(letters.content)
        unread = _receive_all(letters, folder)
        _send(letters)
        build = Project.read(letters.settings)
        stuck = _handle_all(letters, build, way)
        posts = following.known_posts(build, letters.settings, following.is_online)
        for post in following.follow(letters.store, posts, letters.who):
            sentence = N_("{number} is out: its writer is told.") if post.url else N_("{number} waits for its day.")
            print(_(sentence).format(number=post.number))
        _send(letters)
        renew_receipts(letters)
        lost = "\n".join(map(_lost, letters.store.cases.lost()))
        if unread or stuck or lost:
            raise Exit("\n".join(filter(None, (unread, stuck, lost))), 2 if unread or lost else 1)


def _lost(letter: StoredLetter) -> str:
    return _(_LOST).format(named=_NAMED.format(letter))


def _receive_all(letters: OpenLetters, folder: str) -> str:
    """Receive from the named folder, else from the form and the mailbox.

    Returns why the mailbox can't be read, or "": letters that came before are processed all the same.
    """
    if folder:
        _receive(letters, _from_folder(Path(folder).expanduser()))
        return ""
    dropped = drop_folder(letters.settings, Task.ROOT)
    if not letters.own.mailbox and not dropped.is_dir():
        raise Exit(_(_NOWHERE), 2)
    if dropped.is_dir():
        there = sorted(dropped.glob(f"*{arriving.MAIL}"))
        _receive(letters, (arrival for path in there for arrival in arriving.arrivals_in(path.stem, (path,))))
        for path in there:
            path.unlink()
    if letters.own.mailbox:
        try:
            _receive_mailbox(letters)
        except arriving.MailboxError as error:
            what = Words.without_addresses(str(error))
            return Problem.printable(_("The mailbox cannot be read: {what}").format(what=what))
    return ""


def _receive_mailbox(letters: OpenLetters) -> None:
    """Receive from the mailbox. Skips a letter at which the server breaks off twice."""
    uids: list[int] = []
    while True:
        try:
            with _reading_mailbox(letters, [uid for uid in uids if uids.count(uid) > 1]) as arrivals:
                _receive(letters, arrivals)
        except arriving.BrokenOffError as error:
            uids.append(error.uid)
        else:
            return


def _receive(letters: OpenLetters, arrivals: Iterator[arriving.Arrival]) -> None:
    for received in processing.receive(arrivals, letters.store, letters.who, letters.own.largest):
        print(_received(received, letters))


def _received(received: processing.Received, letters: OpenLetters) -> str:
    if not received.number:
        sentence = _("Left without an answer, since no person wrote it: “{title}”.")
        return Problem.printable(sentence.format(title=Words.without_addresses(received.subject)))
    if received.beside:
        return _(_BESIDE).format(named=received.number)
    if not received.opened:
        return _("{number}: an answer has come.").format(number=received.number)
    case = letters.store.cases.case(received.number)
    title = case.title if case else ""
    if case and case.kind == letterbox.LetterKind.RIGHT_OF_REPLY:
        due = datetime.fromisoformat(case.received) + letterbox.RIGHT_OF_REPLY_DUE
        return _(_RIGHT).format(number=case.number, due=Words.long_date(due, letters.who.language))
    title = Words.without_addresses(title)
    return Problem.printable(_("{number}: “{title}” has come.").format(number=received.number, title=title))


def _from_folder(folder: Path) -> Iterator[arriving.Arrival]:
    if not folder.is_dir():
        raise Exit(Problem.printable(_("There is no folder {path}.").format(path=folder)), 2)
    sources, rest = arriving.find_letters(folder)
    for path, why in rest:
        print(Problem.printable(_(why).format(name=path.name)), file=sys.stderr)
    for name, files in sources:
        yield from arriving.arrivals_in(name, files)


@contextmanager
def _reading_mailbox(letters: OpenLetters, broken: list[int]) -> Iterator[Iterator[arriving.Arrival]]:
    """Yield the mailbox's new letters. Ends the task with code 2 for a misspelt address. Raises ``MailboxError``."""
    try:
        address = connect_parts(letters.own.mailbox)
        with arriving.open_mailbox(address, os.environ.get("LETTERS_PASSWORD", ""), broken) as box:
            cases = letters.store.cases
            after, since = cases.last_uid(box.name, box.validity), cases.begun(box.name, letters.today - _FIRST)
            older = box.older(after, since)
            is_sought = bool(cases.lost()) and cases.may_look_again(letters.today)
            yield box.arrivals(0 if is_sought else after, letters.own.largest, since)
            last = cases.last_uid(box.name, box.validity)
            cases.note_uid(box.name, box.validity, max((last, *older, *box.unfetched)))
            _print_left(len(older), len(box.unfetched))
    except MailAddressError as error:
        raise Exit(Problem.printable(f"LETTERS_MAILBOX: {error.render(_)}"), 2) from error


def _print_left(older: int, unfetched: int) -> None:
    if older:
        sentence = Task.WORDS.ngettext(
            "{count} letter is older than the letterbox and was left alone. To take it in, save it as a file:"
            " invoke letters --folder",
            "{count} letters are older than the letterbox and were left alone. To take one in, save it as a file:"
            " invoke letters --folder",
            older,
        )
        print(sentence.format(count=older))
    if unfetched:
        sentence = Task.WORDS.ngettext(
            "{count} letter could not be fetched. Look at it in the mailbox.",
            "{count} letters could not be fetched. Look at them in the mailbox.",
            unfetched,
        )
        print(sentence.format(count=unfetched), file=sys.stderr)


def _handle_all(letters: OpenLetters, build: Build, way: processing.Way) -> str:
    """Propose every new letter and print where it is. Returns a sentence that counts the failures, or ""."""
    stuck = 0
    if not letters.store.cases.unhandled():
        return ""
    try:
        room = letters.store.scratch
        proposals = processing.proposal_site(letters.settings, build, way, letters.own, Task.ROOT, room)
        for handled in processing.handle(letters.store, proposals, letters.who, letters.today):
            stuck += handled.error is not None
            print(
                "\n".join(map(Problem.printable, _handled(handled))), file=sys.stderr if handled.error else sys.stdout
            )
    except ProposingError as error:
        raise Exit(Problem.printable(error.render(_)), 2) from error
    sentence = Task.WORDS.ngettext(
        "{count} letter could not be proposed. The next run tries again.",
        "{count} letters could not be proposed. The next run tries again.",
        stuck,
    )
    return sentence.format(count=stuck) if stuck else ""


def _handled(handled: processing.HandledCase) -> Iterator[str]:
    proposal = handled.proposal
    if handled.error:
        yield f"{handled.number}: {handled.error.render(_)}"
        return
    if proposal is None:
        yield _("{number} is for you to read: invoke letters --show {number}").format(number=handled.number)
        yield from _held(handled)
        return
    yield _("{number}: “{title}” → {where}").format(number=handled.number, title=proposal.title, where=handled.where)
    sentence = N_("To be completed ({count}): invoke letters --complete {number}")
    sentence = sentence if proposal.gaps else N_("Nothing is missing. To publish it: invoke letters --publish {number}")
    yield "  " + _(sentence).format(count=len(proposal.gaps), number=handled.number)
    if Problem.block(handled.problems):
        yield "  " + _("The check finds something to fix: invoke check")
    yield from _held(handled)
    if handled.notes:
        sentence = _("They wrote something that is for you: invoke letters --show {number}")
        yield "  " + sentence.format(number=handled.number)
    for remark in (*proposal.remarks, *handled.remarks):
        yield "  " + _(REMARKS[remark.code].what).format_map(dict(remark.values))


def _held(handled: processing.HandledCase) -> Iterator[str]:
    if handled.held:
        sentence = _("Read it: invoke letters --read {number}. Their questions leave then.")
        yield "  " + sentence.format(number=handled.number)


def _send(letters: OpenLetters) -> None:
    """Send the queued mails; print how many wait."""
    waiting = len(letters.store.mails.waiting())
    if not waiting:
        return
    if not letters.own.outbox:
        sentence = Task.WORDS.ngettext(
            "{count} answer waits: LETTERS_OUTBOX says how to send it.",
            "{count} answers wait: LETTERS_OUTBOX says how to send them.",
            waiting,
        )
        print(sentence.format(count=waiting), file=sys.stderr)
        return
    try:
        password = os.environ.get("LETTERS_PASSWORD", "")
        outcome = following.send_queue(letters.store, partial(send, outbox=letters.own.outbox, password=password))
    except MailAddressError as error:
        raise Exit(Problem.printable(f"LETTERS_OUTBOX: {error.render(_)}"), 2) from error
    if outcome.left:
        sentence = Task.WORDS.ngettext("{count} answer was sent.", "{count} answers were sent.", outcome.left)
        print(sentence.format(count=outcome.left))
    if outcome.refused:
        sentence = Task.WORDS.ngettext(
            "{count} address refuses our mail.", "{count} addresses refuse our mail.", outcome.refused
        )
        print(sentence.format(count=outcome.refused), file=sys.stderr)
    if outcome.waits:
        print(Problem.printable(outcome.waits.render(_)), file=sys.stderr)


_KINDS = {
    letterbox.LetterKind.POST: N_("a text"),
    letterbox.LetterKind.QUESTION: N_("a question"),
    letterbox.LetterKind.RESPONSE: N_("a response"),
    letterbox.LetterKind.RIGHT_OF_REPLY: N_("a right of reply"),
    letterbox.LetterKind.CORRECTION: N_("a correction"),
    letterbox.LetterKind.REPORT: N_("a report"),
}
_OF_OTHERS = frozenset(
    {letterbox.LetterKind.CORRECTION, letterbox.LetterKind.REPORT}
)  # Letters about other people's texts
_LOOK = N_("Look at it: invoke letters --show {number}")
_ACCEPT = N_("Once you are sure who wrote it: invoke letters --accept {named}")
_ACCEPTED = N_("{named} is part of letter {number} now: the next run of invoke letters uses it. It agrees to nothing.")
_NONE_BESIDE = N_("No letter {named} is waiting beside another. Look at the list: invoke letters --list")
_READ = N_("{number} has been read. {where}")
_STILL_LEAVES = N_("The mail about the decision hasn’t left yet: it is kept until invoke letters has sent it.")
_MAILBOX = N_("The mailbox still has the mail, and what was sent: delete it there, then in the backups.")
_UNSIGNED = N_("{path} has no visa of the archives, or names no letter: nothing was destroyed.")
_VISA = N_(
    "A public body destroys a letter with the visa of the archives only (code du patrimoine, L. 212-2, L. 214-3)."
)
_NO_LETTER = N_("There is no letter {number}. Look at the list: invoke letters --list")
_STAYS = N_("What was made of it stays until you delete it yourself: {where}")


def list_open() -> None:
    """Print the open letters, the oldest first, and what lies unseen beside any letter."""
    with open_letters() as letters:
        numbers = letters.store.mails.numbers_with("published")
        count = 0
        for case in letters.store.cases.all():
            is_open = not case.closed and case.number not in numbers
            unseen = [sibling for sibling in letters.store.cases.letters_beside(case.number) if not sibling.handled]
            count += is_open
            if is_open or unseen:
                print(Problem.printable(_line(case, letters)))
            for sibling in unseen:
                print("  " + _(_BESIDE).format(named=_NAMED.format(sibling)), _(_LOOK).format(number=case.number))
        print(Task.WORDS.ngettext("{count} letter is open.", "{count} letters are open.", count).format(count=count))
        for number, why in letters.store.mails.refused():
            print(
                Problem.printable(
                    _("{number}: its sender’s server refuses our mail: {why}").format(number=number, why=why)
                )
            )


def _line(case: StoredCase, letters: OpenLetters) -> str:
    """Return a case in a line: its number, day, kind, title and state."""
    is_read = case.read and not letters.store.mails.held(case.number)
    state = _("to be read") if not is_read else _("waits for its writer") if case.waiting else _("has been read")
    title = _("“{title}”").format(title=case.title)
    parts = (case.number, case.received, _(_KINDS[letterbox.LetterKind(case.kind)]), title, state)
    return " · ".join((*parts, *([f"lettres/{case.number}"] if case.folder else [])))


def show(number: str) -> None:
    """Print a letter as it was understood, with all that is known of its sender."""
    with open_letters() as letters:
        stored = _case(number, letters)
        whole = processing.read_case(stored, letters.store, letters.who)
        if whole is None:
            print(_("This letter has been forgotten; only its days are known."))
            return
        since = (_("They wrote since: {sentence}").format(sentence=words) for words in whole.case.answers.corrections)
        parts = (*_shown(stored, whole.case.letter, letters), *since, *_conditions(whole.case, letters))
        parts += (*_beside(stored, letters),)
        print("\n".join(Problem.printable(line) for part in parts for line in part.split("\n")))


def _conditions(case: Case, letters: OpenLetters) -> Iterator[str]:
    """Yield which of the law's conditions a right of reply doesn't seem to meet."""
    if case.letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY:
        facts = front_matter.facts_of(letters.settings, Project.read(letters.settings))
        for remark in right_of_reply_remarks(case, facts):
            yield "! " + _(REMARKS[remark.code].what).format_map(dict(remark.values))


def _beside(stored: StoredCase, letters: OpenLetters) -> Iterator[str]:
    """Yield what lies beside a case, in lines."""
    for sibling in letters.store.cases.letters_beside(stored.number):
        if data := letters.store.cases.original(sibling):
            most = max(letters.own.largest, len(data))
            (letter,) = read_mails([(data, sibling.received)], own=letters.who.address, largest=most)
            note = "! " + _(_BESIDE).format(named=_NAMED.format(sibling))
            yield from ("", note, *facts_of(letter), *words_of(letter))
            yield _(_ACCEPT).format(named=_NAMED.format(sibling))


def accept(named: str) -> None:
    """Take a letter that lies beside a case into it, because an editor is sure who wrote it; the next run uses it."""
    with open_letters() as letters:
        number, _slash, place = named.partition("/")
        matches = (
            sibling
            for sibling in letters.store.cases.letters_beside(number)
            if str(sibling.place) == place and sibling.file
        )
        if not (letter := next(matches, None)):
            raise Exit(Problem.printable(_(_NONE_BESIDE).format(named=named)), 2)
        with letters.store.step():
            letters.store.cases.accept(letter.number, letter.place)
        print(_(_ACCEPTED).format(named=named, number=number))
        renew_receipts(letters)


def _shown(stored: StoredCase, letter: Letter, letters: OpenLetters) -> Iterator[str]:
    yield _line(stored, letters)
    writer = _("known as {key}").format(key=stored.author) if stored.author else _("nobody we know")
    yield _("From: {name} <{address}> ({known})").format(name=letter.sender_name, address=letter.sender, known=writer)
    yield from facts_of(letter)
    if letter.number not in {"", stored.number}:
        yield _("It names letter {number}, which came from another address.").format(number=letter.number)
    for consent in letters.store.people.consents_of(stored.number):
        agreed = _("yes") if consent.agreed else _("no")
        day = Words.long_date(datetime.combine(consent.day, time()), letters.who.language)
        yield _("Agreement ({what}): {agreed}, {day}: {wording}").format(
            what=consent.what, agreed=agreed, day=day, wording=consent.wording
        )
    yield from words_of(letter)


def _is_out(stored: StoredCase, letters: OpenLetters) -> bool:
    return bool(letters.store.mails.made_on(stored.number, "published"))


def note(*, read: str, close: str) -> None:
    """Record what an editor did, and renew the receipts."""
    with open_letters() as letters:
        today = letters.today.isoformat()
        stored = _case(read or close, letters)
        closed = today if close else stored.closed
        hold = letters.store.mails.held(stored.number)
        waiting = "" if closed else stored.waiting or (today if hold and hold.asked else "")
        letters.store.cases.note_days(stored.number, read=stored.read or today, waiting=waiting, closed=closed)
        (letters.store.mails.drop_held if closed else letters.store.mails.release)(stored.number)
        letters.store.cases.mark_seen(stored.number)
        if read and not (stored.read or _is_out(stored, letters)):
            folder = following.name_after_title(stored, letters.content)
            letters.store.cases.note_proposal(stored.number, stored.title, folder)
            print(Problem.printable(_(_READ).format(number=stored.number, where=folder).strip()))
        renew_receipts(letters)


def decide(number: str, statement: decisions.Statement) -> bool:
    """Queue the mail about a decision, and close the letter. Returns False where the letter has no address to answer.

    People who reported a text, or asked for a correction, get a mail of their own kind.
    """
    with open_letters() as letters:
        today = letters.today.isoformat()
        stored = _case(number, letters)
        queued, whole = False, processing.read_case(stored, letters.store, letters.who)
        if whole:
            case, last, of_others = whole.case, whole.last, whole.case.letter.kind in _OF_OTHERS
            steps = [mail.step for mail in letters.store.mails.of(case.number) if mail.step.startswith(DECIDED)]
            prefix = f"{DECIDED}{last}-{statement.ruling}"
            again = sum(step.startswith(prefix) for step in steps[:-1])  # refused, restored, and refused again
            mail = partial(statement_mail, case, statement, letters.who, last, to_reporter=of_others, again=again)
            step = f"{prefix}-{again}" if again else prefix
            with letters.store.step():
                processing.queue(mail, case, step, (), letters.store, letters.who)
            queued = any(queued_mail.step == step for queued_mail in letters.store.mails.of(case.number))
        letters.store.cases.note_days(stored.number, read=stored.read or today, waiting="", closed=today)
        letters.store.mails.drop_held(stored.number)
        if statement.ruling is decisions.Ruling.REFUSED and letterbox.LetterKind(stored.kind) not in _OF_OTHERS:
            key, removed = letters.store.cases.profile_of(number), []
            for path in (
                () if _is_out(stored, letters) else following.remove_draft(number, key, letters.content, Task.ROOT)
            ):
                print(Problem.printable(_("Removed: {path}").format(path=path)))
                removed.append(path)
            letters.store.cases.note_profile(number, "")
            _print_remains(number, key, removed, letters)
        renew_receipts(letters)
        return queued


def look_up(number: str) -> decisions.LetterFacts:
    """Return a letter's title, and whether it is about another person's text."""
    with open_letters() as letters:
        stored = _case(number, letters)
        return decisions.LetterFacts(stored.title, letterbox.LetterKind(stored.kind) in _OF_OTHERS)


def purge(signed: str) -> None:
    """Forget the cases that ended before the period that the settings allow.

    The letters of a public body are public archives: only a list that the archives have ``signed`` lets them go.
    """
    with open_letters() as letters:
        days = load_settings(letterbox.LetterboxSettings, "LETTERBOX", letters.settings).keep_days
        limit = (letters.today - timedelta(days=days)).isoformat()
        over = [case for number in letters.store.cases.over(limit) if (case := letters.store.cases.case(number))]
        letters.store.cases.note_purge(letters.today)
        publisher = load_settings(LegalSettings, "LEGAL", letters.settings)
        if signed:
            path = Path(signed).expanduser()
            if not (listed := following.read_list(path)):
                raise Exit(Problem.printable(_(_UNSIGNED).format(path=path)), 2)
            over = [case for case in over if case.number in listed]
            remaining = [case for case in over if listed[case.number]]
            numbers = {case.number for case in remaining}
            if lost := [_lost(letter) for letter in letters.store.cases.lost() if letter.number in numbers]:
                raise Exit("\n".join(lost), 2)
            print(Problem.printable(following.hand_over(path, remaining, letters.store, letters.content)))
        elif publisher.is_public:
            kinds = {kind.value: _(name) for kind, name in _KINDS.items()}
            print(
                Problem.printable(
                    following.propose_list(over, kinds, letters.own.sample, publisher.publisher, letters.store.folder)
                )
            )
            return
        _forget([case.number for case in over], letters)


def _print_remains(number: str, key: str, paths: list[str], letters: OpenLetters) -> None:
    for where in following.remains_of(number, key, paths, letters.content, Task.ROOT):
        print(Problem.printable(_(_STAYS).format(where=where)))


def forget(number: str) -> None:
    """Close and forget one letter, because its writer asks for it."""
    with open_letters() as letters:
        stored = _case(number, letters)
        closed = stored.closed or letters.today.isoformat()
        letters.store.cases.note_days(stored.number, read=stored.read, waiting="", closed=closed)
        key = letters.store.cases.profile_of(number)
        if load_settings(LegalSettings, "LEGAL", letters.settings).is_public:
            print(_(_VISA))
        _forget([number], letters)
        if letters.store.mails.of(number):
            print(_(_STILL_LEAVES))
        _print_remains(number, key, [f"{letters.content.name}/{stored.folder}"] * bool(stored.folder), letters)
        if letters.own.mailbox:
            print(_(_MAILBOX))
        renew_receipts(letters)


def _forget(numbers: list[str], letters: OpenLetters) -> None:
    for path in drop_folder(letters.settings, Task.ROOT).glob(f"*{arriving.MAIL}"):
        if letters.store.cases.has_original(path.read_bytes()):
            path.unlink()  # a killed run left what it had received
    letters.store.forget(numbers)
    sentence = Task.WORDS.ngettext("{count} letter is forgotten.", "{count} letters are forgotten.", len(numbers))
    print(sentence.format(count=len(numbers)))


def _case(number: str, letters: OpenLetters) -> StoredCase:
    stored = letters.store.cases.case(number)
    if stored is None:
        raise Exit(Problem.printable(_(_NO_LETTER).format(number=number)), 2)
    return stored
