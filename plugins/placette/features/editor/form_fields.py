"""A key of an information block as a field of the editor, made from the declaration that the check uses."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from placette.engine.base.message import N_
from placette.engine.library.naming import PERSON
from placette.engine.texts import fields as f
from placette.engine.texts.licences import LICENCES
from placette.engine.texts.schema import Matter, example_of
from placette.features.editor.choices import Choices, Say
from placette.features.editor.labels import label_of

Shown = dict[str, Any]
"""A field, as the configuration describes it."""
BODY = "body"
"""The name of the field of the text itself."""
_WRITTEN_BY_TASKS = frozenset({"uid", "imported"})
"""Keys that nobody writes by hand: the editor leaves them as they are."""
_EXAMPLE = N_("Example: {what}")
_BUTTONS = (
    *("bold", "italic", "link", "heading-two", "heading-three", "heading-four"),
    *("quote", "bulleted-list", "numbered-list"),
)
"""What the text's tool bar offers: the title is the only heading of the first level."""
_LINE = 300
"""Characters from which on a text is written on several lines."""
_SLUG = (r"^[a-z0-9]+(-[a-z0-9]+)*$", N_("Small letters without accents, digits, single hyphens."))
_NUMBER = (r"^[1-9]\d{0,2}$", N_("A number from 1 to 999."))
_ONE_OF = {"series": "series", "call": "call", "community": "community"}
"""Keys that name one text of a kind, by key."""


def fields_of(schema: type[Matter], choices: Choices) -> list[Shown]:
    """The fields of a kind of text, in the order of its schema; its body is none of them."""
    hints = get_type_hints(schema, include_extras=True)
    return [
        _field(schema, name, _inside(hints[name]), choices)
        for name in schema.model_fields
        if name not in _WRITTEN_BY_TASKS
    ]


def body_field(choices: Choices, *, required: bool) -> Shown:
    """The field of the text, which is kept as Markdown."""
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
    """How a field's value lies in the information block: ``text``, ``list`` or ``map``."""
    if field["widget"] == "keyvalue":
        return "map"
    return "list" if field["widget"] == "list" or field.get("multiple") else "text"


def _field(schema: type[Matter], name: str, hint: Any, choices: Choices) -> Shown:
    declared, say = schema.model_fields[name], choices.say
    example, described = example_of(schema, name), say(str(declared.description))
    shown: Shown = {"name": name, "label": say(label_of(name)), "hint": _hint(described, example, hint, say)}
    shown["required"] = declared.is_required()
    return shown | _widget(name, hint, choices)


def _hint(described: str, example: str, hint: Any, say: Say) -> str:
    """The schema's own description; with an example where the form of what is written isn't given by the field."""
    closed = hint in {f.StatusName, f.LicenceName, f.FileName, f.Keys, f.Communes, f.Communities, f.Moment, f.Day}
    if closed or not example:
        return described
    return f"{described} {say(_EXAMPLE).format(what=example.strip('[]'))}"


def _widget(name: str, hint: Any, choices: Choices) -> Shown:
    """The kind of field: by key where its choices are the site's, else by the type that the schema declares."""
    if hint == f.ShortText and _ONE_OF.get(name) in choices.kinds:
        return _relation(_ONE_OF[name], "title")
    by_name: dict[str, Shown] = {
        "category": {"widget": "select", "options": list(choices.categories)},
        "lang": {"widget": "select", "options": list(choices.languages)},
        "links": {"widget": "keyvalue"},
        "to": _relation(PERSON, "name"),
        "decided_by": _relation(PERSON, "name"),
        "date": {**_day(hint, choices), **({"default": "{{now}}"} if hint == f.Moment else {})},
        "track": {**_picture(hint, choices), "widget": "file", "accept": ".gpx"},
    }
    makers = (make for kind, make in _WIDGETS if hint == kind)
    return by_name.get(name) or next(makers, _other)(hint, choices)


