"""Writes the answer to a proposal: a comment that its author is glad to receive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from placette.desks.review.proposal import Verdict
from placette.engine.base.message import N_, Severity
from placette.engine.problems.problems import Problem, Translate, blocks, explain
from placette.engine.problems.reports import printable

_MOST_OF_A_FILE = 12
"""How many problems of a file are shown: more would discourage. The rest is counted."""
_MOST_FILES = 20
"""How many of the files that are in order are shown."""
_ROOM = 24_000
"""Characters for blocking problems, and as many for advice: forges accept comments of 65,536."""
_LONGEST = 300
"""Length limit of a sentence in characters: it may quote a whole value."""
_JOINER = "\u2060"
_MARKS = re.compile(r"[\\`*_~\[\]<>#|!&$]")
"""Characters with a meaning in Markdown within a sentence, including entities (``&#64;``)."""
_REFERENCE = re.compile(r"[@#!%~$&^](?=\w)|\bGH-(?=\d)|(?<=:)(?=//)|\bwww(?=\.)", re.IGNORECASE)
"""Where a forge would see a mention, a reference or an address in the rendered Markdown."""


def write_comment(
    verdict: Verdict, problems: Sequence[Problem], translate: Translate, readers: Sequence[str] = (), manual: str = ""
) -> str:
    """The comment in Markdown: thanks, what is fine, what blocks (file by file), advice, what happens next.

    ``readers`` are the members of the team who will read it. They come from the settings, so mentions of them work.
    ``manual`` is the page of the repository that explains the codes; empty where it has none.
    """
    found = sorted({*problems, *verdict.problems})
    blocking = [p for p in found if p.severity is Severity.BLOCKING]
    advice = [p for p in found if p.severity is Severity.ADVICE]
    parts = [_greeting(verdict, blocking, translate), _fine(verdict, found, translate)]
    if blocking:
        parts.append(_section(translate(N_("To fix before publication")), blocking, translate))
    if advice:
        parts.append(_section(translate(N_("Some advice, if you like")), advice, translate))
    if found and manual:
        parts.append(translate(N_("What a code means, and why: {page}.")).format(page=_code(manual)))
    parts.append(_next_step(verdict, translate, readers, blocked=bool(blocking)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _greeting(verdict: Verdict, blocking: Sequence[Problem], translate: Translate) -> str:
    thanks = N_("Welcome, and thank you for your text!") if verdict.new_authors else N_("Thank you for your proposal!")
    state = N_("Everything that can be checked is in order.")
    if blocking:
        state = N_("Here is what remains to fix before publication.")
    return f"{translate(thanks)} {translate(state)}"


def _fine(verdict: Verdict, found: Sequence[Problem], translate: Translate) -> str:
    """The files without blocking problems, listed first: good news is news too."""
    wrong = {p.path for p in found if blocks((p,))}
    fine = [path for path in verdict.changed if path not in wrong]
    if not fine:
        return ""
    shown = [f"- ✓ {_code(path)}" for path in fine[:_MOST_FILES]]
    heading = translate(N_("Passed"))
    return "\n".join((f"### {heading}", "", *shown, *_more(len(fine) - _MOST_FILES, translate)))


def _section(title: str, problems: Sequence[Problem], translate: Translate) -> str:
    """The problems, file by file. Problems for which there is no room are counted."""
    lines, room, left = [f"### {title}"], _ROOM, 0
    for path, group in groupby(problems, key=lambda p: p.path):
        listed = list(group)
        file = ["", f"**{_code(path)}**", "", *(_item(p, translate) for p in listed[:_MOST_OF_A_FILE])]
        room -= sum(map(len, file))
        lines += [*file, *_more(len(listed) - _MOST_OF_A_FILE, translate)] if room > 0 else []
        left += len(listed) if room <= 0 else 0
    return "\n".join((*lines, *(["", *_more(left, translate)] if left else [])))


def _more(count: int, translate: Translate) -> list[str]:
    return [translate(N_("- … and {count} more.")).format(count=count)] if count > 0 else []


def _item(found: Problem, translate: Translate) -> str:
    what, mend = (_escaped(text) for text in explain(found, translate))
    place = translate(N_("line {line}")).format(line=found.line) + ": " if found.line else ""
    excerpt = f"\n  {_code(found.excerpt)}" if found.excerpt else ""
    return f"- {place}{what} ({_code(found.code)}){excerpt}" + (f"\n  → {mend}" if mend else "")


def _next_step(verdict: Verdict, translate: Translate, readers: Sequence[str], *, blocked: bool) -> str:
    if blocked:
        again = translate(N_("Change your files in this same proposal: it is read again by itself each time."))
        help_is_near = translate(N_("Need help? Say so here, and somebody will answer."))
        return f"{again} {help_is_near}"
    sentences = [N_("A person of the team now reads your text, and answers here.")]
    if verdict.new_authors:
        sentences.append(N_("As it is your first, they will also write to you about your profile and your licence."))
    said = [translate(sentence) for sentence in sentences]
    said += [translate(N_("To be read by: {readers}.")).format(readers=", ".join(readers))] if readers else []
    return " ".join(said)


def _code(text: str) -> str:
    """The text as code, so that the forge finds no mentions, links or markup in it."""
    return f"`{_shortened(printable(text)).replace('`', 'ˋ')}`"


def _escaped(text: str) -> str:
    """A sentence that may quote a stranger, escaped for Markdown and for the forge."""
    shown = _REFERENCE.sub(lambda sign: sign[0] + _JOINER, _shortened(printable(text)))
    return _MARKS.sub(r"\\\g<0>", shown)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
