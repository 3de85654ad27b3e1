"""The front matter's schema: one declaration of every key, its French names, type and meaning.

The check's messages, the table of the contributor guide and the editors' JSON Schema come from it.
Keys are Pelican's own names. What is not declared here is refused: with stock Pelican, a
key such as ``_content`` or ``save_as`` steers the build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from placette.engine.base.text import fold


def key(description: str, *french: str, example: str = "", **options: Any) -> Any:
    """A field of the schema: what it means, its French names, an example."""
    return Field(description=description, json_schema_extra={"french": list(french), "example": example}, **options)


class Matter(BaseModel):
    """What every front matter shares."""

    # What validates a kind of text is built for the first one that is read: most commands read none, or few kinds.
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)


def given(matter: Matter, name: str, default: Any) -> Any:
    """The value of a key that not every schema has; to ask pydantic for one that isn't there would take far longer."""
    return getattr(matter, name) if name in type(matter).__pydantic_fields__ else default


@lru_cache(1024)  # most texts have the same keys
def spelling(written: str) -> str:
    """A key as it is compared: without case, accents, and with underscores for spaces and hyphens."""
    return fold(written).replace("-", "_").replace(" ", "_")


@cache
def canonical_keys(kind: type[Matter]) -> Mapping[str, str]:
    """Every accepted spelling of a key, as ``spelling`` gives it, and the key it stands for."""
    return {spelling(written): name for name in kind.model_fields for written in accepted_spellings(kind, name)}


def accepted_spellings(kind: type[Matter], name: str) -> tuple[str, ...]:
    """A key and its French names, as people write them."""
    return (name, *_extra(kind, name)["french"])


def suited_name(kind: type[Matter], name: str, written: Iterable[str]) -> str:
    """A key as the keys ``written`` in a file name it, or would: beside French ones by its first French name."""
    known, french = canonical_keys(kind), False
    for one in written:
        meant = known.get(spelling(one))
        if meant == name:
            return one
        french = french or meant not in (None, spelling(one))
    return accepted_spellings(kind, name)[:2][-1] if french else name


def example_of(kind: type[Matter], name: str) -> str:
    """An example of a key's value; empty when there is none."""
    return str(_extra(kind, name)["example"])


def _extra(kind: type[Matter], name: str) -> dict[str, Any]:
    extra = kind.model_fields[name].json_schema_extra
    return extra if isinstance(extra, dict) else {"french": [], "example": ""}
