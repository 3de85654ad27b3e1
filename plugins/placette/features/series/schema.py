"""What the front matter of a series may say."""

from __future__ import annotations

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key
from placette.features.series.fields import Progress


class SeriesMatter(Matter):
    """The front matter of a series."""

    title: f.Title = key("The title.", "titre", example="Le tour de main")
    summary: f.Sentence = key(
        "One sentence for the list of series and search engines.",
        "résumé",
        "chapeau",
        example="Un geste, trois façons de l'apprendre.",
        min_length=1,
    )
    lang: f.ShortText = key("The language of the series.", "langue", example="fr", default="")
    status: Progress = key("open, or finished.", "statut", "état", example="open", default=False)
