"""Task: mentions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import POST, Manner, PostNames, Problem, Project, Reply, SettingError, Site, Task, _, announcing
from placette_mentions import MENTION, MentionsSettings
from placette_mentions.files import AskedPost, MentionReport, MentionRun, run_mentions

_SHOWN = 20  # Lines of a kind that are printed; the rest is counted


@task
def mentions(_context: Context) -> None:
    """Write what is said elsewhere about posts into files that an editor accepts; shows nothing by itself."""
    try:
        site = Project.open(Project.published_settings(READING_SKIP_INVALID=True))
        report = run_mentions(mention_run(site, Path(Task.ROOT / announcing.ANNOUNCED)))
    except (SettingError, OSError, UnicodeDecodeError) as error:
        raise Exit(
            Problem.printable(_("Mentions cannot be read: {what}").format(what=Task.what_failed(error))), 2
        ) from error
    print("\n".join(map(Problem.printable, _lines(report, site))))
    if report.failures:
        raise Exit("", 1)


def mention_run(site: Site, announced: Path, manner: Manner | None = None) -> MentionRun:
    """Return the facts for a run, from a site that was read and the file of posts on networks."""
    settings = site.settings
    origin = str(settings["SITEURL"]).rstrip("/")
    statuses = announcing.read_statuses(announced.read_text(encoding="utf-8")) if announced.is_file() else {}
    posts = tuple(
        AskedPost(PostNames.dated(post.path), f"{origin}/{post.url}", post.date.date(), statuses.get(post.url, ()))
        for post in site.build.of(POST)
    )
    return MentionRun(
        content=Path(settings["PATH"]),
        posts=posts,
        settings=site.options("MENTIONS", MentionsSettings),
        lang=site.lang,
        languages=tuple(Project.reader(settings).options(settings).languages),
        today=site.build.now.date(),
        manner=manner or Manner(f"Placette-mentions (+{origin}/)"),
    )


def _lines(report: MentionReport, site: Site) -> Iterator[str]:
    folder = Path(str(site.settings["PATH"])).name
    failures = [
        _("Not asked, the next run will try again: {address} ({why})").format(
            address=address, why=_(Reply.WHY.get(why, Reply.WHY["status"])).format(status=why)
        )
        for address, why in dict.fromkeys(report.failures)
    ]
    for heading, paths in (
        (_("New, to be read; accepted: true shows one under its post:"), [*report.new]),
        (_("Changed at its source, to be accepted again:"), [*report.changed]),
        (_("Changed at its source, but corrected here: left as it is here:"), report.edited),
        (_("No longer there, so removed here too:"), report.removed),
    ):
        yield from _limited([heading, *(f"  {folder}/{path}" for path in paths)] if paths else [])
    for sentence, count in (
        (_("Left out, more than a post may have (MENTIONS_MOST): {count}"), report.beyond),
        (_("Left out, because they cannot be read: {count}"), report.unusable),
    ):
        if count:
            yield sentence.format(count=count)
    yield from _limited(failures)
    waiting = len(site.build.drafts(MENTION)) + len(report.new)
    if not (report.new or report.changed or report.edited or report.removed):
        yield _("Nothing new was said elsewhere.")
    if waiting:
        yield _("Waiting for an editor: {count}").format(count=waiting)


def _limited(lines: list[str]) -> Iterator[str]:
    yield from lines[:_SHOWN]
    if len(lines) > _SHOWN:
        yield _("… and {count} more").format(count=len(lines) - _SHOWN)
