"""The configuration of Sveltia CMS, made from what the site itself declares: its kinds of texts, lists and settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from placette.engine.base.text import fold
from placette.engine.library.kinds import AnyKind
from placette.engine.library.naming import PERSON
from placette.engine.texts.schema import accepted_spellings, spelling
from placette.features.editor.choices import Choices
from placette.features.editor.forge import backend_of
from placette.features.editor.form_fields import BODY, Shown, body_field, fields_of, shape_of
from placette.features.editor.labels import KINDS
from placette.features.editor.settings import EditorSettings

SOURCE = "placette_source"
"""The hidden field in which the editor keeps an information block as its writer left it."""
_WEBP_WIDTH = 2560
"""The width in pixels to which photos are reduced before they are sent: twice that of the widest ones of a page."""
_HEAVIEST = 25_000_000
"""The heaviest file that may be put in, in bytes; the photo as it is sent weighs far less."""
_YEARS = r"articles/\d{4}/[^/]+/index\.md"
_FLAT = re.compile(r"([a-z-]+)/\[\^/\]\+(/index)?\\\.md")
"""How kinds of texts say that their files lie in one folder, or each in a folder of its own below one."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where texts lie: the content folder from the root of the repository (``content``)."""

    content: str


def configuration(
    settings: EditorSettings, site: Mapping[str, str], kinds: Iterable[AnyKind], choices: Choices, folders: Folders
) -> dict[str, Any]:
    """The whole configuration. ``site`` gives its ``name`` and its ``url``."""
    collections = [found for kind in kinds if (found := collection_of(kind, choices, folders))]
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


def collection_of(kind: AnyKind, choices: Choices, folders: Folders) -> dict[str, Any] | None:
    """The collection of a kind of text; None for one whose files lie otherwise than those of any kind here."""
    flat = _FLAT.fullmatch(kind.place)
    if not flat and kind.place != _YEARS:
        return None
    several, one = KINDS.get(kind.name, (kind.name.capitalize(), kind.name))
    named = "name" if "name" in kind.schema.model_fields else "title"
    own = fields_of(kind.schema, choices)
    body = body_field(choices, required=not (kind.may_be_empty or kind.name == PERSON))
    with_date = any(field["name"] == "date" for field in own)
    found: dict[str, Any] = {
        "name": kind.name,
        "label": choices.say(several),
        "label_singular": choices.say(one),
        "folder": f"{folders.content}/{flat[1] if flat else 'articles'}",
        "path": f"{{{{slug}}}}{flat[2] or ''}" if flat else "{{year}}/{{slug}}/index",
        "slug": f"{{{{{named}}}}}",
        "identifier_field": named,
        "summary": f"{{{{{named}}}}}",
        "format": format_name(kind.name),
        "media_folder": "",
        "public_folder": "",
        "create": True,
        "delete": False,  # an address is for ever: a text is withdrawn (``status``), and git keeps it
        "sortable_fields": {
            "fields": [*(["date"] if with_date else []), named],
            "default": {
                "field": "date" if with_date else named,
                "direction": "descending" if with_date else "ascending",
            },
        },
        "fields": [*_with_body(own, body), {"name": SOURCE, "widget": "hidden"}],
    }
    return found


def _with_body(fields: list[Shown], body: Shown) -> list[Shown]:
    """The fields with the text after the last of those that must be filled in or that introduce it."""
    first = [field for field in fields if field["required"] or field["name"] == "summary"]
    return [*first, body, *(field for field in fields if field not in first)]


def format_name(kind: str) -> str:
    """What the editor calls our way of reading and writing the texts of a kind."""
    return f"placette-{kind}"


def formats_of(kinds: Iterable[AnyKind], choices: Choices, collections: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What ``texts.js`` must know to read and write texts as ``invoke check`` does, by kind.

    For each key its spellings (folded), the shape of its value, and which closed list holds what it may be.
    """
    schemas = {kind.name: kind.schema for kind in kinds}
    meanings = choices.meanings()
    return {
        "source": SOURCE,
        "body": BODY,
        "meanings": meanings,
        "kinds": {
            one["name"]: [_key(schemas[one["name"]], field, meanings) for field in one["fields"] if _is_key(field)]
            for one in collections
        },
    }


def _is_key(field: Shown) -> bool:
    return field["name"] not in {BODY, SOURCE}


def _key(schema: Any, field: Shown, meanings: Mapping[str, Any]) -> dict[str, Any]:
    name = field["name"]
    spellings = sorted({fold(spelling(written)) for written in accepted_spellings(schema, name)})
    closed = name if name in meanings and "options" in field else ""
    return {"name": name, "spellings": spellings, "shape": shape_of(field), **({"meaning": closed} if closed else {})}
