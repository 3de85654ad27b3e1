"""What the front matter of a post may say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Self

from placette.engine.base.translation import N_
from placette.engine.library.kinds import Term, TextStatus
from placette.engine.texts import fields as f
from placette.engine.texts.fields import Motif
from placette.engine.texts.front_matter import Matter, key
from placette.engine.texts.values import Body, Licence, Photo, Spot, Status


class Role(StrEnum):
    """A part in a post beside the author's, in the order of bylines. One row a role; its value is the front matter key.

    A row has the key, which is a field of ``ArticleMatter`` too, then the attributes in their order.
    """

    label: str  # what the editor calls the key
    lead: str  # what a byline says before the people
    part: str  # what they have done: the heading of such posts on their page
    credit: str
    """What an announcement says. The colon spares French the choice between «de» and «d’» before a name or an @."""
    is_shown: bool  # whether a reader has their work before their eyes; they then have a card below the post

    def __new__(cls, key: str, label: str, lead: str, part: str, credit: str, is_shown: bool = True) -> Self:
        """A row, as a string that is its key."""
        role = str.__new__(cls, key)
        role._value_ = key
        role.label, role.lead, role.part, role.credit = label, lead, part, credit
        role.is_shown = is_shown
        return role

    PHOTOGRAPHER = ("photographers", N_("Photographers"), N_("photos by"), N_("Photos"), N_("Photos: {names}"))
    ILLUSTRATOR = ("illustrators", N_("Illustrators"), N_("drawings by"), N_("Drawings"), N_("Drawings: {names}"))
    TRANSLATOR = ("translators", N_("Translators"), N_("translated by"), N_("Translations"), N_("Translation: {names}"))
    WITNESS = ("witnesses", N_("Witnesses"), N_("as told by"), N_("Accounts given"), N_("As told by: {names}"), False)
    COLLECTOR = (
        "collected_by",
        N_("Collected by"),
        N_("as told to"),
        N_("Accounts collected"),
        N_("As told to: {names}"),
    )
    PROOFREADER = (
        "proofreaders",
        N_("Proofreaders"),
        N_("proofread by"),
        N_("Proofreading"),
        N_("Proofread by: {names}"),
        False,
    )

    @property
    def agent(self) -> str:
        """``roleName`` in the words of schema.org, for structured data and feeds, in every language of the site."""
        return self.name.lower()


class ArticleMatter(Matter):
    """The front matter of a post."""

    title: f.Title = key("The title, as readers see it.", "titre", example="Le lavoir a retrouvé son eau")
    date: f.Moment = key("The day of publication; until a later day, the post waits.", example="2026-05-01")
    authors: f.Keys = key(
        "The keys of the authors (file names in authors/).",
        "author",
        "auteur",
        "auteurs",
        "autrice",
        "autrices",
        example="[lea-montel]",
        min_length=1,
    )
    category: f.ShortText = key("One category of the site's list.", "rubrique", "catégorie", example="Patrimoine")
    summary: f.Sentence = key(
        "One or two sentences for lists and search engines.",
        "résumé",
        "chapeau",
        example="Une lampe, une pente, un lever de soleil.",
        default="",
    )
    tags: f.Tags = key(
        "Up to ten short tags.", "mots-clés", "étiquettes", example="[eau, village]", default_factory=list
    )
    commune: f.Communes = key(
        "Insee code or name; several in a list; * for the whole territory.",
        "communes",
        "lieu",
        example='"*"',
        default_factory=list,
    )
    place: f.SpotName = key(
        "A place more precise than the commune: its name and, if you like, its latitude and"
        " longitude, as exact as you wish.",
        "endroit",
        "lieu-dit",
        example="Le lavoir du bas (47.12, 2.34)",
        default=None,
    )
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    licence: f.LicenceName | None = key("The licence of the text.", "license", example="CC BY 4.0", default=None)
    modified: f.Moment | None = key(
        "The day of the last correction.", "modifié", "mise-à-jour", example="2026-06-12", default=None
    )
    status: f.StatusName = key(
        "published, draft or withdrawn; then only the date is kept.",
        "statut",
        "état",
        example="published",
        default=Status.PUBLISHED,
    )
    slug: f.Slug | None = key(
        "The end of the address; the folder's name if left out.", "adresse", example="le-lavoir", default=None
    )
    image: f.FileName = key("The lead picture: a file beside the text.", "photo", example="lavoir.jpg", default="")
    image_alt: f.Sentence = key(
        "What the lead picture shows, for those who cannot see it.",
        "photo_description",
        example="Le bassin vu de la route.",
        default="",
    )
    image_caption: f.Sentence = key(
        "The lead picture's caption.", "photo_légende", example="Le bassin après travaux.", default=""
    )
    image_credit: f.ShortText = key("Who made the lead picture.", "photo_crédit", example="Léa Montel", default="")
    image_focus: f.Focus = key(
        "What must stay in sight where the lead picture is cut: from the left, from the top.",
        "focus",
        "cadrage",
        example="40% 30%",
        default=None,
    )
    motif: f.MotifName | None = key(
        "Without a photo: what is drawn in its place; the words of the post choose if left out.",
        example="dentelle",
        default=None,
    )
    audio: f.RecordingName = key(
        "The text read aloud: an MP3 file beside it.", "écouter", "enregistrement", example="lecture.mp3", default=""
    )
    photographers: f.Keys = key(
        "Who took the photos.", "photographe", "photographes", example="[marc-teyssot]", default_factory=list
    )
    illustrators: f.Keys = key(
        "Who drew the pictures.", "dessin", "dessins", example="[paul-vidalenc]", default_factory=list
    )
    translators: f.Keys = key(
        "Who translated.", "traduction", "traducteurs", example="[hannah-price]", default_factory=list
    )
    witnesses: f.Keys = key("Whose account it is.", "témoin", "témoins", example="[jean-borie]", default_factory=list)
    collected_by: f.Keys = key(
        "Whom the account was told to.", "recueilli_par", example="[equipe]", default_factory=list
    )
    proofreaders: f.Keys = key("Who proofread it.", "relecture", "relecteurs", example="[equipe]", default_factory=list)
    featured: f.Day | None = key(
        "The team's choice: until which day it leads the home page.",
        "à_la_une",
        "une",
        example="2026-06-30",
        default=None,
    )
    minors: f.Minors = key("none, or the reference of the parents' consent.", "mineurs", example="none", default="")

    def roles(self) -> tuple[tuple[Role, tuple[str, ...]], ...]:
        """The roles beside the author's that somebody has, in the order of the byline."""
        return tuple((role, tuple(keys)) for role in Role if (keys := getattr(self, role.value)))


