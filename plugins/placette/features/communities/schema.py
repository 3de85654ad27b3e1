"""The front matter of what is done together: communities, calls for posts, walks."""

from __future__ import annotations

from placette.engine.library.schema import Matter, key
from placette.engine.texts import fields as f


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


class WalkMatter(Matter):
    """The front matter of a walk; what it is like can be told below."""

    title: f.Title = key("The title.", "titre", example="Clermont de pierre noire")
    summary: f.Sentence = key(
        "One sentence for lists and search engines.",
        "résumé",
        "chapeau",
        example="De la place de Jaude à Notre-Dame-du-Port.",
        min_length=1,
    )
    date: f.Day = key("The day it was walked.", example="2026-10-11")
    authors: f.Keys = key(
        "Who walked it: keys of authors.",
        "author",
        "auteur",
        "auteurs",
        "autrice",
        "autrices",
        example="[lea-montel]",
        min_length=1,
    )
    steps: f.Steps = key(
        "The steps in order: a name or a post's path, then latitude and longitude in brackets.",
        "étapes",
        example="Place de Jaude (45.7766, 3.0824)",
    )
    commune: f.Communes = key(
        "INSEE code or name; several in a list; * for the whole territory.",
        "communes",
        "lieu",
        example='"63113"',
        default_factory=list,
    )
    track: f.FileName = key(
        "The way that was recorded: a GPX file beside the walk.", "trace", example="clermont.gpx", default=""
    )
    duration: f.ShortText = key("How long it takes.", "durée", example="une heure et demie", default="")
    difficulty: f.ShortText = key("How hard it is.", "difficulté", example="facile, quelques marches", default="")
    ascent: f.ShortText = key("How much it climbs.", "dénivelé", example="30 m", default="")
    licence: f.LicenceName | None = key("The licence of the text.", "license", example="CC BY 4.0", default=None)
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
