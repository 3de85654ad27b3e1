"""The configuration of Sveltia CMS, made from the site's own declarations: its kinds of texts, lists and settings."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

from placette.engine.base.text import fold
from placette.engine.base.translation import N_, SettingError
from placette.engine.content.communes import WHOLE, CommuneIndex
from placette.engine.content.kinds import PERSON, AnyKind
from placette.engine.texts import fields as f
from placette.engine.texts.fields import IN_FRENCH, Motif
from placette.engine.texts.front_matter import Matter, accepted_spellings, example_of, facts_of, spelling
from placette.engine.texts.values import LICENCES

Backend = Literal["", "github", "gitlab", "gitea", "forgejo", "test-repo"]
_ADDRESS = re.compile(r"(https://[a-z0-9.-]+(:\d+)?|http://127\.0\.0\.1:\d+)(/[A-Za-z0-9._~/-]*)?")
"""An address that is safe in a policy: nothing in it begins another rule. A forge on this computer needs no TLS."""
_OWN_FORGE = frozenset({"gitea", "forgejo"})
"""Forges of which there are many: their address can't be guessed."""


@dataclass(frozen=True, slots=True)
class EditorSettings:
    """Settings of the editor in the browser."""

    backend: Backend = ""
    """The forge that keeps the texts: ``github``, ``gitlab``, ``gitea``, ``forgejo``; ``test-repo`` saves nothing and
    is for trying out. Empty: no editor."""
    repository: str = ""
    """The repository there, such as ``commune/blog``."""
    branch: str = ""
    """The branch to save on; empty for the repository's own default."""
    base_url: str = ""
    """The address that people sign in at: the forge's own, or for GitHub that of your authenticator."""
    api_root: str = ""
    """The address of the forge's API, where it isn't github.com or gitlab.com (``https://forge.example/api/v1``)."""
    auth_endpoint: str = ""
    """The path of the sign-in page below that address, where it isn't the usual one."""
    app_id: str = ""
    """The identifier of the application that you registered at the forge; it is public. Empty: people sign in with an
    access token of their own."""
    review: bool = False
    """Whether what is saved becomes a proposal to be read first (GitHub and GitLab only)."""


def refuse_incomplete(settings: EditorSettings) -> None:
    """Raise ``SettingError`` for a backend without its required settings."""
    if settings.backend in {"", "test-repo"}:
        return
    if settings.repository.count("/") < 1 or not all(settings.repository.split("/")):
        raise SettingError(f'EDITOR_REPOSITORY = "{settings.repository}"  →  "commune/blog"')
    if settings.backend in _OWN_FORGE:
        for name, example in (("base_url", "https://forge.example"), ("api_root", "https://forge.example/api/v1")):
            if not getattr(settings, name):
                raise SettingError(f'EDITOR_{name.upper()}  →  "{example}"')
        if settings.review:
            raise SettingError(f"EDITOR_REVIEW = True, EDITOR_BACKEND = {settings.backend!r}")
    for name in ("base_url", "api_root"):
        if (address := getattr(settings, name)) and not _ADDRESS.fullmatch(address):
            raise SettingError(f'EDITOR_{name.upper()} = "{address}"  →  "https://…"')


Say = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Choices:
    """The closed lists of a site, and the kinds of texts that others may name.

    ``communes`` are codes, each with its label in the list. ``say`` translates.
    """

    say: Say
    lang: str
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    communes: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()

    @property
    def statuses(self) -> tuple[str, str]:
        """Published and draft, as people write it in the site's language."""
        return ("publié", "brouillon") if self.lang == "fr" else ("published", "draft")

    @property
    def motifs(self) -> Mapping[Motif, str]:
        """Return the subjects of drawings, in the site's language."""
        return IN_FRENCH if self.lang == "fr" else {motif: motif.value for motif in Motif}

    def meanings(self) -> Mapping[str, Mapping[str, str]]:
        """Return by closed list the other spellings of its choices (folded), and the choice that each means.

        A text may name a commune («Ambert»); the list offers its code.
        """
        published, draft = self.statuses
        return {
            "category": {fold(name): name for name in self.categories},
            "licence": {fold(name): item.label for item in LICENCES for name in (item.label, item.spdx) if name},
            "status": {
                **dict.fromkeys(("published", "publie"), published),
                **dict.fromkeys(("draft", "brouillon"), draft),
            },
            "motif": {fold(name): label for motif, label in self.motifs.items() for name in (motif, IN_FRENCH[motif])},
            "commune": _codes_by_name(self.communes),
        }


