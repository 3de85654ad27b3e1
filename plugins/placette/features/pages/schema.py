"""What the front matter of a page may say."""

from __future__ import annotations

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key


class PageMatter(Matter):
    """The front matter of a page of the site itself."""

    title: f.Title = key("The title.", "titre", example="Charte")
    summary: f.Sentence = key(
        "One sentence for search engines.", "résumé", "chapeau", example="Ce que nous publions.", default=""
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
