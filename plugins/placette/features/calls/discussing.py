"""Consultations and open calls in the dialogue of the site."""

from __future__ import annotations

from collections.abc import Iterator

from placette.engine.base.dates import long_date
from placette.engine.base.message import N_
from placette.engine.pages.desk import Desk
from placette.engine.pages.dialogue import FEW, DialogueItem, DialoguePart
from placette.features.calls.call import Call
from placette.features.calls.consultation import Consultation, Stage, stage_of
from placette.features.calls.pages import CALLS, listed_calls, still_open
from placette.features.calls.showing import said_of, waits_for

_MORE = N_("All the calls")
_CONSULTATIONS = DialoguePart(
    key="consultations",
    title=N_("Consultations"),
    about=N_("What is asked before something is decided, then what was decided."),
    order=10,
    kind="consultations",
    more=_MORE,
    listed_at=CALLS,
)
_CALLS = DialoguePart(
    key="calls",
    title=N_("Calls for posts"),
    about=N_("What we would like to read; anybody may answer."),
    order=20,
    kind="calls",
    more=_MORE,
    listed_at=CALLS,
)
_STATES = {Stage.COMING: "", Stage.RUNNING: "open", Stage.PENDING: "late", Stage.DECIDED: "settled"}


def discussed_calls(desk: Desk) -> Iterator[DialogueItem]:
    """Consultations, those that can be answered first, and the other calls that are open."""
    asked = [(call, call.consultation) for call in listed_calls(desk) if call.consultation]
    yield from (_consultation(call, own, desk) for call, own in asked[:FEW])
    others = [call for call in still_open(desk) if not call.consultation]
    yield from (_call(call, desk) for call in others[:FEW])


def _consultation(call: Call, asked: Consultation, desk: Desk) -> DialogueItem:
    stage = stage_of(asked, call.closes, desk.build.now)
    is_decided = stage is Stage.DECIDED
    said = ". ".join(filter(None, (said_of(call, asked, desk), waits_for(call, desk))))
    return DialogueItem(
        part=_CONSULTATIONS,
        url=desk.base + call.url,
        title=call.title,
        lang=call.lang,
        state=_STATES[stage],
        label=said,
        words=asked.decision if is_decided else asked.question,
        words_lang=call.lang,
        people=(asked.decided_by,) if is_decided else call.authors,
    )


def _call(call: Call, desk: Desk) -> DialogueItem:
    return DialogueItem(
        part=_CALLS,
        url=desk.base + call.url,
        title=call.title,
        lang=call.lang,
        state="open",
        label=desk.say(N_("Until {day}")).format(day=long_date(call.deadline, desk.lang)),
        words=call.summary,
        words_lang=call.lang,
        people=call.authors,
    )
