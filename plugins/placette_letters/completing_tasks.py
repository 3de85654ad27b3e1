"""An editor completes a letter's draft in the terminal, each answer checked and written at once, and publishes it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from invoke.exceptions import Exit

from placette import N_, Files, Licence, Problem, Project, Severity, Task, Words, _, intake, quoted, writing
from placette_letters.answering.questions import review_mail
from placette_letters.case_tasks import OpenLetters, note, open_letters
from placette_letters.following import drafts_of
from placette_letters.letter import Case, Gap, LetterProposal
from placette_letters.processing import queue, read_case
from placette_letters.proposing import front_matter as matter
from placette_letters.proposing.branches import DraftBranch, ProposingError, subject_of
from placette_letters.proposing.composing import NUMBERED, folder_name
from placette_letters.proposing.forges import problems_of
from placette_letters.store import SCRATCH, StoredCase, letters_folder

_SIGNED = N_("Author: a key, or the name to sign with")
_UNLISTED = N_("“{value}” is not on the list: {choices}")
_NO_DRAFT = N_(
    "Letter {number} has no draft, in content/ or on a branch lettres/{number}: it may be published already, or for"
    " you to answer (invoke letters --show {number})."
)
_LACKS = N_("That is still missing in {path}. Answer in a terminal: invoke letters --complete {number}")
_COMPLETE = N_("Nothing is missing any more. To publish it: invoke letters --publish {number}")
_READER = N_("Who has read it before publication?")
_NO_READER = N_("A short reply names who has read it: {choices}")
_NOT_PUBLISHED = N_("Nothing was published: fix the above first.")
_PUBLISHED = N_('“{title}” is ready. To put it online: invoke publish --save "What changes"')
_STATUS = re.compile(r"^(?:status|statut)[ \t]*:.*\n", re.MULTILINE)
_UNDESCRIBED = re.compile(r"!\[\]\((?P<name>[^\s()]+)(?! \"d[ée]corati)")
_LISTED = 15  # The most choices that a question lists


@dataclass(frozen=True, slots=True)
class Missing:
    """A thing that a draft lacks: its question as it is printed, its key, the line to replace, what may be chosen."""

    gap: Gap
    question: str
    key: str
    line: str = ""
    choices: tuple[str, ...] = ()
    now: str = ""


@dataclass(slots=True)
class LetterDraft:
    """The draft of a letter in the content folder: a post's folder or a reply's file, its text, its problems."""

    place: str
    case: Case
    facts: matter.SiteFacts
    settings: dict[str, Any]
    text: str
    found: set[tuple[str, str]] = field(default_factory=set)
    branch: DraftBranch | None = None
    """The branch that has it, where the content folder has not."""

    @property
    def path(self) -> str:
        """The file of the text, from the content folder."""
        return self.place if self.is_reply else f"{self.place}/index.md"

    @property
    def is_reply(self) -> bool:
        """Whether it is a short reply, which only needs a name."""
        return self.place.endswith(".md")

    def missing(self) -> Iterator[Missing]:
        """Yield what the text lacks, in the order in which it is asked."""
        facts, (head, _end, body) = self.facts, self.text.partition("\n---\n")
        say, mark, sender = (
            matter.words_of(facts.lang).gettext,
            matter.to_complete("", facts).rstrip(),
            self.case.letter.sender_name,
        )
        children = ("aucun", f"autorisation:{self.case.number}")
        children = children if facts.french else ("none", f"authorised:{self.case.number}")
        people = facts.people if len(facts.people) < _LISTED else ()
        communes = [commune.name for commune in facts.communes.by_code.values()]
        for code, name, question, choices in (
            ("title", "title", N_("Title"), ()),
            ("signature", "name" if self.is_reply else "authors", _SIGNED, (*people, sender)),
            ("commune", "commune", N_("Commune"), communes if len(communes) <= _LISTED else ()),
            ("category", "category", N_("Category"), facts.categories.values()),
            ("summary", "summary", N_("Summary"), (matter.first_sentence(body),)),
            ("licence", "licence", N_("Licence that the writer agrees to"), (item.label for item in Licence.ALL)),
            ("alt", "image_alt", N_("The photo shows"), ()),
            ("credit", "image_credit", N_("Photo taken by"), (sender,)),
            ("people", "", N_("People who can be recognised"), (say(N_("nobody")), say(N_("all of them agree")))),
            ("minors", "minors", N_("Children who can be recognised"), children),
        ):
            key, few = writing.spelt(name, french=facts.french), tuple(filter(None, map(intake.one_line, choices)))
            lone = matter.to_complete(say(matter.LONE_NOTES[code]), facts) if code in matter.LONE_NOTES else mark
            listed = "".join(f", {number} = {choice}" for number, choice in enumerate(few, 1))[2:]
            query = Problem.printable(_(question) + f" ({listed})" * bool(listed))
            for line in head.split("\n"):
                if line == lone or (name and line.startswith(f"{key}:") and mark in line):
                    yield Missing(Gap(code), query, key, line, few, "" if line == lone else self.value_of(name))
            for match in _UNDESCRIBED.finditer(body if code == "alt" else ""):
                yield Missing(Gap(code, match["name"]), Problem.printable(f"{query} ({match['name']})"), "")

    def value_of(self, name: str) -> str:
        """Return the present value of a key, without what a terminal would obey."""
        return intake.one_line(intake.value_of(source, name)) if (source := intake.read_source(self.text)) else ""

    def files(self, one: Missing, typed: str) -> dict[str, str]:
        """Return the files with an answer, a new profile first. Raises ``ValueError`` with what is wrong with it."""
        value, code, files = intake.one_line(typed), one.gap.code, dict[str, str]()
        if re.fullmatch("[0-9]{1,2}", value) and 0 < int(value) <= len(one.choices):
            value = one.choices[int(value) - 1]
        line = f"{one.key}: {quoted(value)}"
        if code == "signature":
            line, files = self._signed(one, value)
        elif code == "people" and Words.fold(value) not in map(Words.fold, one.choices):
            raise ValueError(_(_UNLISTED).format(value=value, choices=", ".join(one.choices)))
        text = self.text
        if one.gap.about:
            text = text.replace(f"![]({one.gap.about}", f"![{intake.in_markdown(value)}]({one.gap.about}", 1)
        else:
            is_lone = one.line.startswith("#") and code in {"people", "credit"}
            text = text.replace(f"\n{one.line}\n", "\n" if is_lone else f"\n{line}\n", 1)
            if code == "credit":
                title = intake.in_markdown(intake.full_title(intake.Answers(credit=value), "", ""))
                text = re.sub(r"(!\[[^\]\n]*\]\([^\s()\"]+)\)", lambda found: f'{found[1]} "{title}")', text)
        return files | {self.path: text}

    def _signed(self, one: Missing, value: str) -> tuple[str, dict[str, str]]:
        """Return the line of a signature, and the profile of a new author. Raises ``ValueError`` as ``files`` does."""
        key = next((key for key, name in self.facts.people.items() if Words.fold(value) in {key, Words.fold(name)}), "")
        letter = replace(self.case.letter, fields={**self.case.letter.fields, "signature": value})
        case = replace(self.case, author="", letter=letter)
        if self.is_reply and not key:
            name, note = matter.decide_signature(case, self.facts)
            line, files = f"{one.key}: {quoted(name)}", {}
        elif self.is_reply:
            return f"{writing.spelt('author', french=self.facts.french)}: {key}", {}
        else:
            signing = matter.Signing(key) if key else matter.decide_author(case, self.facts)
            note, line = signing.note, f"{one.key}: [{signing.key}]"
            files = {f"authors/{signing.key}.md": signing.profile} if signing.profile else {}
        if note:
            raise ValueError(note)
        return line, files

    def scratch(self) -> AbstractContextManager[Path]:
        """Return a folder for temporary files, which nobody but us may read."""
        return Files.scratch(letters_folder(self.settings, Task.ROOT) / SCRATCH)

    def problems(self, files: Mapping[str, str]) -> set[tuple[str, str]]:
        """Return what the check would find in files of the draft: the key it is about, if it is, and the sentences."""
        around = self.branch.files() if self.branch else {}
        data = around | {path: text.encode() for path, text in files.items()}
        proposal = LetterProposal(self.case.number, "", PurePosixPath(self.place), data)
        with self.scratch() as room:
            wrong = [it for it in problems_of(proposal, self.settings, room) if it.severity is not Severity.ADVICE]
        return {(dict(it.values).get("key", ""), " ".join(Problem.explain(it, _))) for it in wrong}

    def write(self, files: Mapping[str, bytes | None]) -> None:
        """Write files into the content folder or onto the branch; those without bytes are removed."""
        if self.branch:
            with self.scratch() as room:
                self.branch.write(files, subject_of(self.case.number, self.value_of("title")), room)
        else:
            for path, data in files.items():
                Files.write_atomic(self.facts.content / path, data or b"")

    def published(self, reader: str) -> str:
        """Return the text as it is published: no draft any more, and a reply with its reader."""
        head, end, body = self.text.partition("\n---\n")
        head = _STATUS.sub("", f"{head}\n").removesuffix("\n")
        return "".join(
            (f"{head}\n{writing.spelt('read_by', french=self.facts.french)}: {reader}" if reader else head, end, body)
        )

    def name_after_title(self) -> None:
        """Name the post's folder on a branch after its title."""
        old = PurePosixPath(self.place)
        if self.branch and old.name.startswith(NUMBERED):
            taken = {path.name for path in self.facts.content.glob("articles/*/*")}
            new = old.with_name(folder_name(self.value_of("title"), self.case.number, taken))
            files = {PurePosixPath(path): data for path, data in self.branch.files().items()}
            inside = {path: data for path, data in files.items() if path.is_relative_to(old)}
            moved = {f"{new / path.relative_to(old)}": data for path, data in inside.items()}
            self.write({**dict.fromkeys(map(str, inside), None), **moved})
            self.place = f"{new}"

    def why(self, one: Missing, typed: str) -> writing.Why | None:
        """Return why an answer can't be used: the check would find something about it."""
        try:
            wrong = self.problems(self.files(one, typed))
        except ValueError as error:
            return "{what}", {"what": str(error)}
        what = sorted(text for key, text in wrong if (key == one.key if key else (key, text) not in self.found))
        return ("{what}", {"what": what[0]}) if what else None


