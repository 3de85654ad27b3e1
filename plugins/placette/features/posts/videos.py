"""The video of a post: shown in its page once a visitor asks for it, and a link until then.

The player of a host that the site lists comes into a frame that may do little, under a policy for that page alone.
Films are kept elsewhere: they are heavy, and those of phones say where they were made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from placette.engine.base.text import fold, slugify
from placette.engine.base.translation import N_
from placette.engine.content.kinds import Draft
from placette.engine.content.options import ReadingOptions
from placette.engine.content.site_options import HOST
from placette.engine.findings.problems import Problem
from placette.engine.rendering.features import Site
from placette.engine.rendering.printing import CONTENT_SECURITY_POLICY
from placette.engine.rendering.structured import JsonLd, filled
from placette.engine.texts.values import Heading

_YOUTUBE = r"(?:(?:www\.|m\.)?youtube\.com/(?:watch\?v=|shorts/|live/|embed/)|youtu\.be/)(?P<youtube>[\w-]{11})"
_VIMEO = r"(?:www\.|player\.)?vimeo\.com/(?:video/)?(?P<vimeo>\d{6,12})"
_PEERTUBE = (
    r"(?:w|videos/(?:watch|embed))/"
    r"(?P<peertube>[1-9A-HJ-NP-Za-km-z]{22}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})"
)
_FILE = r"(?P<file>(?:\w[\w.-]*/)*\w[\w-]*\.(?:mp4|webm))"
_ADDRESS = re.compile(
    rf"https://(?:{_YOUTUBE}|{_VIMEO}|(?!(?:[\w-]+\.)*(?:youtube\.com|youtu\.be|vimeo\.com)/)(?P<host>{HOST})"
    rf"/(?:{_PEERTUBE}|{_FILE}))(?P<rest>[?&#/].*)?",
    re.ASCII,
)
"""No user, no port, no parameter but the film's own; ``rest`` is what people copy with it."""
_SILENT = frozenset({"none", "aucune"})
"""The transcript of a film in which nobody speaks."""
_HEADINGS = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


class Film(NamedTuple):
    """Where a film is: its page (or its file), the address of its player, its host, what its address has too much."""

    url: str
    frame: str
    host: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Video:
    """The film of a post. ``seconds`` is how long it takes, ``transcript`` the anchor of what is said in it.

    An import knows neither: 0, and empty.
    """

    url: str
    frame: str
    """The address of the player; empty for a file, which browsers play."""
    host: str
    title: str
    seconds: int
    transcript: str


class VideoView(NamedTuple):
    """A film as its page shows it: addresses ready to print, its length in words."""

    url: str
    player: str
    host: str
    title: str
    length: str
    transcript: str


def film_at(address: str) -> Film | None:
    """Read the address of a film; None for one that isn't of a known form."""
    match = _ADDRESS.fullmatch(address)
    if not match:
        return None
    host, rest = match["host"], match["rest"] or ""
    if name := match["youtube"]:
        player = f"https://www.youtube-nocookie.com/embed/{name}?autoplay=1"
        return Film(f"https://www.youtube.com/watch?v={name}", player, "youtube.com", rest)
    if name := match["vimeo"]:
        player = f"https://player.vimeo.com/video/{name}?dnt=1&autoplay=1"
        return Film(f"https://vimeo.com/{name}", player, "vimeo.com", rest)
    if name := match["peertube"]:  # without the sharing between visitors, which tells each the address of others
        player = f"https://{host}/videos/embed/{name}?autoplay=1&p2p=0"
        return Film(f"https://{host}/videos/watch/{name}", player, host, rest)
    return Film(f"https://{host}/{match['file']}", "", host, rest)


def check_video(draft: Draft, matter: Any, options: ReadingOptions) -> Iterator[Problem]:
    """Yield a film that can't be shown, or of which too little is said."""
    if not matter.video:
        return
    film = film_at(matter.video)
    host = urlsplit(options.origin).hostname  # a frame of the site itself could leave its sandbox
    if not film or film.host not in options.videos or (film.frame and film.host == host):
        hosts = ", ".join(options.videos) or "–"
        yield draft.problem("video-address", "video", value=matter.video[:120], hosts=hosts)
    elif film.rest:
        better = {"mend_here": N_("Write: {example}"), "example": film.url}
        yield draft.problem("video-address", "video", value=matter.video, **better)
    for name in ("video_title", "video_duration", "video_transcript"):
        if not draft.entry(name).value:
            code = "video-awaited" if matter.imported and name != "video_title" else "video-untold"
            yield draft.problem(code, "video", missing=draft.name_of(name))
    transcript = matter.video_transcript
    headings = map(slugify, _HEADINGS.findall(draft.source.body))
    if transcript and fold(transcript) not in _SILENT and slugify(transcript) not in headings:
        yield draft.problem("video-transcript", "video_transcript", value=transcript)


def video_of(matter: Any, headings: tuple[Heading, ...], say: Callable[[str], str]) -> Video | None:
    """Return the film of a post without problems; ``say`` typesets its title."""
    film = film_at(matter.video) if matter.video else None
    if not film:
        return None
    slug = slugify(matter.video_transcript)
    transcript = next((one.id for one in headings if slugify(one.text) == slug), "")
    return Video(film.url, film.frame, film.host, say(matter.video_title), matter.video_duration, transcript)


def video_view(video: Video) -> VideoView:
    """Return the film of a post, for its page."""
    transcript = f"#{video.transcript}" if video.transcript else ""
    return VideoView(
        video.url, video.frame or video.url, video.host, video.title, spoken_seconds(video.seconds), transcript
    )


def spoken_seconds(seconds: int) -> str:
    """Return «4 min 30 s», in signs that every language has."""
    parts = ((seconds // 3600, "h"), (seconds // 60 % 60, "min"), (seconds % 60, "s"))
    return "\u00a0".join(f"{number}\u00a0{unit}" for number, unit in parts if number)


def policy_of(video: Video | None) -> str:
    """Return the policy of the page of a film, which allows its player or its file alone; nothing without one."""
    if not video:
        return ""
    if video.frame:
        return f"{CONTENT_SECURITY_POLICY}; frame-src {video.frame.partition('?')[0]}"
    return CONTENT_SECURITY_POLICY.replace("media-src 'self'", f"media-src 'self' {video.url}")


def with_link(html: str, video: Video, site: Site) -> str:
    """Return the text of a post with a link to its film before it, for readers elsewhere."""
    words = site.say(N_("Watch the video: {title} ({length})"))
    label = words.format(title=video.title, length=spoken_seconds(video.seconds)).removesuffix(" ()")
    return f'<p><a href="{escape(video.url)}" rel="nofollow ugc noopener">{escape(label)}</a></p>\n{html}'


def video_node(video: Video, summary: str, day: datetime, image: str) -> JsonLd:
    """Return the film in the words of schema.org; ``image`` is the address of the post's picture, if there is one."""
    return filled(
        {
            "@type": "VideoObject",
            "name": video.title,
            "description": summary,
            "uploadDate": day.isoformat(),
            "duration": f"PT{video.seconds}S" if video.seconds else "",
            "thumbnailUrl": image,
            "embedUrl": video.frame.partition("?")[0],
            "contentUrl": "" if video.frame else video.url,
            "url": video.url,
        }
    )
