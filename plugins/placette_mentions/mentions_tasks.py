"""Task: mentions."""

from __future__ import annotations

import json as jsons
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from invoke.context import Context
from invoke.exceptions import Exit
from invoke.tasks import task

from placette import (
    N_,
    POST,
    ROOT,
    Manner,
    SettingError,
    Site,
    _,
    announcing,
    load_published_settings,
    load_settings,
    need,
    open_site,
    printable,
    reader_of,
    settings_can_be_used,
    translations,
    what_failed,
)
from placette_mentions import MENTION, MentionsSettings
from placette_mentions.fetching import inbox_folder
from placette_mentions.files import AskedPost, MentionReport, MentionRun, run_mentions
from placette_mentions.sending import (
    FILE,
    OutgoingPost,
    SendingReport,
    failed_lines,
    failed_values,
    listed,
    outgoing_post,
    plan_sending,
    planned_lines,
    read_sent,
    read_silent,
    send_mentions,
    sending_json,
    sending_lines,
    write_sent,
    write_silent,
)

_AGENT = "Placette-mentions"


@task(
    help={
        "serve": N_("Serve our own receiver of webmentions until it is stopped."),
        "send": N_("Tell the pages that posts link to, those that want to know (webmentions)."),
        "show": N_("With --send: only show who would be asked."),
        "json": N_("Say what happened as JSON, for a program."),
    },
)
def mentions(
    _context: Context, serve: bool = False, send: bool = False, show: bool = False, json: bool = False
) -> None:
    """Write what is said elsewhere about posts into files that an editor accepts; shows nothing by itself."""
    if show and not send:
        raise Exit(_("--show needs --send: it shows who would be asked."), 2)
    settings = load_published_settings(READING_SKIP_INVALID=True)
    if serve:
        _serve(settings)
        return
    if send:
        _send(settings, show=show, json=json)
        return
    try:
        site = open_site(settings)
        run = mention_run(site, Path(ROOT / announcing.ANNOUNCED))
        report = run_mentions(run)
    except (SettingError, OSError, UnicodeDecodeError) as error:
        raise Exit(printable(_("Mentions cannot be read: {what}").format(what=what_failed(error))), 2) from error
    print(_as_json(report) if json else "\n".join(map(printable, _lines(report, site))))
    if report.harvest.failures:
        raise Exit("", 1)


def mention_run(site: Site, announced: Path, manner: Manner | None = None) -> MentionRun:
    """Return the facts for a run, from a site that was read and the file of posts on networks."""
    settings = site.settings
    origin = str(settings["SITEURL"]).rstrip("/")
    statuses = announcing.read_statuses(announced.read_text(encoding="utf-8")) if announced.is_file() else {}
    posts = tuple(
        AskedPost(
            translations.dated_name(post.path), f"{origin}/{post.url}", post.date.date(), statuses.get(post.url, ())
        )
        for post in site.build.of(POST)
    )
    return MentionRun(
        site=origin,
        content=Path(settings["PATH"]),
        inbox=inbox_folder(settings),
        posts=posts,
        own=site.options("MENTIONS", MentionsSettings),
        lang=site.lang,
        languages=tuple(reader_of(settings).options(settings).languages),
        today=site.build.now.date(),
        manner=manner or _manner(settings),
    )


def _manner(settings: Mapping[str, Any]) -> Manner:
    return Manner(f"{_AGENT} (+{str(settings['SITEURL']).rstrip('/')}/)")


def site_address(settings: Mapping[str, Any]) -> str:
    """Return the site's address, without slash at its end; raises ``SettingError`` where it has none."""
    address = str(settings.get("SITEURL", "")).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise SettingError("SITEURL?  →  https://…")
    return address


def _send(settings: dict[str, Any], *, show: bool, json: bool) -> None:
    """Notify others; the results are recorded even when something fails or breaks off."""
    file, cache = Path(ROOT / FILE), Path(settings["CACHE_PATH"])
    try:
        site = open_site(settings)
        today, versions = site.build.now.date(), read_sent(file)
        report = SendingReport(versions, read_silent(cache, today))
        plan = plan_sending(_outgoing(site), versions, report.silent)
        if show:
            print("\n".join(map(printable, planned_lines(plan, _))))
            return
        try:
            send_mentions(plan, site_address(settings), report, _manner(settings), today)
        finally:
            write_silent(cache, report.silent)
            if report.notified or report.taken_back:
                write_sent(file, report.sent)
    except (SettingError, OSError, UnicodeDecodeError) as error:
        raise Exit(printable(_("Mentions cannot be sent: {what}").format(what=what_failed(error))), 2) from error
    print(sending_json(report) if json else "\n".join(map(printable, sending_lines(report, _))))
    if report.failures:
        raise Exit("", 1)


def _outgoing(site: Site) -> Iterator[OutgoingPost]:
    weeks = timedelta(weeks=site.options("MENTIONS", MentionsSettings).weeks)
    origin = site_address(site.settings)
    for post in site.build.of(POST):
        html = site.build.body_of(post).html
        yield outgoing_post(post.url, post.title, html, origin, is_new=post.date >= site.build.now - weeks)


def _serve(settings: dict[str, Any]) -> None:
    """Serve the receiver; it logs no visitor."""
    need("mentions", "waitress")
    from placette_mentions.receiver import ReceiverRules, receiver_server  # noqa: PLC0415 - needs waitress

    with settings_can_be_used():
        options = load_settings(MentionsSettings, "MENTIONS", settings)
        site = site_address(settings)
    rules = ReceiverRules(site, inbox_folder(settings), options.port)
    try:
        server = receiver_server(rules)
    except OSError as error:
        raise Exit(
            printable(_("Port {port} cannot be used: {what}").format(port=options.port, what=what_failed(error))), 2
        ) from error
    sentence = _("Webmentions are taken on http://127.0.0.1:{port}/. Ctrl+C ends it.")
    print(sentence.format(port=server.effective_port), flush=True)
    server.run()


def _lines(report: MentionReport, site: Site) -> Iterator[str]:
    plan, harvest = report.plan, report.harvest
    folder = Path(str(site.settings["PATH"])).name
    for heading, paths in (
        (_("New, to be read; accepted: true shows one under its post:"), [*plan.new]),
        (_("Changed at its source, to be accepted again:"), [*plan.changed]),
        (_("Changed at its source, but corrected here: left as it is here:"), plan.edited),
        (_("No longer there, so removed here too:"), plan.removed),
    ):
        yield from listed(heading, (f"{folder}/{path}" for path in paths), _)
    for sentence, count in (
        (_("Left out, more than a post may have (MENTIONS_MOST): {count}"), plan.beyond),
        (_("Left out, because they cannot be read: {count}"), harvest.left_out + plan.unreadable),
        (_("Pages that do not mention what they said they did: {count}"), report.refused),
    ):
        if count:
            yield sentence.format(count=count)
    yield from failed_lines(harvest.failures, _)
    waiting = len(site.build.drafts(MENTION)) + len(plan.new)
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
        "failed": failed_values(harvest.failures),
    }
    return jsons.dumps(value, indent=1)
