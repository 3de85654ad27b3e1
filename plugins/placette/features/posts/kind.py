"""Posts, as a kind of text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any, Self

from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.content.checks import Lead, check_range, check_spot
from placette.engine.content.communes import WHOLE
from placette.engine.content.companions import Photos
from placette.engine.content.kinds import (
    FOR_SIGNERS,
    PERSON,
    Draft,
    Making,
    Reference,
    Relations,
    Signed,
    TextKind,
    TextStatus,
    Tombstone,
)
from placette.engine.content.neighbours import Neighbours, Outline
from placette.engine.content.options import ReadingOptions, Term
from placette.engine.findings.problems import Problem, problem
from placette.engine.texts import fields as f
from placette.engine.texts import others
from placette.engine.texts.body import first_words
from placette.engine.texts.fields import Motif
from placette.engine.texts.front_matter import Matter, authors_key, communes_key, key, signer_key
from placette.engine.texts.links import resolve
from placette.engine.texts.values import (
    Body,
    Claims,
    Licence,
    Photo,
    Place,
    Spot,
    Status,
    is_decorative,
    photo_of,
)
from placette.features.posts.motifs import motifs_of
from placette.features.posts.videos import Video, check_video, video_of


class Role(StrEnum):
    """A part in a post beside the author's, in the order of bylines. One row a role; its value is the front matter key.

    A row has the key, which is a field of ``ArticleMatter`` too, then the attributes in their order.
    """

    lead: str  # the words of a byline before the people
    part: str  # their contribution: the heading of such posts on their page
    credit: str
    """The words of an announcement. The colon spares French the choice between «de» and «d’» before a name or an @."""
    is_shown: bool  # whether readers see their work; they then have a card below the post

    def __new__(cls, key: str, lead: str, part: str, credit: str, is_shown: bool = True) -> Self:
        """Return a row, as a string that is its key."""
        role = str.__new__(cls, key)
        role._value_ = key
        role.lead, role.part, role.credit, role.is_shown = lead, part, credit, is_shown
        return role

    PHOTOGRAPHER = ("photographers", N_("photos by"), N_("Photos"), N_("Photos: {names}"))
    ILLUSTRATOR = ("illustrators", N_("drawings by"), N_("Drawings"), N_("Drawings: {names}"))
    TRANSLATOR = ("translators", N_("translated by"), N_("Translations"), N_("Translation: {names}"))
    WITNESS = ("witnesses", N_("as told by"), N_("Accounts given"), N_("As told by: {names}"), False)
    COLLECTOR = ("collected_by", N_("as told to"), N_("Accounts collected"), N_("As told to: {names}"))
    PROOFREADER = ("proofreaders", N_("proofread by"), N_("Proofreading"), N_("Proofread by: {names}"), False)

    @property
    def agent(self) -> str:
        """``roleName`` in the words of schema.org, for structured data and feeds, in every language of the site."""
        return self.name.lower()


class ArticleMatter(Matter):
    """The front matter of a post."""

    title: f.Title = signer_key("The title, as readers see it.", "titre", example="Le lavoir a retrouvé son eau")
    date: f.Moment = signer_key("The day of publication; until a later day, the post waits.", example="2026-05-01")
    authors: f.Keys = authors_key(
        "The keys of the authors (file names in authors/).", example="[lea-montel]", min_length=1
    )
    category: f.ShortText = signer_key(
        "One category of the site's list.", "rubrique", "catégorie", example="Patrimoine"
    )
    summary: f.Sentence = signer_key(
        "One or two sentences for lists and search engines.",
        "résumé",
        "chapeau",
        example="Une lampe, une pente, un lever de soleil.",
        default="",
    )
    tags: f.Tags = signer_key(
        "Up to ten short tags.", "mots-clés", "étiquettes", example="[eau, village]", default_factory=list
    )
    commune: f.Communes = communes_key()
    place: f.SpotName = signer_key(
        "A place more precise than the commune: its name and, if you like, its latitude and"
        " longitude, as exact as you wish.",
        "endroit",
        "lieu-dit",
        example="Le lavoir du bas (47.12, 2.34)",
        shows="place",
        contact="place",
        default=None,
    )
    lang: f.ShortText = signer_key("The language of the text.", "langue", example="fr", default="")
    licence: f.LicenceName | None = signer_key(
        "The licence of the text.", "licence", "license", example="CC BY 4.0", default=None
    )
    modified: f.Moment | None = signer_key(
        "The day of the last correction.", "modifié", "mise-à-jour", example="2026-06-12", default=None
    )
    status: f.StatusName = signer_key(
        "published, draft or withdrawn; then only the date is kept.",
        "statut",
        "état",
        example="published",
        default=Status.PUBLISHED,
    )
    slug: f.Slug | None = signer_key(
        "The end of the address; the folder's name if left out.", "adresse", example="le-lavoir", default=None
    )
    image: f.FileName = signer_key(
        "The lead picture: a file beside the text.", "photo", example="lavoir.jpg", default=""
    )
    image_alt: f.Sentence = signer_key(
        "What the lead picture shows, for those who cannot see it.",
        "photo_description",
        example="Le bassin vu de la route.",
        default="",
    )
    image_caption: f.Sentence = signer_key(
        "The lead picture's caption.", "photo_légende", example="Le bassin après travaux.", default=""
    )
    image_credit: f.ShortText = signer_key(
        "Who made the lead picture.", "photo_crédit", example="Léa Montel", shows="name", default=""
    )
    image_focus: f.Focus = signer_key(
        "What must stay in sight where the lead picture is cut: from the left, from the top.",
        "cadrage",
        "focus",
        example="40% 30%",
        default=None,
    )
    motif: f.MotifName | None = signer_key(
        "Without a photo: what is drawn in its place; the words of the post choose if left out.",
        example="dentelle",
        default=None,
    )
    audio: f.RecordingName = signer_key(
        "The text read aloud: an MP3 file beside it.", "écouter", "enregistrement", example="lecture.mp3", default=""
    )
    video: f.FilmAddress = signer_key(
        "A video of the post: the address of its page, on a host that the site lists.",
        "vidéo",
        "film",
        example="https://tube.example/w/9dRfD1JjcbCRkVyExyZXVs",
        default="",
    )
    video_title: f.ShortText = signer_key(
        "The title of the video.", "vidéo_titre", example="La fête du pain", default=""
    )
    video_duration: f.RunningTime = signer_key("How long the video takes.", "vidéo_durée", example="4:30", default=0)
    video_transcript: f.ShortText = signer_key(
        "The heading of this text below which stands what is said in the video; none where nobody speaks.",
        "vidéo_transcription",
        example="Ce que dit la vidéo",
        default="",
    )
    photographers: f.Keys = signer_key(
        "Who took the photos.", "photographe", "photographes", example="[marc-teyssot]", default_factory=list
    )
    illustrators: f.Keys = signer_key(
        "Who drew the pictures.", "dessin", "dessins", example="[paul-vidalenc]", default_factory=list
    )
    translators: f.Keys = signer_key(
        "Who translated.", "traduction", "traducteurs", example="[hannah-price]", default_factory=list
    )
    witnesses: f.Keys = key("Whose account it is.", "témoin", "témoins", example="[jean-borie]", default_factory=list)
    collected_by: f.Keys = signer_key(
        "Whom the account was told to.", "recueilli_par", example="[equipe]", default_factory=list
    )
    proofreaders: f.Keys = key(
        "Who proofread it.", "relecture", "relecteurs", whose="readers", example="[equipe]", default_factory=list
    )
    featured: f.Day | None = key(
        "The team's choice: until which day it leads the home page.",
        "à_la_une",
        "une",
        shows="front",
        example="2026-06-30",
        default=None,
    )
    minors: f.Minors = signer_key(
        "none, or the reference of the parents' consent.", "mineurs", example="none", default=""
    )
    imported: f.ImportMark = key(
        "Where it was before, and marks by which placette import knows it.",
        "importé",
        example=f.IMPORTED,
        contact="any",
        default="",
    )

    def roles(self) -> tuple[tuple[Role, tuple[str, ...]], ...]:
        """Return the roles of a person beside the author's, in the order of the byline."""
        return tuple((role, tuple(keys)) for role in Role if (keys := getattr(self, role.value)))


