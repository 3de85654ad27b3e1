"""What the front matter of questions, of what is asked further and of answers may say."""

from __future__ import annotations

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key
from placette.engine.texts.values import Status
from placette.features.questions import fields as own

_CONSENT = "How whoever asked agreed to be published: form, mail, paper or spoken."
_AUTHORS = "Who asks, only if they wish to be named: keys of authors."
_RECEIPT = "The number of the letter it came with: its file's name in letters/."


class QuestionMatter(Matter):
    """The front matter of a question; the text below it is the question whole."""

    title: f.Title = key("The question in a line.", "titre", "question", example="Pourquoi l'eau est-elle trouble ?")
    asked: f.Day = key("The day on which it was asked.", "posée", "posée_le", "date", example="2026-10-05")
    to: f.ShortText = key(
        "Who is asked: the key of a service or of an elected official.",
        "destinataire",
        "pour",
        example="service-eau",
        min_length=1,
    )
    consent: own.ConsentName = key(_CONSENT, "accord", example="mail")
    authors: f.Keys = key(
        _AUTHORS, "author", "auteur", "auteurs", "autrice", "autrices", example="[lea-montel]", default_factory=list
    )
    forwarded: f.Day | None = key(
        "The day on which it was handed to whom it asks.",
        "transmise",
        "transmise_le",
        example="2026-10-06",
        default=None,
    )
    receipt: f.ShortText = key(_RECEIPT, "accusé", example="2026-0042", default="")
    closed: f.Day | None = key(
        "The day from which nothing more is asked or answered.", "close", "close_le", example="2027-01-31", default=None
    )
    category: f.ShortText = key("The category it is about.", "rubrique", "catégorie", example="Patrimoine", default="")
    commune: f.Communes = key(
        "Insee code or name; several in a list; * for the whole territory.",
        "communes",
        "lieu",
        example='"*"',
        default_factory=list,
    )
    posts: f.Paths = key(
        "The posts it is about: paths from this file, as in a link.",
        "billets",
        "articles",
        example="[../../articles/2025/le-lavoir/index.md]",
        default_factory=list,
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    status: f.StatusName = key(
        "published, draft or withdrawn.", "statut", "état", example="published", default=Status.PUBLISHED
    )


class WithdrawnQuestionMatter(Matter):
    """The front matter of a question that was withdrawn."""

    status: f.WithdrawnName = key("withdrawn.", "statut", "état", example="withdrawn")


class FollowUpMatter(Matter):
    """The front matter of what is asked further; the text below it is what is asked."""

    asked: f.Day = key("The day on which it was asked.", "posée", "posée_le", "date", example="2026-11-05")
    consent: own.ConsentName = key(_CONSENT, "accord", example="mail")
    authors: f.Keys = key(
        _AUTHORS, "author", "auteur", "auteurs", "autrice", "autrices", example="[lea-montel]", default_factory=list
    )
    receipt: f.ShortText = key(_RECEIPT, "accusé", example="2026-0042", default="")
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    status: f.StatusName = key("published or draft.", "statut", "état", example="published", default=Status.PUBLISHED)


class AnswerMatter(Matter):
    """The front matter of an answer; the text below it is the answer."""

    authors: f.Keys = key(
        "Who signs: keys of authors who are a service or an elected official.",
        "author",
        "auteur",
        "auteurs",
        "autrice",
        "autrices",
        "signée_par",
        example="[service-eau]",
        min_length=1,
    )
    date: f.Day = key("The day of the answer.", "répondue_le", example="2026-10-21")
    sources: own.Sources = key(
        "What it rests on, one a line: what it is, then its address or a document's or post's path.",
        "source",
        example="Loi du 11 février 2005: https://…",
        default=(),
    )
    proofreaders: f.Keys = key(
        "Who read it over.", "relecture", "relecteurs", "relue_par", example="[equipe]", default_factory=list
    )
    valid_until: f.Day | None = key(
        "The last day on which it is held to be right; later it is marked as to be verified.",
        "valable_jusqu_au",
        "valable_jusqu'au",
        example="2027-06-30",
        default=None,
    )
    corrections: own.Corrections = key(
        "What was corrected, one a line: the day, then what, in a sentence.",
        "correction",
        example="2026-11-09: …",
        default=(),
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    status: f.StatusName = key("published or draft.", "statut", "état", example="published", default=Status.PUBLISHED)