def complete(number: str) -> None:
    """Ask for what the draft of a letter lacks, and write each answer; without a terminal, print it and end (1)."""
    with _git_errors():
        _completed(number)
    print(_(_COMPLETE).format(number=number))


def publish(number: str, by: str) -> None:
    """Complete the draft of a letter, and have it published: written, and merged where it is on a branch.

    ``by`` is the key of who has read a short reply; it is asked for where it is needed. Ends the task (1) where the
    check finds something to fix.
    """
    with _git_errors():
        draft = _completed(number)
        has_reader = not draft.is_reply or draft.value_of("read_by")
        text = draft.published("" if has_reader else _reader(draft, by))
        if wrong := draft.problems({draft.path: text}):
            raise Exit("\n".join((*sorted(Problem.printable(what) for _key, what in wrong), _(_NOT_PUBLISHED))), 1)
        draft.write({draft.path: text.encode()})
        title, branch = draft.value_of("title"), draft.branch
        if branch:
            draft.name_after_title()
            _note_place(draft, title)
            with draft.scratch() as room:
                branch.join(subject_of(number, title), room)
    note(read=number, close="")
    print(Problem.printable(_(_PUBLISHED).format(title=title or number)))


def _reader(draft: LetterDraft, by: str) -> str:
    """Return the key of who has read a reply: a person of the site, other than its writer."""
    people = {key: name for key, name in draft.facts.people.items() if key != draft.value_of("author")}
    choices = {"choices": ", ".join(people)}
    reader = Task.ask_until(_READER, by, lambda typed: None if typed in people else (_NO_READER, choices), needed=True)
    return reader or Task.refuse(_NO_READER, choices=choices["choices"])