class WithdrawnPostMatter(Matter):
    """The front matter of a post that was withdrawn: what its address needs."""

    status: f.WithdrawnName = key("withdrawn.", "statut", "état", example="withdrawn")
    date: f.Moment = key("The day of publication, for the address.", example="2026-05-01")
    slug: f.Slug | None = key("The end of the address.", "adresse", example="le-lavoir", default=None)


@dataclass(frozen=True, slots=True)
class Recording:
    """A text read aloud: its file (a source path), its address from the site's root, what is said of it."""

    path: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Article:
    """A post. ``path`` is its source relative to the content folder; times are in the site's zone."""

    path: str
    slug: str
    url: str
    title: str
    summary: str
    lang: str
    date: datetime
    modified: datetime | None
    authors: tuple[str, ...]
    roles: tuple[tuple[Role, tuple[str, ...]], ...]
    category: Term
    tags: tuple[Term, ...]
    communes: tuple[str, ...]
    whole_territory: bool
    licence: Licence
    status: Status
    photo: Photo | None
    body: Body = field(default_factory=Body)
    spot: Spot | None = None
    """The place that it names, finer than its communes."""
    motif: Motif | None = None
    """What is drawn for it without a photo, if it says so."""
    motifs: tuple[Motif, ...] = ()
    """What its words say could be drawn for it, best first; empty for one with a photo or a choice."""
    featured: datetime | None = None
    """When it ceases to lead the home page, if the team chose it."""
    recording: Recording | None = None
    """The same text, read aloud."""
    mark: str = ""
    """A digest of all of the above."""


def status_of(article: Article, now: datetime) -> TextStatus:
    """What becomes of a post at ``now``: a draft is one whatever its date."""
    if article.status is Status.DRAFT:
        return TextStatus.DRAFT
    return TextStatus.SCHEDULED if article.date > now else TextStatus.PUBLISHED
