"""Task: announce."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context, Exit, task

from placette.commands.announcing import (
    ANNOUNCED,
    PostState,
    PublishedSite,
    find_posts,
    harmless,
    near_posts,
    new_posts,
    published_site,
    read_statuses,
    render_announced,
    render_blocks,
)
from placette.commands.announcing import announce as announcement_of
from placette.commands.reading_tasks import load_published_settings
from placette.commands.site_tasks import ROOT, _, day_of, refuse, what_failed, write_text
from placette.engine.base.dates import long_date
from placette.engine.base.translation import N_, SettingError
from placette.engine.findings.problems import printable
from placette.features.posts.kind import POST, Article
from placette.plugin import open_site


@task(
    help={
        "post": N_("The post: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "since": N_("All posts since this day (2026-05-01), announced or not."),
        "done": N_("Note the posts shown as announced, in .announced.txt, which you commit."),
        "at": N_("With --post and --done: where it was sent (addresses, with commas), for invoke mentions."),
        "output": N_("The file to write the texts into, instead of the screen."),
    },
)
def announce(
    _context: Context,
    post: str = "",
    since: str = "",
    done: bool = False,
    at: str = "",
    output: str = "",
) -> None:
    """Write the texts that announce new posts on each network; sends nothing."""
    day, places = day_of(since), _places(at, post, done=done)
    published_site = open_published()
    statuses = _announced()
    announced = frozenset(statuses)
    texts = (*published_site.build.of(POST), *published_site.others)
    posts = (_published(post, published_site),) if post else new_posts(texts, announced, day)
    announcements = [(article, announcement_of(article, published_site)) for article in posts]
    if text := render_blocks(announcements, published_site.publisher.translate):
        _show(text, output)
    if done:
        addresses = {article.url for article in posts}
        statuses |= {address: (*statuses.get(address, ()), *places) for address in addresses}
        write_text(ROOT / ANNOUNCED, render_announced(announced | addresses, statuses))
    note = _outcome(len(posts), done, first=not announced and not (post or since))
    print(harmless(note), file=sys.stderr)  # the texts may be piped elsewhere


def open_published() -> PublishedSite:
    """Return the site as it would be published now, at its public address; ends the task if a setting can't be used."""
    try:
        return published_site(open_site(load_published_settings(READING_SKIP_INVALID=True)))
    except (SettingError, OSError) as error:
        raise Exit(_("A setting cannot be used: {what}").format(what=what_failed(error)), 2) from error


def published_post(written: str) -> tuple[PublishedSite, Article, PostState]:
    """Return the site as it would be published now, and the post that was named; ends the task without any."""
    published_site = open_published()
    return published_site, *post_named(written, published_site)


def post_named(written: str, published_site: PublishedSite) -> tuple[Article, PostState]:
    """Return the post that was named, published or scheduled.

    Ends the task if there is none (suggesting similar names) or several, if it is a draft or needs mending.
    """
    posts = find_posts(written, published_site.build, published_site.content)
    if len(posts) > 1:
        refuse(N_("Several posts are called “{name}”: {paths}"), name=written, paths=", ".join(p.path for p in posts))
    if not posts:
        near = near_posts(written, published_site.build)
        hint = _("Did you mean {names}?").format(names=", ".join(near)) if near else _("Check the spelling.")
        message = _("There is no post “{name}”.").format(name=written)
        raise Exit(printable(f"{message} {hint}"), 2)
    (post,) = posts
    if post.article is None:
        refuse(N_("{path} needs fixing first: invoke check"), path=post.path)
    if post.state is PostState.DRAFT:
        refuse(N_("{path} is a draft: set status: published first."), path=post.path)
    return post.article, post.state


def _published(written: str, published_site: PublishedSite) -> Article:
    """Return the post that was named; ends the task if readers can't see it yet."""
    article, state = post_named(written, published_site)
    if state is PostState.SCHEDULED:
        day = long_date(article.date, published_site.publisher.site.lang)
        refuse(N_("{path} is published on {day}: announce it then."), path=article.path, day=day)
    return article


def _places(written: str, post: str, *, done: bool) -> tuple[str, ...]:
    """Note where a post was announced; ends the task for what is no address, or without --post and --done."""
    places = tuple(filter(None, (place.strip() for place in written.split(","))))
    if places and not (post and done):
        refuse(N_("--at needs --post and --done: it says where that post was sent."))
    for place in places:
        if not place.startswith(("https://", "http://")) or len(place.split()) > 1:
            refuse(N_("“{value}” is not an address: copy it from the browser."), value=place)
    return places


def _announced() -> dict[str, tuple[str, ...]]:
    try:
        return read_statuses((ROOT / ANNOUNCED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        refuse(N_("{file} cannot be read: {what}"), file=ANNOUNCED, what=what_failed(error, named=False))


def _outcome(count: int, done: bool, *, first: bool) -> str:
    """Return a sentence on what was done, and what may be done next."""
    if not count:
        return _("Nothing new to announce.")
    if done:
        return _("Noted as announced in {file} ({count}). Commit it.").format(count=count, file=ANNOUNCED)
    note = _("Once they are sent, invoke announce --done notes them.")
    if first:
        note += "\n" + _("Nothing was noted yet, so these are all the posts; --since shows those of a few days.")
    return note


def _show(text: str, output: str) -> None:
    """Write the texts into a file, or print them, whatever characters the terminal supports."""
    if output:
        write_text(Path(output), f"{text}\n")
    else:
        print(text, flush=True)  # an unread text is not recorded