def communes_of(index: CommuneIndex, whole: str) -> dict[str, str]:
    """Return the choices of communes, by name and département; first the whole territory, called ``whole``."""
    ordered = sorted(index.by_code.values(), key=lambda town: (fold(town.name), town.code))
    return {WHOLE: whole, **{town.code: f"{town.name} ({town.code})" for town in ordered}}


def _codes_by_name(communes: Mapping[str, str]) -> dict[str, str]:
    """Return the code by folded name, where there is one commune of that name."""
    names: dict[str, list[str]] = {}
    for code, label in communes.items():
        names.setdefault(fold(label.removesuffix(f" ({code})")), []).append(code)
    return {name: codes[0] for name, codes in names.items() if len(codes) == 1}


_API = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
"""The addresses of the API of the two well-known forges."""
_SIGN_IN = {"gitlab": "https://gitlab.com"}
"""The address where a browser exchanges a code for a token (PKCE). GitHub has none: its authenticator does it."""


def backend_of(settings: EditorSettings) -> dict[str, Any]:
    """Return the section ``backend`` of the configuration."""
    if settings.backend == "test-repo":
        return {"name": "test-repo"}
    name = "gitea" if settings.backend == "forgejo" else settings.backend
    values = {
        "branch": settings.branch,
        "base_url": settings.base_url,
        "api_root": settings.api_root,
        "auth_endpoint": settings.auth_endpoint,
        "app_id": settings.app_id if name != "github" else "",
        "auth_type": "pkce" if name == "gitlab" and settings.app_id else "",
    }
    backend: dict[str, Any] = {"name": name, "repo": settings.repository}
    backend |= {key: value for key, value in values.items() if value}
    if not (settings.base_url if name == "github" else settings.app_id):
        backend["auth_methods"] = ["token"]  # nothing leads to a page that can't answer
    return backend


def origins_of(settings: EditorSettings) -> tuple[str, ...]:
    """Return the origins that the editor may send requests to beside the site's own, sorted."""
    name = settings.backend
    addresses = {settings.api_root or _API.get(name, "")}
    if name != "github" and settings.app_id:
        addresses.add(settings.base_url or _SIGN_IN.get(name, ""))
    parts = (urlsplit(address) for address in addresses if address)
    return tuple(sorted({f"{part.scheme}://{part.netloc}" for part in parts}))


KINDS = {
    "post": (N_("Posts"), N_("post")),
    "person": (N_("Profiles of authors"), N_("profile")),
    "page": (N_("Pages"), N_("page")),
    "event": (N_("Events"), N_("event")),
    "series": (N_("Series"), N_("series")),
    "community": (N_("Communities"), N_("community")),
    "call": (N_("Calls for posts"), N_("call for posts")),
    "question": (N_("Questions"), N_("question")),
    "walk": (N_("Walks"), N_("walk")),
}
"""The plural and the singular name of each kind."""


def label_of(schema: type[Matter], key: str, lang: str) -> str:
    """Return the label of a key: its name as people write it, in the language of the site."""
    name = (next(iter(facts_of(schema, key).french), key) if lang == "fr" else key).replace("_", " ")
    return name[:1].upper() + name[1:]


