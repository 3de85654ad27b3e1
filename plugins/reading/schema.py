"""The front matter's schema: one declaration of every key, its French names, type and meaning.

The check's messages, the table of the contributor guide and the editors' JSON Schema come from it.
Keys are Pelican's own names. What is not declared here is refused: with stock Pelican, a
key such as ``_content`` or ``save_as`` steers the build.
"""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from plugins.core.messages import KNOWN_KEYS, NEAR
from plugins.core.models import Role, Status
from plugins.core.problems import Problem, problem
from plugins.core.text import fold, nearest
from plugins.reading import fields as f
from plugins.reading.matter import Entry, Value


def key(description: str, *french: str, example: str = "", **options: Any) -> Any:
    """A field of the schema: what it means, its French names, an example."""
    return Field(description=description, json_schema_extra={"french": list(french), "example": example}, **options)


class Matter(BaseModel):
    """What every front matter shares."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ArticleMatter(Matter):
    """The front matter of a post."""

    title: f.Title = key("The title, as readers see it.", "titre", example="Le lavoir a retrouvé son eau")
    date: f.Moment = key("The day of publication; a later day waits for it.", example="2026-05-01")
    authors: f.Keys = key("The keys of the authors (file names in authors/).", "author", "auteur", "auteurs", "autrice", "autrices", example="[lea-montel]", min_length=1)
    category: f.ShortText = key("One category of the site's list.", "rubrique", "catégorie", example="Randonnée")
    summary: f.Sentence = key("One or two sentences for lists and search engines.", "résumé", "chapeau", example="Une lampe, une pente, un lever de soleil.", default="")
    tags: f.Tags = key("Up to ten short key words.", "mots-clés", "étiquettes", example="[marche, volcans]", default_factory=list)
    commune: f.Communes = key("INSEE code or name; several in a list; * for the whole territory.", "communes", "lieu", example='"63263"', default_factory=list)
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")
    licence: f.LicenceName | None = key("The licence of the text.", "license", example="CC BY 4.0", default=None)
    modified: f.Moment | None = key("The day of the last correction.", "modifié", "mise-à-jour", example="2026-06-12", default=None)
    status: f.StatusName = key("published, or draft.", "statut", "état", example="published", default=Status.PUBLISHED)
    slug: f.Slug | None = key("The end of the address; the folder's name if left out.", "adresse", example="le-lavoir", default=None)
    image: f.FileName = key("The lead picture: a file beside the text.", "photo", example="lavoir.jpg", default="")
    image_alt: f.Sentence = key("What the lead picture shows, for those who cannot see it.", "photo_description", example="Le bassin vu de la route.", default="")
    image_caption: f.Sentence = key("The lead picture's caption.", "photo_légende", example="Le bassin après travaux.", default="")
    image_credit: f.ShortText = key("Who made the lead picture.", "photo_crédit", example="Léa Montel", default="")
    photographers: f.Keys = key("Who took the photos.", "photographe", "photographes", example="[marc-teyssot]", default_factory=list)
    illustrators: f.Keys = key("Who drew the pictures.", "dessin", "dessins", example="[paul-vidalenc]", default_factory=list)
    translators: f.Keys = key("Who translated.", "traduction", "traducteurs", example="[hannah-price]", default_factory=list)
    witnesses: f.Keys = key("Whose account it is.", "témoin", "témoins", example="[jean-borie]", default_factory=list)
    collected_by: f.Keys = key("Who wrote the account down.", "recueilli_par", example="[equipe]", default_factory=list)
    proofreaders: f.Keys = key("Who read it over.", "relecture", "relecteurs", example="[equipe]", default_factory=list)
    minors: f.Minors = key("none, or the reference of the parents' consent.", "mineurs", example="none", default="")

    def roles(self) -> tuple[tuple[Role, tuple[str, ...]], ...]:
        """The roles beside the author's that somebody has, in the order of the byline."""
        return tuple((role, tuple(keys)) for role in Role if (keys := getattr(self, role.value)))


class PageMatter(Matter):
    """The front matter of a page of the site itself."""

    title: f.Title = key("The title.", "titre", example="Charte")
    summary: f.Sentence = key("One sentence for search engines.", "résumé", "chapeau", example="Ce que nous publions.", default="")
    lang: f.ShortText = key("The language of the text.", "langue", example="fr", default="")


