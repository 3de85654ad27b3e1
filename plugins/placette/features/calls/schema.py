"""What the front matter of a call for posts may say."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key

LONGEST = 1000
"""Characters of a decision: what is longer stands in a post, which ``report`` names."""


def _as_decision(value: Any) -> str:
    text = f.as_text(value)
    if len(text) > LONGEST:
        raise f.fail("value-long", length=len(text), limit=LONGEST)
    return text


class CallMatter(Matter):
    """The front matter of a call for posts; with ``question`` it is a consultation."""

    title: f.Title = key("The title.", "titre", example="Racontez-nous vos lavoirs")
    summary: f.Sentence = key(
        "One sentence for lists and search engines.",
        "résumé",
        "chapeau",
        example="Un lavoir, une photo, un souvenir.",
        min_length=1,
    )
    deadline: f.Day = key(
        "The last day; the call stays open until that evening.", "échéance", "date_limite", example="2027-04-30"
    )
    authors: f.Keys = key(
        "Who asks: keys of authors.",
        "author",
        "auteur",
        "auteurs",
        "autrice",
        "autrices",
        example="[equipe]",
        min_length=1,
    )
    category: f.ShortText = key("The category it is about.", "rubrique", "catégorie", example="Patrimoine", default="")
    community: f.ShortText = key(
        "The community it is addressed to.", "communauté", example="arrivees-recentes", default=""
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    question: f.Sentence = key(
        "What is asked before something is decided: it makes the call a consultation.",
        example="Faut-il déplacer l’arrêt du centre ?",
        default="",
    )
    opens: f.Day | None = key(
        "The first day of a consultation.", "ouverture", "ouvre_le", example="2027-03-01", default=None
    )
    decision: Annotated[str, BeforeValidator(_as_decision), f.Bound(LONGEST)] = key(
        "What was decided once the consultation had ended, and why.",
        "décision",
        example="L’arrêt est déplacé ; la place reste desservie à la demande.",
        default="",
    )
    decided: f.Day | None = key(
        "The day of the decision.", "décidé_le", "décidée_le", example="2027-05-20", default=None
    )
    decided_by: f.ShortText = key(
        "Who decided: the key of a profile that says in what capacity.",
        "décidé_par",
        "décidée_par",
        example="pole-mobilites",
        default="",
    )
    report: f.ShortText = key(
        "The post that tells what was said and decided: the name of its folder.",
        "bilan",
        "compte_rendu",
        example="navette-d-ete-vos-arrets",
        default="",
    )
