"""What the front matter of a community may say."""

from __future__ import annotations

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key


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
        "The contacts: keys of authors.",
        "referent",
        "référent",
        "référente",
        "référents",
        "référentes",
        example="[equipe]",
        min_length=1,
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
