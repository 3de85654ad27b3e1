"""The words that the check offers for a closed list are understood, in French as in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

import pytest
from pydantic_core import PydanticCustomError

from placette.engine.base.translation import load_catalogue
from placette.engine.texts import fields
from placette.features.agenda.event import Answer, OutlookName
from placette.features.authors.profile import as_kind, as_presence
from placette.features.decisions import decision as decisions
from placette.features.questions.question import as_consent
from placette.features.series.kind import as_progress

READERS = (
    *(fields.as_status, as_kind, as_presence, as_consent, as_progress),
    *(
        get_args(kind)[1].func
        for kind in (Answer, OutlookName, decisions.RulingName, decisions.OutcomeName, decisions.Answer)
    ),
)


def offered(read: Callable[[Any], object]) -> list[str]:
    """What the refusal of a word that means nothing offers, but for the status that another schema reads."""
    with pytest.raises(PydanticCustomError) as refused:
        read("zzz")
    return [word for word in (refused.value.context or {})["choices"].split("; ") if word != "withdrawn"]


@pytest.mark.parametrize("read", READERS, ids=lambda read: f"{read.__module__}.{read.__name__}")
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_word_that_is_offered_is_understood(read: Callable[[Any], object], lang: str) -> None:
    say = load_catalogue(lang).gettext
    words = offered(read)
    assert [read(say(word)) for word in words] == [read(word) for word in words]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_status_of_a_withdrawn_text_is_understood(lang: str) -> None:
    fields.as_withdrawn(load_catalogue(lang).gettext("withdrawn"))