Shown = dict[str, Any]
"""A field, as the configuration describes it."""
BODY = "body"
"""The name of the field of the text itself."""
_WRITTEN_BY_TASKS = frozenset({"uid", "imported", "programme"})
"""Keys that people don't write by hand, and a list of tables: the editor leaves them as they are."""
_EXAMPLE = N_("Example: {what}")
_BUTTONS = (
    *("bold", "italic", "link", "heading-two", "heading-three", "heading-four"),
    *("quote", "bulleted-list", "numbered-list"),
)
"""The buttons of the text's tool bar: the title is the only heading of the first level."""
_LINE = 300
"""Characters from which on a text is written on several lines."""
_SLUG = (r"^[a-z0-9]+(-[a-z0-9]+)*$", N_("Small letters without accents, digits, single hyphens."))
_NUMBER = (r"^[1-9]\d{0,2}$", N_("A number from 1 to 999."))
_ONE_OF = {"series": "series", "call": "call", "community": "community"}
"""Keys that name one text of a kind, by key."""


def fields_of(schema: type[Matter], choices: Choices) -> list[Shown]:
    """Return the fields of a kind of text, in the order of its schema; its body is none of them."""
    hints = get_type_hints(schema, include_extras=True)
    return [
        _field(schema, name, _inside(hints[name]), choices)
        for name in schema.model_fields
        if name not in _WRITTEN_BY_TASKS
    ]


def body_field(choices: Choices, *, required: bool) -> Shown:
    """Return the field of the text, which is kept as Markdown."""
    hint = N_("The button with the picture puts a photo where you are writing; the last button shows the Markdown.")
    return {
        "name": BODY,
        "label": choices.say(N_("Text")),
        "hint": choices.say(hint),
        "widget": "markdown",
        "modes": ["rich_text", "raw"],
        "buttons": list(_BUTTONS),
        "editor_components": ["image"],
        "linked_images": False,
        "required": required,
    }


def shape_of(field: Shown) -> str:
    """Return the shape of a field's value in the information block: ``text``, ``list`` or ``map``."""
    if field["widget"] == "keyvalue":
        return "map"
    return "list" if field["widget"] == "list" or field.get("multiple") else "text"


def _field(schema: type[Matter], name: str, hint: Any, choices: Choices) -> Shown:
    """Return a key with the schema's description; with an example where the field doesn't show the value's form."""
    declared, say = schema.model_fields[name], choices.say
    example, described = example_of(schema, name), say(str(declared.description))
    closed = hint in {f.StatusName, f.LicenceName, f.FileName, f.Keys, f.Communes, f.Communities, f.Moment, f.Day}
    if example and not closed:
        described = f"{described} {say(_EXAMPLE).format(what=example.strip('[]'))}"
    field: Shown = {"name": name, "label": label_of(schema, name, choices.lang), "hint": described}
    return field | {"required": declared.is_required()} | _widget(name, hint, choices)


def _widget(name: str, hint: Any, choices: Choices) -> Shown:
    """Return the kind of field: by key where its choices are the site's, else by the type that the schema declares."""
    if hint == f.ShortText and _ONE_OF.get(name) in choices.kinds:
        return _relation(_ONE_OF[name], "title")
    by_name: dict[str, Shown] = {
        "category": _select(choices.categories),
        "lang": _select(choices.languages),
        "links": {"widget": "keyvalue"},
        "to": _relation(PERSON, "name"),
        "decided_by": _relation(PERSON, "name"),
        "date": {**_DAY, **({"default": "{{now}}"} if hint == f.Moment else {})},
        "track": {**_PICTURE, "widget": "file", "accept": ".gpx"},
    }
    makers = (make for kind, make in _WIDGETS if hint == kind)
    return by_name.get(name) or next(makers, _other)(hint, choices)


def _other(hint: Any, choices: Choices) -> Shown:
    if any(bound.length > _LINE and not bound.items for bound in _bounds(hint)):
        return _sentence(hint, choices)
    kind = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    is_list = get_origin(kind) is list or (get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis)
    return {"widget": "list" if is_list else "string"}