class WithdrawnPostMatter(Matter):
    """The front matter of a withdrawn post: the values that its address needs."""

    status: f.WithdrawnName = signer_key("withdrawn.", "statut", "état", example="withdrawn")
    date: f.Moment = signer_key("The day of publication, for the address.", example="2026-05-01")
    slug: f.Slug | None = signer_key("The end of the address.", "adresse", example="le-lavoir", default=None)


@dataclass(frozen=True, slots=True)
class Recording:
    """A text read aloud: its file (a source path), its address from the site's root, its description."""

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
    """The subject of its drawing without a photo, if the post names one."""
    motifs: tuple[Motif, ...] = ()
    """Subjects that its words suggest, best first; empty for one with a photo or a choice."""
    featured: datetime | None = None
    """The end of its place on top of the home page, if the team chose it."""
    recording: Recording | None = None
    """The recording of the text."""
    video: Video | None = None
    """The film of the post."""
    mark: str = ""
    """A digest of all of the above."""


def status_of(article: Article, now: datetime) -> TextStatus:
    """Return the status of a post at ``now``: a draft stays one whatever its date."""
    if article.status is Status.DRAFT:
        return TextStatus.DRAFT
    return TextStatus.SCHEDULED if article.date > now else TextStatus.PUBLISHED


_SUFFIX, RECORDING_TYPE = ".mp3", "audio/mpeg"


