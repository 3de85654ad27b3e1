"""The answer to a proposal: what passed, what to fix, who reads it; in Markdown, for its author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from placette.commands.review.proposal import Verdict
from placette.engine.base.text import fold
from placette.engine.base.translation import N_
from placette.engine.content.build import Build
from placette.engine.findings.problems import Problem, Translate, to_mend
from placette.engine.findings.reports import and_more, as_code, by_severity, render_markdown
from placette.features.agenda.event import EVENT, Event
from placette.features.posts.kind import POST, Article

_MOST_FILES = 20
"""How many of the files that are in order are shown."""


def readers_of(build: Build, changed: Iterable[str], readers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the readers of the changed texts, each once, with the reason: ``@x (Brioude, Nature)``."""
    paths = frozenset(changed)
    everything: Iterable[Article | Event] = (
        *build.of(POST),
        *build.scheduled(POST),
        *build.drafts(POST),
        *build.of(EVENT),
    )
    texts = [text for text in everything if text.path in paths]
    reasons: dict[str, list[str]] = {}
    for name, reader in readers.items():
        codes = {commune.code for commune in build.communes.find(name)}
        category = fold(name)
        if any(
            codes & set(text_read.communes) or (text_read.category and category == fold(text_read.category.name))
            for text_read in texts
        ):
            reasons.setdefault(reader, []).append(name)
    return tuple(f"{reader} ({', '.join(names)})" for reader, names in reasons.items())


def write_comment(
    verdict: Verdict, problems: Sequence[Problem], translate: Translate, readers: Sequence[str] = (), manual: str = ""
) -> str:
    """Return the comment in Markdown: thanks, what would change in public, what is fine, what to do, what happens next.

    ``readers`` are the members of the team who will read it. They come from the settings, so mentions of them work.
    ``manual`` is the page of the repository that explains the codes; empty where it has none.
    """
    faults = sorted({*problems, *verdict.problems})
    blocking, lacking, advice = by_severity(faults)
    parts = [_greeting(verdict, blocking, lacking, translate)]
    if verdict.public:
        parts.append(render_markdown(translate(N_("What this would change in public")), verdict.public, translate))
    parts.append(_fine(verdict, faults, translate))
    if blocking:
        parts.append(render_markdown(translate(N_("To fix before publication")), blocking, translate))
    if lacking:
        parts.append(render_markdown(translate(N_("To complete before this draft is published")), lacking, translate))
    if advice:
        parts.append(render_markdown(translate(N_("Some advice, if you like")), advice, translate))
    if faults and manual:
        parts.append(translate(N_("What a code means, and why: {page}.")).format(page=as_code(manual)))
    parts.append(_next_step(verdict, translate, readers, blocked=bool(blocking)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _greeting(verdict: Verdict, blocking: Sequence[Problem], lacking: Sequence[Problem], translate: Translate) -> str:
    thanks = N_("Welcome, and thank you for your text!") if verdict.new_authors else N_("Thank you for your proposal!")
    state = N_("Everything that can be checked is in order.")
    if blocking:
        state = N_("Here is what remains to fix before publication.")
    elif lacking:
        state = N_("Your draft can wait here as long as you like: nothing of it is published.")
    elif verdict.public:
        state = N_("Nothing stops it; whoever accepts it answers the questions below.")
    return f"{translate(thanks)} {translate(state)}"


def _fine(verdict: Verdict, found: Sequence[Problem], translate: Translate) -> str:
    """Return the files without blocking problems, listed first: good news is news too."""
    wrong = {p.path for p in to_mend(found)}
    fine = [path for path in verdict.changed if path not in wrong]
    if not fine:
        return ""
    lines = [f"- ✓ {as_code(path)}" for path in fine[:_MOST_FILES]]
    heading = translate(N_("Passed"))
    return "\n".join((f"### {heading}", "", *lines, *and_more(len(fine) - _MOST_FILES, translate)))


def _next_step(verdict: Verdict, translate: Translate, readers: Sequence[str], *, blocked: bool) -> str:
    if blocked:
        again = translate(N_("Change your files in this same proposal: it is read again by itself each time."))
        help_is_near = translate(N_("Need help? Say so here, and somebody will answer."))
        return f"{again} {help_is_near}"
    sentences = [N_("A person of the team now reads your text, and answers here.")]
    if verdict.new_authors:
        sentences.append(N_("As it is your first, they will also write to you about your profile and your licence."))
    parts = [translate(sentence) for sentence in sentences]
    parts += [translate(N_("To be read by: {readers}.")).format(readers=", ".join(readers))] if readers else []
    return " ".join(parts)