def _relation(collection: str, shown: str, limit: int = 0) -> Shown:
    """Return a choice of texts of another kind, called by the names of their files."""
    widget = {"widget": "relation", "collection": collection, "value_field": "{{slug}}", "display_fields": [shown]}
    return {**widget, "search_fields": [shown], **({"multiple": True, "max": limit} if limit else {})}


def _text(hint: Any, _choices: Choices) -> Shown:
    return {"widget": "string", "maxlength": _bound(hint).length}


def _sentence(hint: Any, _choices: Choices) -> Shown:
    return {"widget": "text", "maxlength": _bound(hint).length}


def _items(hint: Any, _choices: Choices) -> Shown:
    return {"widget": "list", "max": _bound(hint).items}


def _communities(hint: Any, choices: Choices) -> Shown:
    return _relation("community", "title", _bound(hint).items) if "community" in choices.kinds else {"widget": "list"}


def _communes(hint: Any, choices: Choices) -> Shown:
    options = [{"label": label, "value": code} for code, label in choices.communes.items()]
    return {"widget": "select", "multiple": True, "max": _bound(hint).items, "options": options}


def _select(options: Iterable[str]) -> Shown:
    return {"widget": "select", "options": list(options)}


_DAY: Shown = {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}
_PICTURE: Shown = {"widget": "image", "choose_url": False, "media_folder": "", "public_folder": ""}
"""A file beside the text."""


def _matching(pattern: tuple[str, str]) -> Callable[[Any, Choices], Shown]:
    return lambda _hint, choices: {"widget": "string", "pattern": [pattern[0], choices.say(pattern[1])]}


_WIDGETS: tuple[tuple[Any, Callable[[Any, Choices], Shown]], ...] = (
    (f.Title, _text),
    (f.ShortText, _text),
    (f.Sentence, _sentence),
    (f.Keys, lambda hint, _: _relation(PERSON, "name", _bound(hint).items)),
    (f.Tags, _items),
    (f.Paths, _items),
    (f.Communes, _communes),
    (f.Communities, _communities),
    (f.Day, lambda *_: _DAY),
    (f.Moment, lambda *_: _DAY),
    (f.FileName, lambda *_: _PICTURE),
    (f.FilmAddress, _text),
    (f.RecordingName, lambda *_: _PICTURE | {"widget": "file"}),
    (f.LicenceName, lambda *_: _select(one.label for one in LICENCES)),
    (f.StatusName, lambda _, choices: _select(choices.statuses)),
    (f.MotifName, lambda _, choices: _select(sorted(choices.motifs.values()))),
    (f.Slug, _matching(_SLUG)),
    (f.Episode, _matching(_NUMBER)),
    (f.Block, lambda *_: {"widget": "keyvalue"}),
)
"""The editor's widget for each type of the schemas. Any other is a line of text: the check reports its problems."""


def _inside(hint: Any) -> Any:
    """Return an optional type without its None."""
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (part for part in get_args(hint) if part is not type(None))
    return hint


def _bound(hint: Any) -> f.Bound:
    return next(_bounds(hint))


def _bounds(hint: Any) -> Iterator[f.Bound]:
    return (part for part in get_args(hint)[1:] if isinstance(part, f.Bound))


SOURCE = "placette_source"
"""The hidden field in which the editor keeps an information block as its writer left it."""
_WEBP_WIDTH = 2560
"""The width in pixels to which photos are reduced before they are sent: twice that of the widest ones of a page."""
_HEAVIEST = 25_000_000
"""The heaviest file that may be put in, in bytes; the photo as it is sent weighs far less."""
_YEARS = r"articles/\d{4}/[^/]+/index\.md"
_FLAT = re.compile(r"([a-z-]+)/\[\^/\]\+(/index)?\\\.md")
"""The patterns of kinds whose files are in one folder, or each in a folder of its own below one."""


