"""The state of the site: what waits, what comes, what came out, what is wrong, where it is quiet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from gettext import NullTranslations
from operator import attrgetter
from pathlib import Path

from dateutil.relativedelta import relativedelta

from placette.commands.status.git_history import History
from placette.commands.status.links import DEAD, Link, LinkFate, day_of, link_findings, link_row
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.findings.problems import (
    DEADLINES,
    LINKS,
    Problem,
    blocking,
    explain,
    in_order,
    refused_texts,
    waiting,
)
from placette.engine.findings.reports import count_problems
from placette.engine.findings.rows import FindingSection, Row
from placette.engine.rendering.printing import HiddenEntry
from placette.features.authors.profile import PROFILE
from placette.features.calls import CALL
from placette.features.calls.call import due_consultations
from placette.features.decisions.counts import DecisionsSettings, due_decisions
from placette.features.decisions.decision import DECISION
from placette.features.exchanges import Due, Why
from placette.features.letterbox import RECEIPT, LetterboxSettings, came_of
from placette.features.letterbox.receipts import late_letters
from placette.features.posts.kind import POST, Article
from placette.features.questions import exchanges_in
from placette.features.questions.exchanges import due_questions, promise_of
from placette.features.questions.kinds import AskingSettings
from placette.features.replies.answers import due_rights
from placette.features.status import StatusSettings

_LONG = 30
"""How many days a text must have waited to be marked as waiting for long."""
_DRAFT, _UNFINISHED, _TO_MEND = N_("draft"), N_("draft to complete"), N_("to fix")
HEADINGS = {
    "deadlines": DEADLINES,
    "waiting": N_("Waiting"),
    "scheduled": N_("Scheduled posts"),
    "held": N_("Held back before an election"),
    "consultations": N_("Consultations that wait for their decision"),
    "lacking": N_("To be filled in before publication"),
    "hidden": N_("Hidden in the menu for now"),
    "problems": N_("Problems"),
    "links": LINKS,
    "silent": N_("Communes that have gone quiet"),
    "review": N_("Posts to read again"),
    "watch": N_("Said of the territory elsewhere"),
}
"""The sections in order, by name."""
_SOMETIMES = frozenset({"consultations", "deadlines", "held", "hidden", "lacking", "watch"})
"""Sections that are left out when empty: most sites never need them."""
_day_and_place = attrgetter("day", "where")


@dataclass(frozen=True)
class SiteStatus:
    """The state of a site at ``build.now``, with what git knows of it, what is known of its links, and its settings."""

    build: Build
    history: History
    links: Sequence[Link]
    words: NullTranslations
    lang: str
    rules: StatusSettings = field(default_factory=StatusSettings)
    letterbox: LetterboxSettings = field(default_factory=LetterboxSettings)
    register: DecisionsSettings = field(default_factory=DecisionsSettings)
    asking: AskingSettings = field(default_factory=AskingSettings)

    def sections(
        self,
        *,
        lacking: Iterable[Problem] = (),
        hidden: Iterable[HiddenEntry] = (),
        more: Iterable[tuple[str, Sequence[Row]]] = (),
    ) -> Iterator[FindingSection]:
        """Yield the sections, each with the most urgent row first.

        ``lacking`` is what keeps the site from being published, ``hidden`` the entries of menu and footer that aren't
        shown for now, ``more`` are rows of packages, each with the name of its section.
        """
        say, today = self.words.gettext, self.build.now.date()
        rows = {
            "deadlines": self.deadlines(),
            "waiting": self.waiting(),
            "scheduled": self.scheduled(is_held=False),
            "held": self.scheduled(is_held=True),
            "consultations": self.consultations(),
            "lacking": [Row.of(problem, say, self.lang) for problem in lacking],
            "hidden": [Row(entry.label, self._why_hidden(entry), (entry.path,)) for entry in hidden],
            "problems": [Row.of(problem, say) for problem in sorted(blocking(self.build.problems), key=in_order)],
            "links": self.dead_links(),
            "silent": self.silent(today - relativedelta(months=self.rules.silent_months)),
            "review": self.to_review(today - relativedelta(months=self.rules.review_months)),
            "watch": [],
        }
        for name, more_rows in more:
            rows[name] = [*rows[name], *more_rows]
        notes = {"waiting": self._history_notes(), "problems": self._problem_notes(), "links": self._link_notes()}
        for name, heading in HEADINGS.items():
            if rows[name] or name not in _SOMETIMES:
                yield FindingSection(name, say(heading), rows[name], tuple(notes.get(name, ())))

    def deadlines(self) -> list[Row]:
        """Return what the law or the site's own word sets a day for, the earliest day first."""
        today, promise = self.build.now.date(), promise_of(self.asking, self.letterbox)
        added = {} if self.history.shallow else {path: day for path, (day, _by) in self.history.added.items() if day}
        answered = frozenset(came_of(self.build))
        due = (
            *due_rights(self.build),
            *late_letters(self.build.of(RECEIPT), added, answered, self.letterbox, today),
            *due_decisions(self.build.of(DECISION), self.register, today),
            *due_questions(exchanges_in(self.build).values(), promise, today),
        )
        rows = sorted(map(self._due, due), key=attrgetter("day"))
        return [replace(row, is_late=row.day is not None and row.day < today) for row in rows]

    def _due(self, due: Due) -> Row:
        """Return the row of something that is due in an exchange."""
        reminder, say = due.why.value, self.words.gettext
        day, folder = day_of(due.since, self.lang), Path(due.path).parent.name
        values = {"number": due.number, "day": day, "count": due.days, "folder": folder}
        pattern = reminder.note
        note = self.words.ngettext(*pattern, due.days) if isinstance(pattern, tuple) else pattern and say(pattern)
        is_possible = reminder.mend and (due.number or "{number}" not in reminder.mend)
        mend = say(reminder.mend).format(**values) if is_possible else ""
        since = None if due.why is Why.APPEAL_ENDS else due.since
        title = due.title or say(reminder.title).format(**values).strip()
        return Row(title, note.format(**values), (due.path,), mend, self._names(due.who), since=since, due=due.until)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return a sentence that counts."""
        return self.words.ngettext(one, many, count).format(count=count)

    def waiting(self) -> list[Row]:
        """Return the drafts and the texts to mend, those that wait the longest first."""
        drafts = {post.path: post for post in self.build.drafts(POST)}
        rows = [self._waiting(_DRAFT, post.path, post.title, post.authors) for post in drafts.values()]
        kinds = {problem.path: _UNFINISHED for problem in waiting(self.build.problems) if problem.path not in drafts}
        kinds |= dict.fromkeys(refused_texts(self.build.problems), _TO_MEND)
        rows += [self._waiting(kind, path) for path, kind in kinds.items()]
        return sorted(rows, key=lambda row: (row.since or date.max, row.where))

    def _waiting(self, kind: str, path: str, title: str = "", authors: Sequence[str] = ()) -> Row:
        """Return a text that waits, since its commit; one without a title is named by why it waits."""
        day, by = self.history.added.get(path, (None, ""))
        who = self._names(authors) if title else (by,) if by else ()
        notes = [self.words.gettext(kind)]
        if path not in self.history.added and not (self.history.fault or self.history.shallow):
            notes.append(self.words.gettext("not committed"))
        note = ", ".join(notes if title else notes[1:])
        return Row(title or notes[0], note, (path,), who=who, since=day, is_late=self._is_long(day))

    def _is_long(self, since: date | None) -> bool:
        return since is not None and (self.build.now.date() - since).days > _LONG

    def scheduled(self, *, is_held: bool) -> list[Row]:
        """Return posts that wait for their date, or those under an embargo beyond it."""
        why = {problem.path: problem for problem in self.build.problems if problem.code == "election-held"}
        rows = []
        for post in self.build.scheduled(POST):
            until = self.build.embargoed.get(post.path)
            if (until is not None) is is_held:
                reason = why.get(post.path) if is_held else None
                note = " ".join(explain(reason, self.words.gettext, self.lang)) if reason else ""
                rows.append(self._post(post, note, due=(until or post.date).date()))
        return sorted(rows, key=_day_and_place)

    def consultations(self) -> list[Row]:
        """Return the consultations that ended without a decision, the longest waiting first."""
        return list(map(self._due, due_consultations(self.build.of(CALL), self.build.now)))

    def dead_links(self) -> list[Row]:
        """Return the links that lead nowhere, those that are gone first, then by how long; then those that moved."""
        dead = [link for link in self.links if link.answer and link.answer.outcome.fate in DEAD]
        moved = [link for link in self.links if link.answer and link.answer.outcome.moved]
        return [link_row(link, self.words, self.lang) for link in (*sorted(dead, key=_deadness), *moved)]

    def silent(self, before: date) -> list[Row]:
        """Return communes that had posts, but none since ``before``; those silent the longest first."""
        last: dict[str, Article] = {}
        for post in self.build.of(POST):  # newest first
            for code in post.communes:
                last.setdefault(code, post)
        rows = []
        for _date, code in sorted((post.date, code) for code, post in last.items() if post.date.date() < before):
            commune, post = self.build.communes.by_code.get(code), last[code]
            note = self.words.gettext("last post: {title}").format(title=post.title)
            rows.append(Row(commune.name if commune else code, note, (post.path,), since=post.date.date()))
        return rows

    def to_review(self, before: date) -> list[Row]:
        """Return published posts that haven't changed since ``before``, the oldest first."""
        rows = (self._post(post, since=(post.modified or post.date).date()) for post in self.build.of(POST))
        return sorted((row for row in rows if row.since and row.since < before), key=_day_and_place)

    def _post(self, post: Article, note: str = "", *, since: date | None = None, due: date | None = None) -> Row:
        return Row(post.title, note, (post.path,), who=self._names(post.authors), since=since, due=due)

    def _names(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the names of authors; the key of one whose profile is missing."""
        names = {profile.key: profile.name for profile in self.build.of(PROFILE)}
        return tuple(names.get(key, key) for key in keys)

    def _why_hidden(self, entry: HiddenEntry) -> str:
        if not entry.least:
            return self.words.gettext("its text is not published")
        if not entry.entries:
            return self.words.gettext("nothing to show yet")
        return self.words.gettext("{count} to show; it takes {least}").format(count=entry.entries, least=entry.least)

    def _history_notes(self) -> Iterator[str]:
        if self.history.fault:
            yield self.words.gettext("Git does not know since when: {what}").format(what=self.history.fault)
        elif self.history.shallow:
            yield self.words.gettext("This clone has only the newest commits: since when is not known.")

    def _problem_notes(self) -> Iterator[str]:
        problems = self.build.problems
        if problems:
            how = self.words.gettext("invoke check says how")
            yield f"{count_problems(problems, self.words)} ({how})"
        counts = Counter(problem.code for problem in problems)
        pictures, texts = counts["photo-awaited"], counts["minors-awaited"]
        if pictures or texts:
            sentence = self.words.gettext(
                "Of another site, still to do: pictures to describe: {pictures}; texts to look at for children:"
                " {posts}."
            )
            yield sentence.format(pictures=pictures, posts=texts)

    def _link_notes(self) -> Iterator[str]:
        for finding in link_findings(self.links, self.build.now.date()):
            what, mend = explain(finding, self.words.gettext, self.lang)
            yield f"{what} → {mend}" if mend and finding.code != "links-dead" else what


def _deadness(link: Link) -> tuple[bool, date, str]:
    answer = link.answer
    is_failing = bool(answer and answer.outcome.fate is LinkFate.FAILING)
    return is_failing, (answer.since if answer else None) or date.max, link.url