class ProfileMatter(Matter):
    """The front matter of an author's profile."""

    name: f.ShortText = key("The name, as the person wishes it; a first name or a pseudonym will do.", "nom", example="Léa Montel", min_length=1)
    kind: f.KindName = key("habitant, association, service, élu, école, équipe or invité.", "profil", "qualité", example="habitante")
    description: f.ShortText = key("One line.", "présentation", example="Infirmière de nuit, marcheuse du matin.", default="")
    commune: f.Communes = key("INSEE code or name of the commune; * for the whole territory.", "communes", "lieu", example='"63263"', default_factory=list)
    account: f.ShortText = key("The person's account on the forge, so that nobody else proposes in their name.", "compte", example="lea-m", default="")
    since: f.ShortText = key("The year of the first post.", "depuis", example="2024", default="")
    languages: f.Tags = key("Languages the person writes in.", "langues", example="[fr, oc]", default_factory=list)
    links: f.Links = key("Addresses: site, mastodon, peertube, bluesky.", "liens", example="site: https://…", default=())
    licence: f.LicenceName | None = key("The licence of their texts when a post says nothing.", "license", example="CC BY 4.0", default=None)
    portrait: f.FileName = key("A picture beside the profile.", example="lea-montel.jpg", default="")
    portrait_alt: f.Sentence = key("What the portrait shows.", "portrait_description", example="Léa de profil.", default="")


M = TypeVar("M", bound=Matter)


def canonical_keys(kind: type[Matter]) -> dict[str, str]:
    """Every accepted spelling of a key, folded, and the key it stands for."""
    table = {}
    for name, field in kind.model_fields.items():
        extra = field.json_schema_extra
        french = extra.get("french", []) if isinstance(extra, dict) else []
        for spelling in (name, *french):  # type: ignore[misc]
            table[_spelling(str(spelling))] = name
    return table


def type_entries(entries: tuple[Entry, ...], kind: type[M], path: str) -> tuple[M | None, tuple[Problem, ...]]:
    """The typed front matter, or None when a value can't be typed, and every problem found in it."""
    known = canonical_keys(kind)
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    for entry in entries:
        name = known.get(_spelling(entry.key))
        if name is None:
            problems.append(_unknown_key(entry, kind, path))
        elif name in found:
            problems.append(problem("key-duplicate", path, entry.line, entry.column, key=entry.key))
        else:
            found[name] = entry
    try:
        typed = kind.model_validate({name: entry.value for name, entry in found.items() if not _empty(entry.value)})
    except ValidationError as error:
        return None, (*problems, *(_validation_problem(dict(e), found, kind, path) for e in error.errors()))
    problems += [
        problem("value-empty", path, entry.line, entry.column, key=entry.key)
        for entry in found.values()
        if _empty(entry.value)
    ]
    return typed, tuple(problems)


def _spelling(name: str) -> str:
    return fold(name).replace("-", "_").replace(" ", "_")


def _empty(value: Value) -> bool:
    return value in ("", [], {})


def _unknown_key(entry: Entry, kind: type[Matter], path: str) -> Problem:
    spellings = {_spelling(name): name for name in _all_spellings(kind)}
    close = nearest(_spelling(entry.key), spellings, 1)
    proposal = (NEAR, spellings[close[0]]) if close else (KNOWN_KEYS, ", ".join(kind.model_fields))
    return problem("key-unknown", path, entry.line, 1, entry.key, key=entry.key[:80], proposal=proposal[0], names=proposal[1])


def _all_spellings(kind: type[Matter]) -> list[str]:
    names = []
    for name, field in kind.model_fields.items():
        extra = field.json_schema_extra
        names += [name, *(str(s) for s in (extra.get("french", []) if isinstance(extra, dict) else []))]  # type: ignore[union-attr]
    return names


def _example(kind: type[Matter], name: str) -> str:
    extra = kind.model_fields[name].json_schema_extra
    return str(extra["example"]) if isinstance(extra, dict) else ""


def _validation_problem(error: dict[str, Any], found: dict[str, Entry], kind: type[Matter], path: str) -> Problem:
    """Our problem for one of pydantic's errors; its type is our code, or one of three of pydantic's."""
    name = str(error["loc"][0])
    entry = found.get(name)
    if error["type"] == "missing":
        if entry:
            return problem("value-empty", path, entry.line, entry.column, key=entry.key)
        return problem("key-missing", path, 1, missing=name)
    line, column, written = (entry.line, entry.column, entry.key) if entry else (1, 0, name)
    if error["type"] in ("too_short", "string_too_short"):
        return problem("value-empty", path, line, column, key=written)
    values = {k: v for k, v in error.get("ctx", {}).items() if k != "code"}
    if error["type"] == "value-shape":
        values["example"] = f"{written}: {_example(kind, name)}"
    return problem(error["type"], path, line, column, **{"key": written, **values})

