"""The front matter of what is done together: communities, calls for posts."""

from __future__ import annotations

from plugins.reading import fields as f
from plugins.reading.schema import Matter, key


class CommunityMatter(Matter):
    """The front matter of a community; the text below it is its welcome."""

    title: f.Title = key("The name.", "titre", "nom", "name", example="Nouveaux arrivants")
    summary: f.Sentence = key(
        "One sentence for the list of communities and search engines.",
        "résumé",
        "chapeau",
        example="Celles et ceux qui découvrent le pays.",
        min_length=1,
    )
    referents: f.Keys = key(
        "Who answers for it: keys of authors.",
        "referent",
        "référent",
        "référente",
        "référents",
        "référentes",
        example="[equipe]",
        min_length=1,
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")


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
        "The last day: the call stays open until its end.", "échéance", "date_limite", example="2027-04-30"
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
        "The community it is addressed to.", "communauté", example="nouveaux-arrivants", default=""
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