def _beside(draft: Draft, name: str) -> str:
    """Return its path, empty for one of another folder: a file beside another text is as public as that text."""
    path = resolve(draft.path, name)
    return path if posixpath.dirname(path) == posixpath.dirname(draft.path) else ""


def lead_of(matter: ArticleMatter) -> Lead:
    """Return the lead picture, as the post describes it."""
    words = (matter.image_alt, matter.image_caption, matter.image_credit)
    return Lead("image", matter.image, *words, matter.image_focus)


DRAWING = re.compile(
    r".{0,60}?\b(?:dessin|schema|croquis|diagram|drawing|drawn|sketch)|(?:l[ea'’] ?|un |une |the |an? )?"
    r"(?:plan|carte|profil|coupe|elevation|graphique|frise|map|chart)\b"
)
"""The beginning of the description of a drawing, folded."""
_DRAWN_BY = re.compile(r"\b(?:dessin|schema|illustration|gravure|peinture|carte|drawing|diagram|map|painting)s?\b")
_PICTURE = re.compile(r"!?\[([^\]\n]{1,300})(?:\](?:\(\s*(<[^>\n]{0,300}>|[^\s()\"]*)(?:\s+([\"'])(.*?)\3)?)?)?")
_PLAIN = re.compile(r"[\w./:-]+")
"""A path whose signs mean themselves; a picture under another, or one that is named elsewhere, may be any."""
_SHOWN = N_("it has a photograph.")
_NAMED = N_("“{value}” says who a child is.")


def check_minors(draft: Draft, matter: ArticleMatter, neighbours: Neighbours) -> Iterator[Problem]:
    """Yield a post of which a photograph or the words may give a child away, and nothing says that parents agree."""
    body, key = draft.source.body, draft.name_of("minors")
    unsaid = "minors-awaited" if matter.imported else "minors-unsaid"
    photos = [Photo(matter.image, matter.image_alt, matter.image_caption, matter.image_credit)] if matter.image else []
    for one in _PICTURE.finditer(body):  # a link to a picture shows it too
        path = (one[2] or "").strip("<>")
        if "!" in one[0][:2] or _PLAIN.fullmatch(path):
            photos.append(photo_of(path, one[1].lstrip("!["), one[4] or ""))
    paths = (resolve(draft.path, one.path) if _PLAIN.fullmatch(one.path) else "" for one in photos if _may_show(one))
    is_shown = any(not path or path in neighbours.around.photos for path in paths)
    if is_shown and not (matter.minors or matter.illustrators):
        yield problem(unsaid, draft.path, 1, key=key, reason=_SHOWN)
    if ":" in matter.minors:  # both parents have agreed
        return
    words = f"{' '.join(f'{matter.title} {matter.summary}'.split())}\n{body}"
    if child := others.child_named(words):
        line = draft.source.body_line + words.count("\n", 0, child.offset) - 1 if child.offset else 1
        code = "minors-doubt" if matter.minors else unsaid
        yield problem(code, draft.path, line, key=key, reason=_NAMED, value=child.value)


def _may_show(photo: Photo) -> bool:
    """Return whether a picture is a photograph: it is described, and its description and its credit name no drawing."""
    is_told = photo.alt and not (is_decorative(photo.alt) or is_decorative(photo.caption))
    return bool(is_told) and not (
        DRAWING.match(" ".join(fold(photo.alt).split())) or _DRAWN_BY.search(fold(photo.credit))
    )