def configuration(
    settings: EditorSettings, site: Mapping[str, str], kinds: Iterable[AnyKind], choices: Choices, folder: str
) -> dict[str, Any]:
    """Return the whole configuration. ``site`` gives its ``name`` and its ``url``, ``folder`` is the texts' folder."""
    collections = [item for kind in kinds if (item := collection_of(kind, choices, folder))]
    return {
        "backend": backend_of(settings),
        "publish_mode": "editorial_workflow" if settings.review else "simple",
        "media_folder": "",
        "public_folder": "",
        "media_libraries": {
            "default": {
                "config": {
                    "max_file_size": _HEAVIEST,
                    "slugify_filename": True,
                    "transformations": {"raster_image": {"format": "webp", "quality": 85, "width": _WEBP_WIDTH}},
                }
            },
            "stock_assets": {"providers": []},
        },
        "app_title": site["name"],
        "site_url": site["url"],
        "logo": {"show_in_header": False},
        "show_preview_links": False,
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80, "timezone": "local"},
        "output": {"omit_empty_optional_fields": True},
        "editor": {"preview": False},
        "collections": collections,
    }


def collection_of(kind: AnyKind, choices: Choices, folder: str) -> dict[str, Any] | None:
    """Return the collection of a kind of text; None for one whose files are placed otherwise."""
    flat = _FLAT.fullmatch(kind.place)
    if not flat and kind.place != _YEARS:
        return None
    several, single = KINDS.get(kind.name, (kind.name.capitalize(), kind.name))
    title_key = "name" if "name" in kind.schema.model_fields else "title"
    parts = fields_of(kind.schema, choices)
    first = [field for field in parts if field["required"] or field["name"] == "summary"]
    others = [field for field in parts if field not in first]
    body = body_field(choices, required=not (kind.body.optional or kind.name == PERSON))
    with_date = any(field["name"] == "date" for field in parts)
    return {
        "name": kind.name,
        "label": choices.say(several),
        "label_singular": choices.say(single),
        "folder": f"{folder}/{flat[1] if flat else 'articles'}",
        "path": f"{{{{slug}}}}{flat[2] or ''}" if flat else "{{year}}/{{slug}}/index",
        "slug": f"{{{{{title_key}}}}}",
        "identifier_field": title_key,
        "summary": f"{{{{{title_key}}}}}",
        "format": f"placette-{kind.name}",
        "media_folder": "",
        "public_folder": "",
        "create": True,
        "delete": False,  # an address is for ever: a text is withdrawn (``status``), and git keeps it
        "sortable_fields": {
            "fields": [*(["date"] if with_date else []), title_key],
            "default": {
                "field": "date" if with_date else title_key,
                "direction": "descending" if with_date else "ascending",
            },
        },
        "fields": [*first, body, *others, {"name": SOURCE, "widget": "hidden"}],
    }


def formats_of(kinds: Iterable[AnyKind], choices: Choices, collections: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return by kind how ``texts.js`` must read and write texts, as ``invoke check`` does.

    For each key: its spellings (folded), the shape of its value, and the closed list of its choices.
    """
    schemas = {kind.name: kind.schema for kind in kinds}
    meanings = choices.meanings()
    return {
        "source": SOURCE,
        "body": BODY,
        "meanings": meanings,
        "kinds": {
            item["name"]: [
                _key(schemas[item["name"]], field, meanings)
                for field in item["fields"]
                if (field["name"] not in {BODY, SOURCE})
            ]
            for item in collections
        },
    }


def _key(schema: Any, field: Shown, meanings: Mapping[str, Any]) -> dict[str, Any]:
    name = field["name"]
    spellings = sorted({fold(spelling(name_of_key)) for name_of_key in accepted_spellings(schema, name)})
    closed = name if name in meanings and "options" in field else ""
    return {"name": name, "spellings": spellings, "shape": shape_of(field), **({"meaning": closed} if closed else {})}
