"""Task: mentions."""

from __future__ import annotations

import json as jsons
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette.desks.announcing import ANNOUNCED, read_statuses
from placette.desks.mentions.inbox import inbox_folder
from placette.desks.mentions.running import AskedPost, MentionReport, MentionRun, reasons, run_mentions
from placette.desks.site_tasks import ROOT, _, load_published_settings, need, settings_can_be_used
from placette.desks.status import WHY, Manner
from placette.engine.base.message import N_
from placette.engine.base.settings import SettingError, load_settings
from placette.engine.pages.desk import Desk
from placette.engine.problems.reports import printable
from placette.features.mentions import MENTION, MentionsSettings
from placette.features.posts import POST
from placette.features.translations import dated_name
from placette.plugin import open_desk, reader_of

_AGENT = "Placette-mentions"
_OWN_WHY = {"large": N_("its answer is too large"), "json": N_("its answer cannot be understood")}
_SHOWN = 20
"""Lines of a kind that are printed; the rest is counted."""


@task(
    help={
        "serve": N_("Serve our own receiver of webmentions until it is told to end."),
        "json": N_("Say what happened as JSON, for a program."),
    },
)
def mentions(_context: Context, serve: bool = False, json: bool = False) -> None:
    """Read what is said elsewhere about posts into files that an editor accepts; shows nothing by itself."""
    settings = load_published_settings(READING_SKIP_INVALID=True)
    if serve:
        _serve(settings)
        return
    try:
        desk = open_desk(settings)
        run = mention_run(desk, Path(ROOT / ANNOUNCED))
        report = run_mentions(run)
    except (SettingError, OSError, UnicodeDecodeError) as error:
        raise Exit(printable(_("Mentions cannot be read: {what}").format(what=error)), 2) from error
    print(_as_json(report) if json else "\n".join(map(printable, _lines(report, desk))))
    if report.harvest.failures:
        raise Exit("", 1)


def mention_run(desk: Desk, announced: Path, manner: Manner | None = None) -> MentionRun:
    """What a run needs, from a site that was read and the file of what was announced."""
    settings = desk.settings
    site = str(settings["SITEURL"]).rstrip("/")
    sent = read_statuses(announced.read_text(encoding="utf-8")) if announced.is_file() else {}
    posts = tuple(
        AskedPost(dated_name(post.path), f"{site}/{post.url}", post.date.date(), sent.get(post.url, ()))
        for post in desk.build.of(POST)
    )
    return MentionRun(
        site=site,
        content=Path(settings["PATH"]),
        inbox=inbox_folder(settings),
        posts=posts,
        own=desk.options("MENTIONS", MentionsSettings),
        lang=desk.lang,
        languages=tuple(reader_of(settings).options(settings).languages),
        today=desk.build.now.date(),
        manner=manner or Manner(f"{_AGENT} (+{site}/)"),
    )


def _serve(settings: dict[str, Any]) -> None:
    """Serve the receiver; it says nothing of who comes."""
    need("letters", "waitress")
    from placette.desks.mentions.receiver import ReceiverRules, receiver_server  # noqa: PLC0415 - needs waitress

    with settings_can_be_used():
        own = load_settings(MentionsSettings, "MENTIONS", settings)
        if not str(settings.get("SITEURL", "")).startswith(("https://", "http://")):
            raise SettingError("SITEURL?  →  https://…")
    rules = ReceiverRules(str(settings["SITEURL"]), inbox_folder(settings), own.port)
    try:
        server = receiver_server(rules)
    except OSError as error:
        raise Exit(printable(_("Port {port} cannot be used: {what}").format(port=own.port, what=error)), 2) from error
    sentence = _("Webmentions are taken on http://127.0.0.1:{port}/. Ctrl+C ends it.")
    print(sentence.format(port=server.effective_port), flush=True)
    server.run()


def _lines(report: MentionReport, desk: Desk) -> Iterator[str]:
    plan, harvest = report.plan, report.harvest
    folder = Path(str(desk.settings["PATH"])).name
    for heading, paths in (
        (_("New, to be read; accepted: true shows one under its post:"), [*plan.new]),
        (_("Changed where it was said, to be accepted again:"), [*plan.changed]),
        (_("Changed where it was said, but mended here: left as it is here:"), plan.edited),
        (_("No longer there, so removed here too:"), plan.removed),
    ):
        if paths:
            yield heading
            yield from (f"  {folder}/{path}" for path in paths[:_SHOWN])
            if len(paths) > _SHOWN:
                yield "  " + _("… and {count} more").format(count=len(paths) - _SHOWN)
    for sentence, count in (
        (_("Left out, more than a post may have (MENTIONS_MOST): {count}"), plan.beyond),
        (_("Left out, because they cannot be read: {count}"), harvest.left_out + plan.unreadable),
        (_("Pages that do not mention what they said they did: {count}"), report.refused),
    ):
        if count:
            yield sentence.format(count=count)
    failed = reasons(harvest.failures, WHY)
    for at, key, status in failed[:_SHOWN]:
        why = _({**WHY, **_OWN_WHY}[key]).format(status=status)
        yield _("Not asked, the next run will try again: {address} ({why})").format(address=at, why=why)
    if len(failed) > _SHOWN:
        yield _("… and {count} more").format(count=len(failed) - _SHOWN)
    waiting = len(desk.build.drafts(MENTION)) + len(plan.new)
    if not (plan.new or plan.changed or plan.edited or plan.removed):
        yield _("Nothing new was said elsewhere.")
    if waiting:
        yield _("Waiting for an editor: {count}").format(count=waiting)


def _as_json(report: MentionReport) -> str:
    plan, harvest = report.plan, report.harvest
    value = {
        "new": [*plan.new],
        "changed": [*plan.changed],
        "edited": plan.edited,
        "removed": plan.removed,
        "beyond": plan.beyond,
        "left_out": harvest.left_out + plan.unreadable,
        "refused": report.refused,
        "failed": [{"address": at, "why": key, "status": status} for at, key, status in reasons(harvest.failures, WHY)],
    }
    return jsons.dumps(value, indent=1)
