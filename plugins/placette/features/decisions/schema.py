"""What the front matter of a decision may say."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints

from placette.engine.base.message import N_
from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key
from placette.features.decisions.decision import AppealOutcome, Ruling

LONGEST = 500
"""Characters of the reasons: two sentences, three at the most."""
_RULINGS = {
    **{ruling.value: ruling for ruling in Ruling},
    **dict.fromkeys(("refuse", "refus"), Ruling.REFUSED),
    **dict.fromkeys(("modifie", "modification"), Ruling.CHANGED),
    **dict.fromkeys(("retire", "retrait"), Ruling.REMOVED),
    **dict.fromkeys(("retabli", "retablissement"), Ruling.RESTORED),
    **dict.fromkeys(("corrige", "correction"), Ruling.CORRECTED),
    **dict.fromkeys(("maintenu", "maintien"), Ruling.KEPT),
}
_RULING_WORDS = (N_("refused"), N_("changed"), N_("removed"), N_("restored"), N_("corrected"), N_("kept"))
_OUTCOMES = {
    **{outcome.value: outcome for outcome in AppealOutcome},
    **dict.fromkeys(("confirme", "confirmee"), AppealOutcome.UPHELD),
    **dict.fromkeys(("annule", "annulee"), AppealOutcome.REVERSED),
    **dict.fromkeys(("modifie", "modifiee"), AppealOutcome.AMENDED),
}
_ANSWERS = {**dict.fromkeys(("yes", "oui", "true"), True), **dict.fromkeys(("no", "non", "false"), False)}


def _as_ruling(value: Any) -> Ruling:
    return f.choice(value, _RULINGS, _RULING_WORDS)


def _as_outcome(value: Any) -> AppealOutcome:
    return f.choice(value, _OUTCOMES, (N_("upheld"), N_("reversed"), N_("amended")))


def _as_answer(value: Any) -> bool:
    return f.choice(value, _ANSWERS, (N_("yes"), N_("no")))


def _as_article(value: Any) -> str:
    """An anchor of the charter, without the sign before it."""
    return f.as_text(value).rpartition("#")[2]


def _as_reasons(value: Any) -> str:
    text = f.as_text(value)
    if len(text) > LONGEST:
        raise f.fail("value-long", length=len(text), limit=LONGEST)
    return text


Reasons = Annotated[str, BeforeValidator(_as_reasons), f.Bound(LONGEST)]


class DecisionMatter(Matter):
    """The front matter of a decision in the register."""

    decision: Annotated[Ruling, BeforeValidator(_as_ruling)] = key(
        "What was decided: refused, changed, removed, restored, corrected, or kept after a report.",
        "décision",
        "mesure",
        example="refused",
    )
    date: f.Day = key("The day of the decision.", "le", "jour", example="2026-10-07")
    article: Annotated[str, BeforeValidator(_as_article), f.Bound(140)] = key(
        "The reason, as an anchor of the charter.", "motif", example="publicite", default=""
    )
    by: f.ShortText = key("Who decided: the key of a profile, or a capacity.", "par", example="equipe", min_length=1)
    reasons: Annotated[Reasons, StringConstraints(min_length=1)] = key(
        "Why, in two sentences that name nobody.",
        "raisons",
        "motivation",
        example="Le texte donne les tarifs d’un gîte. Son auteur tenait à les garder.",
    )
    received: f.Day | None = key(
        "The day on which the text or the request arrived; a letter’s receipt knows it already.",
        "reçu",
        "reçue",
        example="2026-10-01",
        default=None,
    )
    receipt: f.ShortText = key(
        "The number of the letter that it is about.", "récépissé", example="2026-0037", default=""
    )
    post: f.ShortText = key(
        "The post concerned, if it may be named: the name of its folder.",
        "billet",
        "texte",
        example="le-lavoir",
        default="",
    )
    named: f.ShortText = key(
        "The name of the person concerned, only if they want it to be read.",
        "nommé",
        "nommée",
        "personne",
        example="Jeanne D.",
        default="",
    )
    consent: f.Day | None = key(
        "The day on which that person agreed to be named.", "accord", example="2026-10-08", default=None
    )
    automated: Annotated[bool, BeforeValidator(_as_answer)] = key(
        "Whether a program took part in the decision: yes or no.", "automatisé", example="no", default=False
    )
    appeal: f.Sentence = key(
        "How to appeal, where it isn’t as for all decisions.",
        "recours",
        example="Écrire à la médiatrice, en deux lignes.",
        default="",
    )
    appeal_until: f.Day | None = key(
        "The last day for an appeal, where it isn’t as for all decisions.",
        "recours_jusqu_au",
        example="2026-10-22",
        default=None,
    )
    appealed: f.Day | None = key(
        "The day on which somebody appealed.", "recours_reçu", "appel", example="2026-10-12", default=None
    )
    outcome: Annotated[AppealOutcome, BeforeValidator(_as_outcome)] | None = key(
        "What the appeal came to: upheld, reversed or amended.", "issue", example="reversed", default=None
    )
    outcome_date: f.Day | None = key("The day of that outcome.", "issue_le", example="2026-10-20", default=None)
    outcome_reasons: Reasons = key(
        "Why the appeal came to that.",
        "issue_raisons",
        example="Le texte parle bien du territoire.",
        default="",
    )
