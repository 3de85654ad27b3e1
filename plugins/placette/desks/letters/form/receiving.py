"""A request becomes what somebody filled in. Files stay on the disk; whatever is too large or malformed is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, BinaryIO

from multipart import MultipartError, MultipartParser, MultipartPart, parse_options_header

from placette.desks.letters.form.settings import FormLimits
from placette.engine.base.message import N_

FILES = ("photos", "document")
_SPOOL = 65_536
"""Bytes of a file that are held in memory before it is written to the disk."""
_PARTS = 64
"""Parts of a request: the form has fewer than thirty fields, and a dozen photos."""

UNREADABLE = N_("This could not be read. Please go back and send it again.")
TOO_LARGE = N_("This is too much for one letter. Please send fewer photos at once, or smaller ones.")


class FormRefusalError(Exception):
    """A request that is answered with a sentence and nothing else; ``args[0]`` is its msgid."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came along. ``name`` is what its sender called it: a claim, and never a path."""

    name: str
    size: int
    file: BinaryIO

    def head(self, size: int) -> bytes:
        """Its first bytes."""
        self.file.seek(0)
        return self.file.read(size)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: one value for each name, and files by the name of their field."""

    values: Mapping[str, str]
    files: Mapping[str, tuple[Upload, ...]]

    def value(self, name: str) -> str:
        """What stands in a field; empty for one that isn't there."""
        return self.values.get(name, "")


def read_request(environ: Mapping[str, Any], limits: FormLimits) -> Filled:
    """What a request holds; raises ``FormRefusalError``."""
    if int(environ.get("CONTENT_LENGTH") or 0) > limits.request:
        raise FormRefusalError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)
    kind, options = parse_options_header(environ.get("CONTENT_TYPE", ""))
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not 0 < len(boundary) <= 70:  # RFC 2046, 5.1.1
        raise FormRefusalError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, UNREADABLE)
    try:
        parts = list(_parser(environ, boundary, limits))
        return _filled(parts, limits)
    except (MultipartError, ValueError) as error:
        raise FormRefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE) from error


def _parser(environ: Mapping[str, Any], boundary: str, limits: FormLimits) -> MultipartParser:
    return MultipartParser(
        environ["wsgi.input"],
        boundary,
        content_length=int(environ.get("CONTENT_LENGTH") or 0),
        strict=True,
        part_limit=_PARTS,
        partsize_limit=limits.request,
        spool_limit=_SPOOL,
        memory_limit=_SPOOL * _PARTS,
        disk_limit=limits.request,
    )


def _filled(parts: list[MultipartPart], limits: FormLimits) -> Filled:
    values: dict[str, str] = {}
    files: dict[str, list[Upload]] = {name: [] for name in FILES}
    for part in parts:
        if part.filename is not None and part.name in files:
            if part.size:  # browsers send an empty part for a field of files without any
                files[part.name].append(Upload(part.filename, part.size, part.file))
        elif part.filename is not None or part.name in values:
            raise FormRefusalError(HTTPStatus.BAD_REQUEST, UNREADABLE)
        else:
            values[part.name] = part.file.read(2 * limits.text).decode("utf-8", "replace")
    return Filled(values, {name: tuple(found) for name, found in files.items()})