@contextmanager
def _git_errors() -> Iterator[None]:
    """End the task (2) where git refuses a change of a letter's branch."""
    try:
        yield
    except ProposingError as error:
        raise Exit(Problem.printable(error.render(_)), 2) from error


def _completed(number: str) -> LetterDraft:
    """Return the draft of a letter once nothing is missing any more; ends the task (1) where something is."""
    draft, visited, profile, code = _open(number), set[Gap](), "", 1
    before = draft.text
    draft.found = draft.problems({draft.path: draft.text})
    while sys.stdin.isatty() and (one := next((it for it in draft.missing() if it.gap not in visited), None)):
        visited.add(one.gap)
        try:
            typed = Task.ask_until(one.question, "", partial(draft.why, one), default=one.now)
        except (KeyboardInterrupt, Exit):  # Ctrl+C, Ctrl+D: what was answered before is written
            code = 130
            print()
            break
        files = draft.files(one, typed) if typed else {}
        draft.write({path: text.encode() for path, text in files.items()})
        profile = next((path for path in files if path.startswith("authors/")), profile)
        draft.text = files.get(draft.path, draft.text)
    rest = list(draft.missing())
    if draft.text != before:
        print(Problem.printable(_("Written: {path}").format(path=f"content/{draft.path}")))
        _renew_questions(draft, {one.gap.code for one in rest}, PurePosixPath(profile).stem)
    if rest:
        print("\n".join(one.question for one in rest))
        raise Exit(_(_LACKS).format(number=number, path=draft.place), code)
    return draft


