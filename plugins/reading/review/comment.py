"""The answer to a proposal: a comment that its author would be glad to receive."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from plugins.core.message import N_, Severity
from plugins.core.problems import Problem, Translate, blocks, explain
from plugins.core.reports import printable
from plugins.reading.review.proposal import Verdict

_MOST_OF_A_FILE = 12
"""Problems shown of one file: more would discourage; the rest is counted."""


def write_comment(verdict: Verdict, problems: Sequence[Problem], translate: Translate) -> str:
    """Markdown: thanks, what is fine, what blocks file by file, advice apart, what happens next."""
    found = sorted({*problems, *verdict.problems})
    blocking = [p for p in found if p.severity is Severity.BLOCKING]
    advice = [p for p in found if p.severity is Severity.ADVICE]
    parts = [_greeting(verdict, blocking, translate), _fine(verdict, found, translate)]
    if blocking:
        parts.append(_section(translate(N_("To mend before publication")), blocking, translate))
    if advice:
        parts.append(_section(translate(N_("Some advice, if you like")), advice, translate))
    parts.append(_next_step(bool(blocking), verdict, translate))
    return "\n\n".join(part for part in parts if part) + "\n"


def _greeting(verdict: Verdict, blocking: Sequence[Problem], translate: Translate) -> str:
    if verdict.new_authors:
        thanks = translate(N_("Welcome, and thank you for your text!"))
    else:
        thanks = translate(N_("Thank you for your proposal!"))
    state = N_("Here is what stands between it and publication.") if blocking else N_("Everything that can be checked is in order.")
    return f"{thanks} {translate(state)}"


def _fine(verdict: Verdict, found: Sequence[Problem], translate: Translate) -> str:
    """The files that nothing blocks, first: good news is news too."""
    wrong = {p.path for p in found if blocks((p,))}
    fine = [path for path in verdict.changed if path not in wrong]
    if not fine:
        return ""
    return "\n".join((f"### {translate(N_('In order'))}", "", *(f"- ✓ {_code(path)}" for path in fine)))


def _section(title: str, problems: Sequence[Problem], translate: Translate) -> str:
    lines = [f"### {title}"]
    for path, group in groupby(problems, key=lambda p: p.path):
        lines += ["", f"**{_code(path)}**", ""]
        listed = list(group)
        lines += [_item(p, translate) for p in listed[:_MOST_OF_A_FILE]]
        if len(listed) > _MOST_OF_A_FILE:
            lines.append(translate(N_("- … and {count} more.")).format(count=len(listed) - _MOST_OF_A_FILE))
    return "\n".join(lines)


def _item(found: Problem, translate: Translate) -> str:
    what, mend = (_escaped(text) for text in explain(found, translate))
    place = translate(N_("line {line}")).format(line=found.line) + ": " if found.line else ""
    excerpt = f"\n  {_code(found.excerpt)}" if found.excerpt else ""
    return f"- {place}{what}{excerpt}" + (f"\n  → {mend}" if mend else "")


def _next_step(blocked: bool, verdict: Verdict, translate: Translate) -> str:
    if blocked:
        return translate(N_("Change your files in this same proposal: it is read again by itself each time. Stuck? Say so here, somebody will help."))
    lines = [translate(N_("A person of the team now reads your text, and answers here."))]
    if verdict.new_authors:
        lines.append(translate(N_("As this is your first text, they will also write to you about your profile and your licence.")))
    return " ".join(lines)


def _code(text: str) -> str:
    """Text that the forge must not interpret: no mentions, links or markup inside."""
    clean = printable(text).replace("`", "ˋ")
    return f"`{clean}`"


def _escaped(text: str) -> str:
    """A sentence that may quote a stranger: Markdown's and the forge's signs are made harmless."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|!" else "@\u2060" if c == "@" else c for c in printable(text))
