"""What the front matter of a call for posts may say."""

from __future__ import annotations

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key


class CallMatter(Matter):
    """The front matter of a call for posts."""

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
