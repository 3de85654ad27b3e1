"""Documents the schema: what the contributor guide lists, and the JSON Schema for text editors.

All is made from the declarations and settings that the check uses, so it can't contradict it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from placette.engine.base.translation import N_
from placette.engine.content.kinds import AnyKind
from placette.engine.texts.fields import IN_FRENCH, Motif
from placette.engine.texts.front_matter import Matter, Whose, accepted_spellings, example_of, facts_of
from placette.engine.texts.values import LICENCES
from placette.features.agenda.event import HappeningMatter
from placette.features.posts.kind import ArticleMatter, WithdrawnPostMatter

Translate = Callable[[str], str]

_HEADINGS = (N_("key"), N_("required"), N_("what goes there"), N_("example"), N_("who decides"))
DECIDES = {
    Whose.RESIDENTS: N_("anybody"),
    Whose.SIGNER: N_("who signs"),
    Whose.READERS: N_("who reads for the team"),
    Whose.EDITORS: N_("the team"),
}
"""Whose decision something is, in words."""
_BUT_FREE = N_("{who}, except {values}")
_ABOUT_LICENCES = N_("The licences, as they are written:")
_SCALARS = ["string", "number", "boolean", "null"]
"""The types that editors see in an unquoted value. The check reads all as text; an empty value is a missing key."""
_STATUSES, _WITHDRAWN = ("published", "draft", "publié", "brouillon"), ("withdrawn", "retiré")
_BEGIN, _END = "<!-- table of keys: made by invoke guide -->", "<!-- end of the table -->"
_CHOICES, _CHOICES_END = "<!-- choices: made by invoke guide -->", "<!-- end of the choices -->"


def key_table(kind: type[Matter], translate: Translate) -> str:
    """Return a Markdown table of the front matter's keys, in the schema's order."""
    rows = [tuple(translate(heading) for heading in _HEADINGS), ("---",) * len(_HEADINGS)]
    for name, field in kind.model_fields.items():
        names = ", ".join(f"`{spelling}`" for spelling in accepted_spellings(kind, name)[:2])
        required = translate(N_("yes")) if field.is_required() else ""
        example = f"`{example_of(kind, name)}`" if example_of(kind, name) else ""
        who = translate(DECIDES[facts_of(kind, name).whose])
        if free := facts_of(kind, name).free:
            who = translate(_BUT_FREE).format(who=who, values=", ".join(free))
        rows.append((names, required, translate(str(field.description)), example, who))
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)


def with_table(guide: str, table: str) -> str:
    """Return the guide with its table replaced; raises ``ValueError`` if the marks around it are missing."""
    return _between(guide, _BEGIN, table, _END)


def choice_lists(categories: Mapping[str, str], translate: Translate) -> str:
    """Return the categories of a site, each with its description, and the licences of texts, as Markdown."""
    heads = (translate(N_("category")), translate(N_("what goes there")))
    rows = [heads, ("---",) * 2, *((f"`{name}`", described) for name, described in categories.items())]
    table = "\n".join(f"| {name} | {what} |" for name, what in rows)
    licences = "\n".join(
        f"- [`{licence.label}`]({licence.url})" if licence.url else f"- `{licence.label}`" for licence in LICENCES
    )
    return f"{table}\n\n{translate(_ABOUT_LICENCES)}\n\n{licences}"


def with_choices(guide: str, choices: str) -> str:
    """Return the guide with its lists of choices replaced; raises ``ValueError`` without the marks around them."""
    return _between(guide, _CHOICES, choices, _CHOICES_END)


def _between(guide: str, begin: str, text: str, end: str) -> str:
    head, mark, rest = guide.partition(begin)
    _old, ended, tail = rest.partition(end)
    if not mark or not ended:
        raise ValueError(begin)
    return f"{head}{begin}\n{text}\n{end}{tail}"


def json_schema(
    kind: AnyKind, translate: Translate, categories: tuple[str, ...], languages: tuple[str, ...]
) -> dict[str, Any]:
    """Return a JSON Schema of a post's front matter, for editors that complete and check YAML."""
    schema: type[Matter] = kind.schema
    properties: dict[str, Any] = {}
    closed = {"category": categories, "lang": languages, "status": (*_STATUSES, *_WITHDRAWN)}
    closed["motif"] = (*IN_FRENCH.values(), *Motif)
    for name, field in schema.model_fields.items():
        described = {"description": translate(str(field.description))}
        shape: dict[str, Any] = {"type": _SCALARS}
        if "list" in str(field.annotation):
            shape = {"type": [*_SCALARS, "array"], "items": {"type": _SCALARS}}
        if name == "event":
            names = (
                key_of_block
                for key in HappeningMatter.model_fields
                for key_of_block in accepted_spellings(HappeningMatter, key)
            )
            block: dict[str, Any] = {key_of_block: {} for key_of_block in names}
            shape = {"type": ["object", "null"], "properties": block, "additionalProperties": False}
        if name in closed:
            shape["enum"] = list(closed[name])
        for spelling in accepted_spellings(schema, name):
            properties[spelling] = {**described, **shape}
    required = [name for name, field in schema.model_fields.items() if field.is_required()]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": translate(N_("The information block of a post")),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "anyOf": [
            {"allOf": [_one_of(key) for key in required], "properties": _statuses(_STATUSES)},
            {**_withdrawn(kind, properties), "allOf": [_one_of("status"), _one_of("date")]},
        ],
    }


def _one_of(key: str) -> dict[str, Any]:
    return {"anyOf": [{"required": [name]} for name in accepted_spellings(ArticleMatter, key)]}


def _statuses(values: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"enum": list(values)} for name in accepted_spellings(ArticleMatter, "status")}


def _withdrawn(kind: AnyKind, properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a withdrawn post's information block."""
    schema: Any = kind.tombstone.schema if kind.tombstone else WithdrawnPostMatter
    names = [name for key in schema.model_fields for name in accepted_spellings(schema, key)]
    shapes = {name: properties[name] for name in names}
    return {"properties": {**shapes, **_statuses(_WITHDRAWN)}, "additionalProperties": False}