def _open(number: str) -> LetterDraft:
    """Return the draft of a letter; ends the task (2) where there is none. The store is free while somebody types."""
    with open_letters() as letters:
        stored = letters.store.cases.case(number)
        whole = read_case(stored, letters.store, letters.who) if stored else None
        place, branch = _place(stored, letters) if stored and whole else ("", None)
        if not (stored and whole and place):
            raise Exit(Problem.printable(_(_NO_DRAFT).format(number=number)), 2)
        facts = matter.facts_of(letters.settings, Project.read(letters.settings))
        facts = replace(facts, keys=facts.keys | letters.store.cases.profiles_of_others(number, stored.sender))
        draft = LetterDraft(place, whole.case, facts, letters.settings, "", branch=branch)
        data = branch.files()[draft.path] if branch else (letters.content / draft.path).read_bytes()
        draft.text = data.decode("utf-8", "replace").replace("\r\n", "\n")
        if "\ufffd" in draft.text:
            raise Exit(_("The check finds something to fix: invoke check"), 2)
        return draft


def _place(stored: StoredCase, letters: OpenLetters) -> tuple[str, DraftBranch | None]:
    """Return where the draft of a letter is, and the branch that has it where the content folder has not."""
    if drafts := drafts_of(stored.number, "", letters.content):
        return drafts[0], None
    branch = DraftBranch.find(stored.number, Task.ROOT, letters.content, letters.own.target)
    files = branch.files() if branch else {}
    places = {f"{stored.folder}/index.md": stored.folder, f"{stored.folder}.md": f"{stored.folder}.md"}
    return next((place for path, place in places.items() if path in files), ""), branch


def _note_place(draft: LetterDraft, title: str) -> None:
    """Note where the draft is now, and its title."""
    with open_letters() as letters:
        letters.store.cases.note_proposal(draft.case.number, title, draft.place.removesuffix(".md"))


def _renew_questions(draft: LetterDraft, left: set[str], profile: str) -> None:
    """Note title and profile, and take what was answered here out of the mail that waits until the letter is read."""
    case, title = draft.case, draft.value_of("title")
    if title:
        _note_place(draft, title)
    with open_letters() as letters, letters.store.step():
        if profile:
            letters.store.cases.note_profile(case.number, profile)
        if hold := letters.store.mails.held(case.number):
            gaps = tuple(gap for gap in hold.asked if gap.code in left)
            beside = (letters.content / draft.path).parent
            names = draft.branch.files() if draft.branch else (f"{draft.place}/{it.name}" for it in beside.iterdir())
            files = dict.fromkeys(names, b"")
            proposal = LetterProposal(case.number, title, PurePosixPath(draft.place), files, gaps)
            make = partial(review_mail, case, proposal, gaps, letters.who)
            queue(make, case, hold.step, gaps, letters.store, letters.who, held=True)
