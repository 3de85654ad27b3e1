"""A post that is read aloud: its recording, an MP3 beside it, on its page, in its feeds, for machines."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from placette.engine.library.draft import Draft
from placette.engine.library.kinds import Making
from placette.engine.library.records import Neighbours
from placette.engine.pages.desk import Desk
from placette.engine.pages.entries import FeedFile
from placette.engine.pages.structured import JsonLd, Website
from placette.engine.pages.views import LinkView
from placette.engine.problems.problems import Problem
from placette.engine.texts.surroundings import resolve
from placette.features.posts.article import Article, Recording
from placette.features.posts.schema import ArticleMatter

_SUFFIX, _TYPE = ".mp3", "audio/mpeg"


def recording_path(draft: Draft, matter: ArticleMatter) -> list[str]:
    """The path of the file that a post names, from the content folder, if it names one."""
    return [path] if matter.audio and (path := _beside(draft, matter.audio)) else []


def _beside(draft: Draft, name: str) -> str:
    """Its path, empty for one of another folder: what lies beside another text is as public as that text is."""
    path = resolve(draft.path, name)
    return path if posixpath.dirname(path) == posixpath.dirname(draft.path) else ""


def check_recording(draft: Draft, name: str, neighbours: Neighbours) -> Iterator[Problem]:
    """A recording that isn't there, or is none; one that is refused has problems of its own."""
    path = _beside(draft, name)
    if name and not name.endswith(_SUFFIX):
        yield draft.problem("audio-format", "audio", value=name)
    elif name and path not in neighbours.around.offered and path not in neighbours.around.unshown:
        yield draft.problem("audio-missing", "audio", value=name)


def recording_of(making: Making[ArticleMatter]) -> Recording | None:
    """The recording that a post names."""
    path = _beside(making.draft, making.matter.audio)
    offered = making.neighbours.around.offered.get(path) if making.matter.audio else None
    return Recording(path, offered.url, offered.note) if offered else None


def recording_link(article: Article, desk: Desk) -> LinkView | None:
    """Where a post can be heard, and how long that takes."""
    recording = article.recording
    return LinkView(recording.note, desk.base + recording.url) if recording else None


def recording_file(article: Article, desk: Desk) -> FeedFile | None:
    """The recording as podcast programs want it."""
    if article.recording is None:
        return None
    size = desk.build.attachments[article.recording.path].size
    return FeedFile(desk.absolute(article.recording.url), size, _TYPE)


def recording_node(recording: Recording | None, site: Website) -> JsonLd | None:
    """The recording in the words of schema.org."""
    if recording is None:
        return None
    return {"@type": "AudioObject", "contentUrl": site.url + recording.url, "encodingFormat": _TYPE}
