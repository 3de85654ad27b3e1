"""Several manuscripts and pictures become one: no picture loses its place or takes another's name."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from placette.desks.letters.letter import Manuscript, Picture


def join_manuscripts(manuscripts: Iterable[Manuscript]) -> Manuscript:
    """The texts one below the other, with the title of the first that has one."""
    whole = Manuscript("")
    for one in manuscripts:
        added = renamed(one, {picture.name for picture in whole.pictures})
        whole = Manuscript(
            "\n\n".join(text for text in (whole.markdown, added.markdown) if text),
            whole.title or added.title,
            (*whole.pictures, *added.pictures),
            (*whole.enclosures, *added.enclosures),
            tuple(dict.fromkeys((*whole.remarks, *added.remarks))),
            whole.quoted or added.quoted,
        )
    return whole


def renamed(manuscript: Manuscript, taken: Collection[str]) -> Manuscript:
    """A manuscript whose pictures have other names than the ``taken`` ones."""
    names = {name.casefold() for name in taken} | {picture.name.casefold() for picture in manuscript.pictures}
    pictures: list[Picture] = []
    markdown = manuscript.markdown
    clashing = {name.casefold() for name in taken}
    for picture in manuscript.pictures:
        if picture.name.casefold() in clashing:
            free = _free(picture.name, names)
            names.add(free.casefold())
            markdown = markdown.replace(f"]({picture.name})", f"]({free})")
            picture = replace(picture, name=free)  # noqa: PLW2901 - the same picture from here on
        pictures.append(picture)
    return replace(manuscript, markdown=markdown, pictures=tuple(pictures))


def without_unseen(before: str, manuscript: Manuscript) -> Manuscript:
    """A manuscript whose text was cut, without the pictures that stood in what went: logos, a quoted mail's photos."""
    gone = {one.name for one in manuscript.pictures if f"]({one.name})" in before}
    gone = {name for name in gone if f"]({name})" not in manuscript.markdown}
    return replace(manuscript, pictures=tuple(one for one in manuscript.pictures if one.name not in gone))


def _free(name: str, taken: Collection[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    names = (f"{stem or suffix}-{count}{dot}{suffix if stem else ''}" for count in range(2, len(taken) + 3))
    return next(one for one in names if one.casefold() not in taken)
