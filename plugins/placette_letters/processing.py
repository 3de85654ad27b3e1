"""Receive letters, read cases from their originals, propose them and ask about gaps.

A letter's own claims prove nothing; that it answers a mail of ours does.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from placette import N_, Build, Problem, Project, git, letterbox
from placette_letters import LettersSettings
from placette_letters.answering.mails import Correspondent, may_answer
from placette_letters.answering.questions import CONSENTS, MINORS, PEOPLE, asked, review_mail
from placette_letters.answering.reading import merged, read_answers
from placette_letters.answering.receipts import receipt_mail, unusable_mail, word_count
from placette_letters.arriving import Arrival
from placette_letters.letter import (
    MADE_A_POST,
    Case,
    Consent,
    Gap,
    Letter,
    LetterProposal,
    Manuscript,
    Remark,
    WriterAnswers,
)
from placette_letters.mail.reading import LARGEST, read_mails
from placette_letters.proposing.branches import ProposingError, write_branch
from placette_letters.proposing.composing import prepare_enclosures, prepare_pictures, propose
from placette_letters.proposing.forges import forge_of, problems_of, push, write_folder
from placette_letters.proposing.front_matter import SiteFacts, facts_of
from placette_letters.store import LetterStore, QueuedMail, StoredCase


def belonging_of(letter: Letter, store: LetterStore) -> tuple[str, bool]:
    """Return the case of a letter (empty for a new one), and whether that is proven.

    It is the one whose mail it answers, or whose number it names, if both are its sender's. Proven is what names a mail
    that we sent to its sender: whoever wrote it read that mail. Anything else lies beside the case.
    """
    answered = next((number for it in letter.references if (number := store.mails.number_of(it))), "")
    named = answered or letter.number
    case = store.cases.case(named) if named else None
    if case is None or not letter.sender or letter.sender != case.sender:
        return "", False
    if letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY is not letterbox.LetterKind(case.kind):
        return "", False  # it has a receipt and days of its own
    return case.number, bool(answered)


@dataclass(frozen=True, slots=True)
class WholeCase:
    """A case, its last letter and the place of that, and what each of those that answer agrees to, by its place.

    ``before`` is the case at its last processing; None for a new one.
    """

    case: Case
    before: Case | None
    letter: Letter
    last: int
    consents: dict[int, tuple[Consent, ...]]


def read_case(stored: StoredCase, store: LetterStore, who: Correspondent) -> WholeCase | None:
    """Return a case from its originals; None once they are forgotten, and while one is lost.

    Its author is known once somebody has answered us from the author's address: the address alone can be forged. For
    the same reason, what an editor accepted by hand agrees to nothing.
    """
    remaining = store.cases.letters_of(stored.number)
    originals = [store.cases.original(it) for it in remaining]
    jobs = [(data, it.received) for data, it in zip(originals, remaining, strict=True) if data is not None]
    if len(jobs) < len(remaining) or not jobs:
        return None
    most = max(LARGEST, *(len(data) for data, _day in jobs))  # accepted mails are read, whatever the limit is now
    first, *later = read_mails(jobs, own=who.address, largest=most)
    first = replace(first, kind=letterbox.LetterKind(stored.kind))  # whatever a later version would take it for
    author = stored.author if any(it.proven for it in remaining) else ""
    case = Case(stored.number, first, author, licence=who.licence)
    before = case if remaining[0].handled else None
    consents: dict[int, tuple[Consent, ...]] = {}
    parted = ((mail, *mail.step.partition("-")) for mail in store.mails.of(stored.number))
    rounds = [(mail, int(after) + 1) for mail, step, _dash, after in parted if step == "review"]
    for letter, facts in zip(later, remaining[1:], strict=True):
        gaps, brings_text = _open_then(letter, facts.place, rounds), is_empty(case.written) or lacks_text(case)
        answers = read_answers(letter, gaps, case, who.words, brings_text=brings_text)
        answers = answers if facts.proven else replace(answers, consents=(), licence="")
        consents[facts.place] = answers.consents
        case = _with_answers(case, answers)
        before = case if facts.handled else before
    return WholeCase(case, before, (first, *later)[-1], remaining[-1].place, consents)


def _open_then(letter: Letter, place: int, rounds: list[tuple[QueuedMail, int]]) -> tuple[Gap, ...]:
    """Return the questions that a letter answers: those of the mail that it names, else the last ones asked before it.

    ``rounds`` are the mails that asked, each with the place of the first letter that may answer it. A “thank you”
    changes nothing, so the questions aren't sent again after it: they are still the open ones.
    """
    mails = [mail for mail, first in rounds if first <= place]
    answers = [mail for mail in mails if mail.identity in letter.references]
    return (answers or mails)[-1].asked if mails else ()


def _with_answers(case: Case, said: WriterAnswers) -> Case:
    """Return the case after one more answer. An answer about some pictures doesn't cover others that came since."""
    case = replace(case, answers=merged(case.answers, said))
    if not (said.pictures or (said.written and said.written.pictures)):
        return case
    unsaid = {PEOPLE, MINORS} - {consent.what for consent in said.consents}
    remaining = tuple(consent for consent in case.answers.consents if consent.what not in unsaid)
    fields = {name: value for name, value in case.letter.fields.items() if name not in unsaid}
    return replace(case, letter=replace(case.letter, fields=fields), answers=replace(case.answers, consents=remaining))


