"""What became of the webmentions that were to be sent, in lines and as JSON. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from placette.desks.mentions.outgoing import Sending
from placette.desks.mentions.reports import failed_lines, failed_values, listed
from placette.desks.mentions.sending import SendingReport
from placette.desks.mentions.sent import FILE, Pair
from placette.engine.base.message import N_


def planned_lines(plan: Mapping[str, Iterable[Sending]], translate: Callable[[str], str]) -> Iterator[str]:
    """What would be said."""
    pairs = [one.pair for sendings in plan.values() for one in sendings]
    yield from listed(translate(N_("To be asked whether they want to know of a post:")), map(_words, pairs), translate)
    if not pairs:
        yield translate(N_("No page has to be told of anything."))


def sending_lines(report: SendingReport, translate: Callable[[str], str]) -> Iterator[str]:
    """What was said, and what wasn't."""
    for heading, lines in (
        (N_("Told that a post mentions them:"), map(_words, report.told)),
        (N_("Told that a post no longer mentions them:"), map(_words, report.taken_back)),
        (N_("Not yet online as they are here, so nobody was told of them; publish them first:"), report.unseen),
    ):
        yield from listed(translate(heading), lines, translate)
    yield from failed_lines(report.failures, translate)
    if report.beyond:
        yield translate(N_("Left for the next run: {count}")).format(count=report.beyond)
    if report.told or report.taken_back:
        yield translate(N_("Noted in {file}. Commit it.")).format(file=FILE)
    else:
        yield translate(N_("Nobody was told of anything."))


def sending_json(report: SendingReport) -> str:
    """The same for a program."""
    value = {
        "told": report.told,
        "taken_back": report.taken_back,
        "unseen": report.unseen,
        "beyond": report.beyond,
        "failed": failed_values(report.failures),
    }
    return json.dumps(value, indent=1)


def _words(pair: Pair) -> str:
    return f"{pair.post} → {pair.target}"
