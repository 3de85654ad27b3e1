"""The sentences about a decision: what it was, when it came, how to appeal, what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.lookup import Lookup, date_view
from placette.engine.pages.views import DateView, LinkView
from placette.features.decisions.decision import AppealOutcome, PublicDecision, Redress, Ruling, appeal_end
from placette.features.decisions.register import DecisionToday, decision_path, decisions
from placette.features.decisions.settings import DecisionsSettings
from placette.features.decisions.views import DecisionView
from placette.features.legal import LegalSettings
from placette.features.posts import articles

RULINGS = {
    Ruling.REFUSED: N_("Refused"),
    Ruling.CHANGED: N_("Changed"),
    Ruling.REMOVED: N_("Removed"),
    Ruling.RESTORED: N_("Restored"),
    Ruling.CORRECTED: N_("Corrected"),
    Ruling.KEPT: N_("Kept after a report"),
}
"""What was decided, in a word."""
_OUTCOMES = {
    AppealOutcome.UPHELD: N_("On appeal, on {day}: the decision stands."),
    AppealOutcome.REVERSED: N_("On appeal, on {day}: the decision is reversed."),
    AppealOutcome.AMENDED: N_("On appeal, on {day}: the decision is changed."),
}
_OPEN = N_("One may appeal until {day}, to {who}.")
_OPEN_OWN = N_("One may appeal until {day}. {how}")
_UNUSED = N_("There was no appeal until {day}.")
_EXAMINED = N_("An appeal of {day} is being examined.")
_SOMEBODY = N_("somebody who did not take this decision")
_LETTER = N_("Letter {number}")
_NAMED = N_("About a text by {name}, who wishes to be named")
_AUTOMATED = N_("A program took part in it")


def ruling_title(decision: PublicDecision, article: str, desk: Desk) -> str:
    """«Refusé : Publicité»."""
    label = desk.say(RULINGS[decision.ruling])
    return desk.say(N_("{ruling}: {article}")).format(ruling=label, article=article) if article else label


def spoken_day(day: date, lang: str) -> str:
    """A day in words."""
    return long_date(datetime.combine(day, time()), lang)


def day_view(day: date, lang: str) -> DateView:
    """A day for machines, without an hour, and for people."""
    view = date_view(datetime.combine(day, time()), lang)
    return DateView(day.isoformat(), view.long, view.short)


def examiner(desk: Desk) -> str:
    """Who examines appeals."""
    own = desk.options("DECISIONS", DecisionsSettings).appeal_to
    return own or desk.options("LEGAL", LegalSettings).mediation or desk.say(_SOMEBODY)


def decision_view(entry: DecisionToday, look: Lookup) -> DecisionView:
    """A decision as the register shows it."""
    desk = look.desk
    look.note(f"decision {entry.path}")
    decision = decisions(desk)[entry.path]
    person = look.person(decision.by) if decision.by else None
    return DecisionView(
        anchor=decision.anchor,
        url=desk.base + decision_path(decision, desk),
        day=day_view(decision.day, desk.lang),
        ruling=decision.ruling.value,
        label=desk.say(RULINGS[decision.ruling]),
        article=LinkView(entry.article.name, entry.article.url) if entry.article else None,
        reasons=decision.reasons,
        person=person,
        capacity=decision.capacity or ("" if person else decision.by),
        post=_post(decision, look),
        facts=tuple(_facts(decision, entry, desk)),
        redress=tuple(_redress(decision, entry.redress, desk)),
    )


def _post(decision: PublicDecision, look: Lookup) -> LinkView | None:
    """The text concerned, once it is public."""
    post = articles(look.desk).get(decision.post)
    if post is None:
        return None
    look.note(f"card {post.path}")
    return LinkView(post.title, look.desk.base + post.url)


def _facts(decision: PublicDecision, entry: DecisionToday, desk: Desk) -> Iterator[str]:
    if decision.receipt:
        yield desk.say(_LETTER).format(number=decision.receipt)
    if entry.delay is not None:
        pattern = desk.words.ngettext("Decided in {count} working day", "Decided in {count} working days", entry.delay)
        yield pattern.format(count=entry.delay)
    if decision.named:
        yield desk.say(_NAMED).format(name=decision.named)
    if decision.automated:
        yield desk.say(_AUTOMATED)


def _redress(decision: PublicDecision, where: Redress, desk: Desk) -> Iterator[str]:
    end = appeal_end(decision, desk.options("DECISIONS", DecisionsSettings).appeal_days)
    if where is Redress.OPEN and end:
        pattern = desk.say(_OPEN_OWN if decision.appeal else _OPEN)
        yield pattern.format(day=spoken_day(end, desk.lang), who=examiner(desk), how=decision.appeal)
    elif where is Redress.UNUSED and end:
        yield desk.say(_UNUSED).format(day=spoken_day(end, desk.lang))
    elif where is Redress.EXAMINED and decision.appealed:
        yield desk.say(_EXAMINED).format(day=spoken_day(decision.appealed, desk.lang))
    elif where is Redress.SETTLED and decision.outcome and decision.settled:
        yield desk.say(_OUTCOMES[decision.outcome]).format(day=spoken_day(decision.settled, desk.lang))
        if decision.settlement:
            yield decision.settlement