def _other(hint: Any, choices: Choices) -> Shown:
    if any(one.length > _LINE and not one.items for one in _bounds(hint)):
        return _sentence(hint, choices)
    return {"widget": "list" if _is_list(_plain(hint)) else "string"}


def _relation(collection: str, shown: str, limit: int = 0) -> Shown:
    """A choice of texts of another kind, called by the names of their files."""
    one = {"widget": "relation", "collection": collection, "value_field": "{{slug}}", "display_fields": [shown]}
    return {**one, "search_fields": [shown], **({"multiple": True, "max": limit} if limit else {})}


def _text(hint: Any, _choices: Choices) -> Shown:
    return {"widget": "string", "maxlength": _bound(hint).length}


def _sentence(hint: Any, _choices: Choices) -> Shown:
    return {"widget": "text", "maxlength": _bound(hint).length}


def _items(hint: Any, _choices: Choices) -> Shown:
    return {"widget": "list", "max": _bound(hint).items}


def _people(hint: Any, _choices: Choices) -> Shown:
    return _relation(PERSON, "name", _bound(hint).items)


def _communities(hint: Any, choices: Choices) -> Shown:
    return _relation("community", "title", _bound(hint).items) if "community" in choices.kinds else {"widget": "list"}


def _communes(hint: Any, choices: Choices) -> Shown:
    options = [{"label": shown, "value": code} for code, shown in choices.communes.items()]
    return {"widget": "select", "multiple": True, "max": _bound(hint).items, "options": options}


def _day(_hint: Any, _choices: Choices) -> Shown:
    return {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"}


def _licence(_hint: Any, _choices: Choices) -> Shown:
    return {"widget": "select", "options": [one.label for one in LICENCES]}


def _status(_hint: Any, choices: Choices) -> Shown:
    return {"widget": "select", "options": list(choices.statuses)}


def _motif(_hint: Any, choices: Choices) -> Shown:
    return {"widget": "select", "options": sorted(choices.motifs.values())}


def _picture(_hint: Any, _choices: Choices) -> Shown:
    """A file beside the text."""
    return {"widget": "image", "choose_url": False, "media_folder": "", "public_folder": ""}


def _recording(_hint: Any, _choices: Choices) -> Shown:
    """A recording beside the text."""
    return _picture(_hint, _choices) | {"widget": "file"}


def _matching(pattern: tuple[str, str]) -> Callable[[Any, Choices], Shown]:
    return lambda _hint, choices: {"widget": "string", "pattern": [pattern[0], choices.say(pattern[1])]}


def _map(_hint: Any, _choices: Choices) -> Shown:
    return {"widget": "keyvalue"}


_WIDGETS: tuple[tuple[Any, Callable[[Any, Choices], Shown]], ...] = (
    (f.Title, _text),
    (f.ShortText, _text),
    (f.Sentence, _sentence),
    (f.Keys, _people),
    (f.Tags, _items),
    (f.Paths, _items),
    (f.Communes, _communes),
    (f.Communities, _communities),
    (f.Day, _day),
    (f.Moment, _day),
    (f.FileName, _picture),
    (f.RecordingName, _recording),
    (f.LicenceName, _licence),
    (f.StatusName, _status),
    (f.MotifName, _motif),
    (f.Slug, _matching(_SLUG)),
    (f.Episode, _matching(_NUMBER)),
    (f.Block, _map),
)
"""What each type of the schemas is in the editor. Any other is a line of text: the check says what is wrong with it."""


def _inside(hint: Any) -> Any:
    """A type without the None that says that it may be left out."""
    if get_origin(hint) in {Union, types.UnionType}:
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    return hint


def _plain(hint: Any) -> Any:
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is list or (get_origin(kind) is tuple and get_args(kind)[-1] is Ellipsis)


def _bound(hint: Any) -> f.Bound:
    return next(_bounds(hint))


def _bounds(hint: Any) -> Iterator[f.Bound]:
    return (one for one in get_args(hint)[1:] if isinstance(one, f.Bound))
