"""What an editor does with single letters: look, read, close, refuse, forget."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

from invoke.exceptions import Exit

from placette.commands.site_tasks import WORDS, _
from placette.engine.base.dates import long_date
from placette.engine.base.settings import load_settings
from placette.engine.base.translation import N_
from placette.engine.problems.problems import printable
from placette.features.letterbox import LetterboxSettings, LetterKind
from placette_letters import Statement
from placette_letters.answering import refusal_mail, statement_mail
from placette_letters.letter import REMARKS, Letter
from placette_letters.processing import WholeCase, queue, read_case
from placette_letters.store import StoredCase
from placette_letters.store_tasks import OpenDesk, letters_desk, renew_receipts

_KINDS = {
    LetterKind.POST: N_("a text"),
    LetterKind.RESPONSE: N_("a response"),
    LetterKind.CORRECTION: N_("a correction"),
    LetterKind.REPORT: N_("a report"),
}
_OF_OTHERS = frozenset({LetterKind.CORRECTION, LetterKind.REPORT})
"""Letters about texts that somebody else wrote."""
_NOBODY = N_("There is no letter {number}. Look at the list: invoke letters --list")
_STAYS = N_("What was made of it stays until you delete it yourself: {where}")
_WHY = N_("A refusal says why: invoke letters --refuse {number} --why “…”, from the reasons that the charter lists.")


def list_open() -> None:
    """Print the letters that are open, the oldest first."""
    with letters_desk() as desk:
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
    parts = (case.number, case.received, _(_KINDS[LetterKind(case.kind)]), title, state)
    return " · ".join((*parts, *([f"lettres/{case.number}"] if case.folder else [])))


def show(number: str) -> None:
    """Print a letter as it was understood, with all that is known of who sent it."""
    with letters_desk() as desk:
        stored = _case(number, desk)
        whole = read_case(stored, desk.store, desk.who)
        if whole is None:
            print(_("This letter has been forgotten; only its days are known."))
            return
        print(
            "\n".join(printable(line) for part in _shown(stored, whole.case.letter, desk) for line in part.split("\n"))
        )
        for sentence in whole.case.answers.corrections:
            print(printable(_("They wrote since: {sentence}").format(sentence=sentence)))


def _shown(stored: StoredCase, letter: Letter, desk: OpenDesk) -> Iterator[str]:
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
    with letters_desk() as desk:
        today = desk.today.isoformat()
        stored = _case(read or close or refuse, desk)
        if refuse:
            _refuse(stored, why, desk)
        closed = today if close or refuse else stored.closed
        waiting = "" if closed else stored.waiting
        desk.store.cases.note_days(stored.number, read=stored.read or today, waiting=waiting, closed=closed)
        renew_receipts(desk)


def _refuse(stored: StoredCase, why: list[str], desk: OpenDesk) -> None:
    """Queue the refusal, which names its reasons and the way to object."""
    reasons = [reason for reason in why if reason.strip()]
    if not reasons:
        raise Exit(_(_WHY).format(number=stored.number), 2)
    whole = read_case(stored, desk.store, desk.who)
    if whole and _queue_refusal(whole, reasons, desk):
        print(_("The refusal is queued; the next run of invoke letters sends it."))
    else:
        print(_("Nobody can be answered there: tell the person yourself."))


def decide(number: str, statement: Statement) -> bool:
    """Tell the writer of a letter what was decided, and close it; False where nobody can be answered there.

    Whoever reported a text, or asked for its correction, is told as such.
    """
    with letters_desk() as desk:
        today = desk.today.isoformat()
        stored = _case(number, desk)
        whole = read_case(stored, desk.store, desk.who)
        told = whole is not None and _queue_statement(whole, statement, desk)
        desk.store.cases.note_days(stored.number, read=stored.read or today, waiting="", closed=today)
        renew_receipts(desk)
        return told


def is_from_reporter(number: str) -> bool:
    """Whether whoever wrote a letter speaks of somebody else's text."""
    with letters_desk() as desk:
        return LetterKind(_case(number, desk).kind) in _OF_OTHERS


def _queue_statement(whole: WholeCase, statement: Statement, desk: OpenDesk) -> bool:
    """Whether the decision about what came last is queued now."""
    last, number = whole.letters - 1, whole.case.number
    step, to_reporter = f"decided-{last}", whole.case.letter.kind in _OF_OTHERS
    with desk.store.step():
        queue(
            lambda: statement_mail(whole.case, statement, desk.who, last, to_reporter=to_reporter),
            *(whole.case, step, (), desk.store, desk.who),
        )
    return any(mail.step == step for mail in desk.store.mails.of(number))


def _queue_refusal(whole: WholeCase, reasons: list[str], desk: OpenDesk) -> bool:
    """Whether the refusal of what came last is queued now; a new version that is refused again is told again."""
    last, number = whole.letters - 1, whole.case.number
    step = f"refused-{last}"
    with desk.store.step():
        queue(lambda: refusal_mail(whole.case, reasons, desk.who, last), whole.case, step, (), desk.store, desk.who)
    return any(mail.step == step for mail in desk.store.mails.of(number))


def purge() -> None:
    """Forget what was finished long enough ago."""
    with letters_desk() as desk:
        days = load_settings(LetterboxSettings, "LETTERBOX", desk.settings).keep_days
        limit = (desk.today - timedelta(days=days)).isoformat()
        _forget([case for case in desk.store.cases.all() if _is_kept(case, desk) and _is_over(case, limit, desk)], desk)


def forget(number: str) -> None:
    """Forget one letter because its writer asks for it; it is closed then."""
    with letters_desk() as desk:
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


def _forget(cases: list[StoredCase], desk: OpenDesk) -> None:
    desk.store.forget([case.number for case in cases])
    sentence = WORDS.ngettext("{count} letter is forgotten.", "{count} letters are forgotten.", len(cases))
    print(sentence.format(count=len(cases)))


def _is_kept(case: StoredCase, desk: OpenDesk) -> bool:
    """Whether something is left to forget: a letter that was handed in has an original, but no sender."""
    return any(letter.file for letter in desk.store.cases.letters_of(case.number))


def _is_over(case: StoredCase, limit: str, desk: OpenDesk) -> bool:
    """Whether a case was closed, or its text was out, before a day."""
    out = desk.store.mails.made_on(case.number, "published")
    return bool(case.closed and case.closed < limit) or bool(out and out < limit)


def _case(number: str, desk: OpenDesk) -> StoredCase:
    stored = desk.store.cases.case(number)
    if stored is None:
        raise Exit(printable(_(_NOBODY).format(number=number)), 2)
    return stored