def check_article(
    draft: Draft, matter: ArticleMatter, neighbours: Neighbours, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield what is unknown to the site in a post, and impossible dates."""
    for tag in matter.tags:
        if not slugify(tag):
            yield draft.problem("value-shape", "tags", example=f"{draft.name_of('tags')}: [eau, village]")
    yield from check_spot(draft, matter.place, options)
    yield from check_dates(draft, matter, options)
    if matter.featured and matter.featured.date() < matter.date.date():
        yield draft.problem(
            "featured-early", "featured", value=f"{matter.featured:%Y-%m-%d}", day=f"{matter.date:%Y-%m-%d}"
        )
    yield from lead_of(matter).check(draft, neighbours, options)
    yield from check_minors(draft, matter, neighbours)
    path = _beside(draft, matter.audio)
    if matter.audio and not matter.audio.endswith(_SUFFIX):
        yield draft.problem("audio-format", "audio", value=matter.audio)
    elif matter.audio and path not in neighbours.around.offered and path not in neighbours.around.unshown:
        yield draft.problem("audio-missing", "audio", value=matter.audio)
    yield from check_video(draft, matter, options)
    if not matter.summary:
        yield problem("summary-missing", draft.path, 1)


def check_dates(
    draft: Draft, matter: ArticleMatter | WithdrawnPostMatter, options: ReadingOptions
) -> Iterator[Problem]:
    """Yield dates that cannot be, or that belong into another folder."""
    for name in ("date", "modified", "featured"):
        yield from check_range(draft, name, getattr(matter, name, None), options)
    folder = draft.path.split("/")[1]
    if folder != f"{matter.date.year}":
        yield draft.problem("date-folder", "date", year=matter.date.year, folder=folder)


@dataclass(frozen=True, slots=True)
class Ties:
    """The values of a post for related ones; ``lang`` is empty for the site's language."""

    lang: str = ""


def _outline(draft: Draft, outline: Outline[Any]) -> Outline[Ties]:
    """Return its time, places and ties, even if the post is kept out: its number in a series is taken."""
    matter = draft.matter
    lang = draft.checkable.lang if isinstance(draft.checkable, ArticleMatter) else ""
    outline = replace(outline, extra=Ties(lang) if lang else None)
    if isinstance(matter, WithdrawnPostMatter):
        return replace(outline, date=matter.date)
    if not isinstance(matter, ArticleMatter):
        return outline
    return replace(
        outline,
        draft=matter.status is Status.DRAFT,
        date=matter.date,
        signs=len(" ".join(draft.source.body.split())),
        days=(matter.modified,) if matter.modified else (),
        point=matter.place.point if matter.place else None,
    )


def _asks(draft: Draft, matter: ArticleMatter) -> Iterable[str]:
    yield from lead_of(matter).path(draft)
    yield from ([path] if matter.audio and (path := _beside(draft, matter.audio)) else [])


def _claims(matter: ArticleMatter, neighbours: Neighbours) -> Claims:
    """Return its claims: named photographers or illustrators, and a licence, its own or its first author's, for all."""
    first = neighbours.find(PERSON, matter.authors[0]) if matter.authors else ""
    licence = matter.licence or neighbours.licences.get((PERSON, first))
    return Claims(bool(matter.photographers or matter.illustrators), licence is not None)


def _newest_first(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=attrgetter("date", "path"), reverse=True)


def _article(making: Making[ArticleMatter]) -> Article:
    """Return a post whose people, category and communes are all known."""
    matter, options = making.matter, making.options
    path = _beside(making.draft, making.matter.audio)
    offered = making.neighbours.around.offered.get(path) if making.matter.audio else None
    place, recording = matter.place, Recording(path, offered.url, offered.note) if offered else None
    terms: dict[str, Term] = {}  # one an address: of «Été» and «ete» the first
    for name in matter.tags:
        terms.setdefault(slugify(name), Term(name, slugify(name)))
    return Article(
        path=making.draft.path,
        slug=making.draft.slug,
        url=making.url,
        title=making.say(matter.title),
        summary=making.say(matter.summary or first_words(making.body.html)),
        lang=making.lang,
        date=making.moment(matter.date),
        modified=making.moment(matter.modified) if matter.modified else None,
        authors=making.meant(PERSON, matter.authors),
        roles=tuple((role, making.meant(PERSON, helpers)) for role, helpers in matter.roles()),
        category=options.categories[fold(matter.category)],
        tags=tuple(terms.values()),
        communes=making.communes,
        whole_territory=WHOLE in matter.commune,
        licence=matter.licence or making.licence,
        status=matter.status,
        photo=lead_of(matter).photo(making, Place.LEAD),
        motif=matter.motif,
        motifs=() if matter.image or matter.motif else motifs_of(matter.title, matter.tags, matter.category),
        body=replace(making.body, files=(*making.body.files, recording.path)) if recording else making.body,
        recording=recording,
        video=video_of(matter, making.body.headings, making.say),
        featured=making.moment(matter.featured + timedelta(days=1)) if matter.featured else None,
        spot=replace(place, name=making.say(place.name)) if place else None,
    )


POST = TextKind(
    name="post",
    place=r"articles/\d{4}/[^/]+/index\.md",
    schema=ArticleMatter,
    value=Article,
    address="ARTICLE",
    changed=N_("the post {what} changed"),
    check=check_article,
    make=_article,
    refers=(
        Reference("authors", PERSON),
        *(Reference(role, PERSON, vouches="office" if role is Role.PROOFREADER else "") for role in Role),
    ),
    asks=_asks,
    relations=Relations(_outline, Ties),
    order=_newest_first,
    status_of=status_of,
    tombstone=Tombstone(WithdrawnPostMatter, check_dates),
    beside=(Photos(r"articles/\d{4}/[^/]+"),),
    signed=Signed("authors", attrgetter("authors"), _claims),
    rights=FOR_SIGNERS,
    found=None,  # by year: they are thousands
)
