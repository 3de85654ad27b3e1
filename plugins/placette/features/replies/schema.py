"""What the front matter of a short reply may say."""

from __future__ import annotations

from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key


class ReplyMatter(Matter):
    """The front matter of a short reply; its day and the post are in the name of its file and folder."""

    name: f.ShortText = key(
        "The name under the reply, as its writer wishes.", "nom", example="Une lectrice d'Ambert", default=""
    )
    author: f.ShortText = key(
        "Who signs, in place of a name: the key of somebody who writes here.",
        "auteur",
        "autrice",
        example="lea-montel",
        default="",
    )
    read_by: f.ShortText = key(
        "Who read it before it appears, somebody else: a key; without it, the reply waits.",
        "relu_par",
        "relue_par",
        example="equipe",
        default="",
    )
    answers: f.ShortText = key(
        "The post, with its year, where several have this folder's name.",
        "répond_à",
        example="2026/le-lavoir",
        default="",
    )
    people: f.Keys = key(
        "Residents whom it names and who agreed: keys of authors.",
        "personnes",
        example="[jean-borie]",
        default_factory=list,
    )
    receipt: f.ShortText = key(
        "The number of the letter it came with: its file's name in letters/.",
        "accusé",
        example="2026-0042",
        default="",
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
