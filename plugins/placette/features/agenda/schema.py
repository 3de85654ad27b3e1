"""What may be said of an event: in a file of its own, or in the block ``event:`` of a post."""

from __future__ import annotations

from placette.engine.base.occurrences import Outlook
from placette.engine.texts import fields as f
from placette.engine.texts.schema import Matter, key
from placette.features.agenda import fields as e


class HappeningMatter(Matter):
    """When and where something takes place: the block of a post, and a part of an event's own front matter."""

    start: e.When = key("When it begins: a day, or a day and a time.", "début", example="2026-12-05 18:30")
    end: e.When | None = key(
        "When it ends; of whole days the last one.", "fin", example="2026-12-05 20:00", default=None
    )
    all_day: e.Answer | None = key(
        "yes for whole days; a day without time says so by itself.", "journée_entière", example="yes", default=None
    )
    repeat: e.RuleText | None = key(
        "How it repeats, with an end.", "répétition", "récurrence", example="FREQ=WEEKLY;COUNT=10", default=None
    )
    exceptions: e.Days = key(
        "Days on which it does not take place after all.",
        "except",
        "sauf",
        "exception",
        example="[2026-12-29]",
        default=(),
    )
    venue: f.ShortText = key("The name of the place.", "lieu", "salle", example="Médiathèque", default="")
    organiser: f.ShortText = key(
        "Who organises it: an author’s key, or a name.",
        "organizer",
        "organisateur",
        "organisatrice",
        "organisateurs",
        example="carreau-et-fuseaux",
        default="",
    )
    price: f.ShortText = key("What it costs, in words.", "tarif", "prix", example="Gratuit", default="")
    status: e.OutlookName = key(
        "confirmed, postponed or cancelled.", "statut", "état", example="confirmed", default=Outlook.CONFIRMED
    )


class EventMatter(HappeningMatter):
    """The front matter of an event."""

    title: f.Title = key("The title, as readers see it.", "titre", example="Bal de fin d’année")
    summary: f.Sentence = key(
        "One or two sentences for lists and search engines.", "résumé", "chapeau", example="Un bal.", default=""
    )
    commune: f.Communes = key("Insee code or name of the commune.", "communes", example='"*"', default_factory=list)
    category: f.ShortText = key("One category of the site's list.", "rubrique", "catégorie", example="Fête", default="")
    posts: f.Paths = key(
        "Posts about it: their paths from this file.",
        "post",
        "billet",
        "billets",
        example="[../articles/2026/le-lavoir/index.md]",
        default_factory=list,
    )
    modified: f.Moment | None = key(
        "The day of the last change; calendars take the new version by it.",
        "modifié",
        "mise-à-jour",
        example="2026-11-20",
        default=None,
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    uid: e.Uid = key(
        "The identifier that an outside calendar gave it; invoke import-events writes it.",
        "identifiant",
        example="1234@agenda.example",
        default="",
    )
    imported: f.ShortText = key(
        "A mark of what an outside calendar said; invoke import-events writes it.",
        "importé",
        example="0123456789abcdef",
        default="",
    )