_NOTE = 15  # Words of a note that only goes with documents
_TOGETHER = 20_000_000  # Bytes of letters that are read at the same time
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Received:
    """The result of an arrival: its number, whether it opened a case; no number for one that was only recorded."""

    number: str
    opened: bool = False
    beside: bool = False
    subject: str = ""  # Of recorded mails only: their one description


def receive(arrivals: Iterable[Arrival], store: LetterStore, who: Correspondent, largest: int) -> Iterator[Received]:
    """Keep each new arrival. Yields its result once it is safe. ``largest`` is in bytes."""
    for group in _groups(arrivals):
        letters = read_mails([(it.data, it.received) for it in group], own=who.address, largest=largest)
        for arrival, letter in zip(group, letters, strict=True):
            if receipt := _keep(arrival, letter, store, who):
                yield receipt


def _groups(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    group: list[Arrival] = []
    for arrival in arrivals:
        group.append(arrival)
        if sum(len(it.data) for it in group) > _TOGETHER:
            yield group
            group = []
    if group:
        yield group


def _keep(arrival: Arrival, letter: Letter, store: LetterStore, who: Correspondent) -> Received | None:
    fresh = not store.cases.knows(letter.identity)
    if not fresh:
        store.cases.restore_original(letter.identity, arrival.data)
    file = store.cases.keep_original(arrival.data) if fresh and not letter.automatic else ""
    with store.step():
        receipt = _enter(letter, file, store, who) if fresh else None
        if arrival.uid:
            store.cases.note_uid(arrival.box, arrival.validity, arrival.uid)
    return receipt


def _enter(letter: Letter, file: str, store: LetterStore, who: Correspondent) -> Received:
    """Give a letter its case, and its sender a mail."""
    if letter.automatic:
        store.cases.add_letter("", letter, file, proven=False)
        return Received("", subject=letter.subject)
    number, proven = belonging_of(letter, store)
    if number:
        store.cases.add_letter(number, letter, file, proven=proven)
        return Received(number, beside=not proven)
    number = store.cases.open_case(letter, file, letter.subject, store.people.author_of(letter.sender))
    case = Case(number, letter, licence=who.licence)
    is_right = letter.kind is letterbox.LetterKind.RIGHT_OF_REPLY  # its receipt says until when the law has it answered
    make = unusable_mail if not is_right and is_empty(letter.written) else receipt_mail
    queue(lambda: make(case, who), case, "receipt", (), store, who)
    return Received(number, opened=True)


def is_empty(written: Manuscript) -> bool:
    """Return whether a letter has nothing that could become a post."""
    return not (written.markdown.strip() or written.pictures or written.enclosures)


def lacks_text(case: Case) -> bool:
    """Return whether a letter is only a note that goes with documents: its text may be in one that isn't read (PDF)."""
    text, kind = case.written, case.letter.kind
    has_only = text.enclosures and not case.pictures and word_count(text.markdown) < _NOTE
    return bool(has_only) and kind in MADE_A_POST - {letterbox.LetterKind.RIGHT_OF_REPLY}


def queue(
    make: Callable[[], EmailMessage],
    case: Case,
    step: str,
    asked: tuple[Gap, ...],
    store: LetterStore,
    who: Correspondent,
    *,
    held: bool = False,
) -> bool:
    """Queue a mail to a case's sender, unless it can't be answered; inside a step of the store.

    It is made only then: no mail can be made for an invalid address, and one such letter must not stop the others.
    """
    now = datetime.now(UTC)
    to = case.letter.sender
    if not may_answer(case.letter, who.address, store.mails.count_made(to, now - _DAY)):
        return False
    mail = make()
    identity = str(mail["Message-ID"]).strip("<>")  # as answers to it are read
    return store.mails.queue(QueuedMail(identity, case.number, step, to, mail.as_bytes(), asked), now, held=held)


_NO_REPOSITORY = N_("There is no git repository here: use --to folder, which puts the texts into the content folder.")


class Way(StrEnum):
    """The destinations of proposals; the value is that of ``--to``."""

    FOLDER = "folder"
    BRANCH = "branch"
    FORGE = "forge"


def usual_way(own: LettersSettings, root: Path) -> Way:
    """Return where proposals go unless somebody says: to the forge, to a branch, without git to the content folder."""
    return Way.FORGE if own.forge else Way.BRANCH if git.commit_of(root) else Way.FOLDER


@dataclass(frozen=True, slots=True)
class ProposalSite:
    """How the proposals of a site are made, checked, and put where they go."""

    settings: dict[str, Any]
    facts: SiteFacts
    own: LettersSettings
    way: Way
    repository: Path  # The top of the repository; the site's own folder where texts go into the content folder
    room: Path  # For temporary files: nobody but us may read these words

    def propose(self, case: Case, folder: str, names: Set[str], keys: Set[str]) -> LetterProposal | None:
        """Return the post of a case, in its folder if it has one; others propose ``names`` of folders and ``keys``."""
        facts = replace(self.facts, slugs=self.facts.slugs | names, keys=self.facts.keys | keys)
        documents = prepare_enclosures(case.written.enclosures, Project.attachments(self.settings), facts.lang)
        return propose(
            case, facts, prepare_pictures(case.pictures), documents, PurePosixPath(folder) if folder else None
        )

    def check(self, proposal: LetterProposal) -> tuple[Problem, ...]:
        """Return the problems of a proposal's own files."""
        return problems_of(proposal, self.settings, self.room)

    def put(self, proposal: LetterProposal, before: LetterProposal | None) -> tuple[str, tuple[Remark, ...]]:
        """Put a proposal where it goes, and return where that is; ``before`` is the last one of the same case."""
        content = Path(self.settings["PATH"])
        if self.way is Way.FOLDER:
            write_folder(proposal, content, before)
            return f"{content.name}/{proposal.folder}", ()
        inside = content.resolve().relative_to(self.repository).as_posix()
        is_pushed = self.way is Way.FORGE
        remote = self.own.remote if is_pushed else ""
        branch = write_branch(proposal, self.repository, self.own.target, inside, remote, self.room)
        address, token = "", os.environ.get("LETTERS_TOKEN", "")
        if is_pushed:
            lang = self.settings["DEFAULT_LANG"]
            address = push(proposal, self.repository, branch.commit, self.own, token, lang)
        return address or proposal.branch, branch.remarks


def proposal_site(
    settings: dict[str, Any], build: Build, way: Way, own: LettersSettings, root: Path, room: Path
) -> ProposalSite:
    """Return how proposals are made for a site; ``room`` is a folder for temporary files.

    Raises ``ProposingError`` for a way that can't be taken here.
    """
    repository = root
    if way is Way.FORGE:
        forge_of(own)
    if way is not Way.FOLDER:
        try:
            repository = Path(git.run_git(root, "rev-parse", "--show-toplevel").decode().strip()).resolve()
        except git.GitError as error:
            raise ProposingError(_NO_REPOSITORY) from error
    return ProposalSite(settings, facts_of(settings, build), own, way, repository, room)


@dataclass(frozen=True, slots=True)
class HandledCase:
    """The result for a case: its proposal and where it is, both empty for one that an editor decides.

    ``error`` is why it failed; the next run tries again.
    """

    number: str
    proposal: LetterProposal | None = None
    where: str = ""
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[str, ...] = ()  # The writer's words for the editor
    error: ProposingError | None = None
    held: bool = False  # The questions wait until somebody has read the letter


def handle(store: LetterStore, site: ProposalSite, who: Correspondent, today: date) -> Iterator[HandledCase]:
    """Process every case that has new letters. A failure is reported and doesn't stop the others."""
    for number in store.cases.unhandled():
        stored = store.cases.case(number)
        whole = read_case(stored, store, who) if stored else None
        if stored and whole:
            try:
                handled = _handle(stored, whole, store, site, who, today)
            except ProposingError as error:
                handled = HandledCase(number, error=error)
            yield handled


def _handle(
    stored: StoredCase, whole: WholeCase, store: LetterStore, site: ProposalSite, who: Correspondent, today: date
) -> HandledCase:
    """Propose first, then note it: an interrupted proposal is made again, which changes nothing."""
    case, last = whole.case, whole.last
    # Posts of other cases may still be on branches that the site doesn't show. Two people of one name would sign with
    # one profile else, and the second could write as the first from then on.
    others = (other.folder for other in store.cases.all() if other.folder and other.number != stored.number)
    keys = store.cases.profiles_of_others(stored.number, stored.sender)
    names = {PurePosixPath(folder).name for folder in others}
    no_text = lacks_text(case)
    proposal = None if no_text or is_empty(case.written) else site.propose(case, stored.folder, names, keys)
    if proposal is None:
        is_held = False
        with store.step():
            if case.answers.remarks and not whole.letter.forged:
                queue(lambda: unusable_mail(case, who, last), case, f"unusable-{last}", (), store, who)
            elif no_text and not (whole.letter.forged or whole.before):
                make = partial(unusable_mail, case, who, read=True)
                is_held = queue(make, case, "unusable", (Gap("text"),), store, who, held=True)
            store.cases.mark_handled(stored.number, last)
        return HandledCase(stored.number, held=is_held)
    before = site.propose(whole.before, stored.folder, names, keys) if whole.before and stored.folder else None
    # The folder is noted first: a run that is killed here must not make a second one.
    if not stored.folder:
        store.cases.note_proposal(stored.number, proposal.title, proposal.folder.as_posix())
    try:
        where, remarks = site.put(proposal, before)
    except ProposingError:  # the folder may be taken: the next run chooses again
        store.cases.note_proposal(stored.number, stored.title, stored.folder)
        raise
    problems = site.check(proposal)
    # What the writer has been asked once, an editor has read the answer to; a consent is asked until it is clear.
    waits = store.mails.held(stored.number)
    earlier = {gap for mail in store.mails.of(stored.number) if mail != waits for gap in asked(mail.asked)}
    gaps = tuple(gap for gap in proposal.gaps if gap.code in CONSENTS or gap not in earlier)
    profiles = (path.stem for path in map(PurePosixPath, proposal.files) if path.parent.name == "authors")
    # No program thanks for a text that nobody has read yet: it may insult somebody.
    is_held = not (stored.read and whole.before and case.written.markdown == whole.before.written.markdown)
    with store.step():
        store.cases.note_proposal(stored.number, proposal.title, proposal.folder.as_posix())
        store.cases.note_profile(stored.number, next(profiles, ""))
        for place, consents in whole.consents.items():
            store.people.keep_consents(stored.number, place, consents)
        review = partial(review_mail, case, proposal, gaps, who)
        is_due = not whole.letter.forged and case.letter.kind is not letterbox.LetterKind.RIGHT_OF_REPLY
        is_queued = is_due and queue(review, case, f"review-{last}", gaps, store, who, held=is_held)
        is_held = is_held and is_queued
        waiting = (stored.waiting or today.isoformat()) if is_queued and gaps and not is_held else ""
        store.cases.note_days(stored.number, read=stored.read, waiting=waiting, closed="")
        store.cases.mark_handled(stored.number, last)
    return HandledCase(stored.number, proposal, where, problems, remarks, case.answers.corrections, held=is_held)
