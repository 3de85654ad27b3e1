"""All findings on one page, for a terminal of 80 columns, and as JSON for programs. Pure.

The JSON is an object: ``version`` (1; it rises when a key disappears or changes its meaning), ``now`` (ISO 8601),
``count`` (how many of each level), ``findings``: ``code``, ``subject``, ``level`` (``wrong``, ``missing``, ``advice``,
``fine``), ``message``, ``mend`` (what to do, or empty).
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from gettext import NullTranslations

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.problems.findings import LEVELS, Level, SiteFinding, explain_finding
from placette.engine.problems.reports import printable

VERSION = 1
_WIDTH = 80
"""Columns of a terminal: hardly any is narrower."""
LABELS = {
    Level.WRONG: N_("to fix"),
    Level.MISSING: N_("to complete"),
    Level.ADVICE: N_("advice"),
    Level.FINE: N_("fine"),
}
"""How serious findings are, in words."""
_NUMBERS = N_("To fix: {wrong}. To complete: {missing}. Advice: {advice}. Fine: {fine}.")


def render_page(found: Sequence[SiteFinding], words: NullTranslations, lang: str, site: str, now: datetime) -> str:
    """The findings by subject, the subject with the worst one first; the last line has the numbers."""
    blocks = [f"{site}, {long_date(now, lang)}"]
    for subject in _subjects(found):
        own = sorted((one for one in found if one.diagnosis.subject == subject), key=_seriousness)
        blocks.append("\n".join([words.gettext(subject), *(line for one in own for line in _entry(one, words, lang))]))
    blocks.append(words.gettext(_NUMBERS).format_map(_count(found)))
    return "\n".join(printable(line) for line in "\n\n".join(blocks).split("\n"))


def render_json(found: Sequence[SiteFinding], words: NullTranslations, lang: str, now: datetime) -> str:
    """The same for a program."""
    listed = [_record(one, words, lang) for one in found]
    record = {"version": VERSION, "now": now.isoformat(), "count": _count(found), "findings": listed}
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode()  # file names needn't be UTF-8; these are JSON's escapes


def _seriousness(one: SiteFinding) -> int:
    return LEVELS.index(one.level)


def _subjects(found: Sequence[SiteFinding]) -> list[str]:
    """Each subject once: by its worst finding, then as they came."""
    worst: dict[str, int] = {}
    for one in found:
        worst[one.diagnosis.subject] = min(_seriousness(one), worst.get(one.diagnosis.subject, len(LEVELS)))
    return sorted(worst, key=lambda subject: worst[subject])


def _count(found: Sequence[SiteFinding]) -> dict[str, int]:
    count = Counter(one.level for one in found)
    return {level.value: count[level] for level in LEVELS}


def _entry(one: SiteFinding, words: NullTranslations, lang: str) -> Iterator[str]:
    """A finding: how serious it is, what is so, what to do."""
    room = max(len(words.gettext(label)) for label in LABELS.values()) + 2
    what, mend = explain_finding(one, words.gettext, lang)
    label = words.gettext(LABELS[one.level])
    yield _wrapped(what, f"  {label:{room}}", " " * (room + 2))
    if mend:
        yield _wrapped(mend, f"{' ' * (room + 2)}→ ", " " * (room + 4))


def _wrapped(line: str, first: str, margin: str) -> str:
    """Lines that fit the width, except where there is no space: a command must stay whole to be copied."""
    return textwrap.fill(
        printable(line),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _record(one: SiteFinding, words: NullTranslations, lang: str) -> dict[str, str]:
    what, mend = explain_finding(one, words.gettext, lang)
    known = {"code": one.diagnosis.code, "subject": words.gettext(one.diagnosis.subject), "level": one.level.value}
    return {**known, "message": what, "mend": mend}
