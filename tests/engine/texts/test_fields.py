"""The words that the check offers for a closed list are understood; no value takes more work than its length."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile
from typing import Any, get_args

import pytest
from pydantic_core import PydanticCustomError

from placette.engine.base.translation import load_catalogue
from placette.engine.content.kinds import AnyKind, draft_text
from placette.engine.texts import fields
from placette.engine.texts.fields import as_list
from placette.features.agenda.event import Answer, OutlookName
from placette.features.authors.profile import as_kind, as_presence
from placette.features.decisions import decision as decisions
from placette.features.questions.question import as_consent
from placette.features.series.kind import as_progress
from tests.fixture_kinds import KINDS

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


LARGE = 16_000
"""Characters, nearly the most of a front matter."""
HOSTILE = (" ", "\\n", "a, ", "(1", "-1 ", "a@", "](", "https://", "2026-", "FREQ=DAILY;", "MO,", "&")


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_value_takes_work_in_proportion_to_its_length(unit: str) -> None:
    for kind in KINDS:
        small, large = (calls_for(kind, unit * (size // len(unit))) for size in (LARGE // 4, LARGE))
        assert large <= 5 * small + 5_000, kind.name


def calls_for(kind: AnyKind, value: str) -> int:
    """How many functions typing a text of a kind calls whose every key has this value."""
    lines = "".join(f'{key}: "({value})x"\n' for key in kind.schema.model_fields)
    profile = Profile(builtins=True)
    profile.runcall(draft_text, "articles/2026/a/index.md", kind, f"---\n{lines}---\nx\n".encode())
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize(
    ("written", "items"),
    [
        ("a, b ; c", ["a", "b", "c"]),
        (" ,a\n b,\u00a0c\u00a0,", ["a b", "c"]),
        (" ,; ", []),
        (["a, b", " c "], ["a, b", "c"]),
        ("a" + " " * 16_000 + "b", ["a b"]),
    ],
)
def test_a_list_is_cut_at_commas_and_semicolons(written: str | list[str], items: list[str]) -> None:
    assert as_list(written) == items
