"""Tasks: announce, poster."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context, Exit, task

from placette.commands.announcing import (
    ANNOUNCED,
    FoundPost,
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
    render_json,
)
from placette.commands.announcing import announce as announcement_of
from placette.commands.reading_tasks import load_published_settings
from placette.commands.site_tasks import ROOT, _, day_of, need, refuse, what_failed
from placette.engine.base.dates import long_date
from placette.engine.base.files import write_atomic
from placette.engine.base.translation import N_, SettingError
from placette.engine.problems.problems import printable
from placette.features.posts.kind import POST, Article
from placette.plugin import open_site


@task(
    help={
        "post": N_("The post: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "since": N_("All posts since this day (2026-05-01), announced or not."),
        "done": N_("Note the posts shown as announced, in .announced.txt, which you commit."),
        "at": N_("With --post and --done: where it was sent (addresses, with commas), for invoke mentions."),
        "json": N_("As JSON, for a program."),
        "output": N_("The file to write the texts into, instead of the screen."),
    },
)
def announce(
    _context: Context,
    post: str = "",
    since: str = "",
    done: bool = False,
    at: str = "",
    json: bool = False,
    output: str = "",
) -> None:
    """Write the texts that announce new posts on each network; sends nothing."""
    day, places = day_of(since), _places(at, post, done=done)
    published_site = _open()
    sent = _announced()
    announced = frozenset(sent)
    texts = (*published_site.build.of(POST), *published_site.others)
    posts = (_published(post, published_site),) if post else new_posts(texts, announced, day)
    announcements = tuple(announcement_of(article, published_site) for article in posts)
    translate = published_site.publisher.translate
    text = render_json(announcements, translate) if json else render_blocks(announcements, translate)
    if text:
        _show(text, output)
    if done:
        addresses = {article.url for article in posts}
        sent |= {address: (*sent.get(address, ()), *places) for address in addresses}
        _write(ROOT / ANNOUNCED, render_announced(announced | addresses, sent).encode())
    _print_note(_outcome(len(posts), done, first=not announced and not (post or since)))


@task(
    help={
        "post": N_("The post: its short name, its file or its folder (content/articles/2026/the-wash-house)."),
        "size": N_("The size of the sheet: a4 or a5."),
        "output": N_("The file to write, instead of <short name>-a4.pdf here."),
    },
)
def poster(_context: Context, post: str = "", size: str = "a4", output: str = "") -> None:
    """Make a poster of a post for the village board: a PDF with a code that leads to it."""
    need("poster", "fpdf2", "fonttools")
    # What draws PDFs takes a fifth of a second to import, which every other task would pay.
    from placette.commands.announcing.poster import SIZES, make_poster, undrawn  # noqa: PLC0415

    if not post:
        refuse(N_("Which post? Example: invoke poster --post the-wash-house"))
    if size.casefold() not in SIZES:
        refuse(N_("“{size}” is not a size. Choose among: {sizes}"), size=size, sizes=", ".join(SIZES))
    published_site = _open()
    found = _find(post, published_site)
    article = _may_be_posted(found)
    target = Path(output or f"{article.slug}-{size.casefold()}.pdf")
    try:
        data = make_poster(article, published_site, size.casefold())
    except (OSError, ValueError) as error:
        refuse(N_("The poster could not be made: {what}"), what=what_failed(error))
    _write(target, data)
    if missing := undrawn(article.title):
        _print_note(printable(_("These letters of the title cannot be printed: {letters}").format(letters=missing)))
    if found.state is PostState.SCHEDULED:
        day = long_date(article.date, published_site.publisher.site.lang)
        _print_note(_("This post is published on {day}: until then the code leads nowhere.").format(day=day))
    print(printable(_("Written: {path}").format(path=target)))


def _open() -> PublishedSite:
    """The site as it would be published now, at its public address; ends the task if a setting can't be used."""
    try:
        return published_site(open_site(load_published_settings(READING_SKIP_INVALID=True)))
    except (SettingError, OSError) as error:
        raise Exit(_("A setting cannot be used: {what}").format(what=what_failed(error)), 2) from error


def _find(written: str, published_site: PublishedSite) -> FoundPost:
    """The post that was named; ends the task if there is none (suggesting similar names) or several."""
    found = find_posts(written, published_site.build, published_site.content)
    if len(found) > 1:
        refuse(N_("Several posts are called “{name}”: {paths}"), name=written, paths=", ".join(p.path for p in found))
    if not found:
        near = near_posts(written, published_site.build)
        hint = _("Did you mean {names}?").format(names=", ".join(near)) if near else _("Check the spelling.")
        said = _("There is no post “{name}”.").format(name=written)
        raise Exit(printable(f"{said} {hint}"), 2)
    return found[0]


def _may_be_posted(found: FoundPost) -> Article:
    """The post; ends the task if it is a draft or needs mending."""
    if found.article is None:
        refuse(N_("{path} needs fixing first: invoke check"), path=found.path)
    if found.state is PostState.DRAFT:
        refuse(N_("{path} is a draft: set status: published first."), path=found.path)
    return found.article


def _published(written: str, published_site: PublishedSite) -> Article:
    """The post that was named; ends the task if readers can't see it yet."""
    found = _find(written, published_site)
    article = _may_be_posted(found)
    if found.state is PostState.SCHEDULED:
        day = long_date(article.date, published_site.publisher.site.lang)
        refuse(N_("{path} is published on {day}: announce it then."), path=found.path, day=day)
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
        _write(Path(output), f"{text}\n".encode())
        return
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)  # an unread text is not recorded


def _print_note(sentence: str) -> None:
    """Print a note to stderr, since the texts may be piped elsewhere."""
    print(harmless(sentence), file=sys.stderr)


def _write(target: Path, data: bytes) -> None:
    try:
        write_atomic(target, data)
    except OSError as error:
        refuse(N_("{path} cannot be written: {what}"), path=target, what=what_failed(error, named=False))
