"""Sentences that stand where somebody is to write: a text that still holds one is not finished."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from placette.engine.base.catalogue import load_catalogue
from placette.engine.base.message import N_
from placette.engine.library.draft import Draft
from placette.engine.problems.problems import Problem, locate, problem
from placette.engine.texts.schema import Matter, given
from placette.engine.texts.values import Status

POST = N_("Write here. Photos go into the same folder.")
"""What a new post holds (``invoke new``)."""
_ONCE = ("Quelques mots sur vous, si vous voulez.", "A few words about you, if you like.")
"""What new profiles held once."""
MODEL = (
    "Votre texte commence ici.",
    "Une ligne vide sépare deux paragraphes.",
    "Une ou deux phrases qui donnent envie de lire.",
)
"""What the model in CONTRIBUTING.md holds, which is there to be copied."""


@cache
def left_sentences() -> tuple[str, ...]:
    """Such sentences, in French and in English. Asked for before texts are read in forks, which inherit them."""
    return (*MODEL, *_ONCE, load_catalogue("fr").gettext(POST), POST)


def check_scaffolds(draft: Draft, matter: Matter) -> Iterator[Problem]:
    """Such sentences in a text that is to be published; a draft may have them."""
    if given(matter, "status", None) is Status.DRAFT:
        return
    source, summary = draft.source, given(matter, "summary", "")
    for sentence in left_sentences():
        if sentence in source.body:
            line, column, excerpt = locate(source.body, sentence, source.body_line)
            yield problem("text-scaffold", draft.path, line, column, excerpt, what=sentence)
        if sentence in summary:
            yield draft.problem("text-scaffold", "summary", what=sentence)
