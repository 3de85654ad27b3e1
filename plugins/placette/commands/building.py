"""Building as tasks do it; they are in ``build_tasks``, ``serve`` and others."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from invoke import Exit

from placette.commands.build_summary_output import summary_sentences
from placette.commands.reading_tasks import load_settings
from placette.commands.site_tasks import ROOT, WORDS, _, refuse, what_failed, write_names
from placette.engine.base.files import real_folder
from placette.engine.base.progress import progress_shown
from placette.engine.base.translation import N_, SettingError, TranslatableError, site_language
from placette.engine.build.building import (
    BusyError,
    GateError,
    LostAddressError,
    LostTextError,
    Moments,
    Outcome,
    UnreadyError,
)
from placette.engine.build.previews import FOLDER, preview_address, preview_folder
from placette.engine.build.up_to_date import PREVIEW, PUBLICATION
from placette.engine.content.kinds import Kinds
from placette.engine.findings.problems import blocking, blocks
from placette.engine.findings.reports import list_drafts, render_plain, where_explained
from placette.engine.rendering.ledger import CARD, CARD_CHANGED
from placette.plugin import build_site, reader_of

_HELD = N_("Nothing will be published before this is settled. {how}")
_PARTLY = N_("Fix the texts that were left out first: some of these addresses may be theirs. {how}")
_SETTLE = N_("To write all these lines: invoke build, then invoke addresses --settle, and read them.")


def build_and_report(settings: dict[str, Any], started: float, *, explain: bool = False, names: str = "") -> None:
    """Build the site of ``settings`` and print the result; ``started`` is when the task began (``perf_counter``).

    Ends the task with the problems. ``explain`` and ``names`` are those of ``invoke build``.
    """
    outcome = attempt(settings)
    _print_left_out(outcome)
    if explain:
        print("\n".join(explanations(outcome, reader_of(settings).kinds)))
    write_names(names, outcome.settlement.files)
    print(summary(outcome, time.perf_counter() - started, listed=outcome.build is not None))
    print(warning(outcome) + for_some_servers(outcome) + unready(outcome), end="")


def _print_left_out(outcome: Outcome) -> None:
    if outcome.build and blocks(outcome.build.problems):
        print(render_plain(blocking(outcome.build.problems), _) + "\n")
    if outcome.build and (drafts := list_drafts(outcome.build.problems, WORDS)):
        print(drafts + "\n")


def proposed_content(proposal: str) -> Path:
    """Return the content folder of a proposal, which is data: ends the task for a link in its place, or nothing."""
    inside = Path(load_settings()["PATH"]).relative_to(ROOT)
    folder = real_folder(Path(proposal), str(inside))
    if folder is None:
        refuse(N_("{proposal} has no folder {inside} of its own."), proposal=proposal, inside=inside)
    return folder


def load_preview(output: str = "", address: str = "", **overrides: Any) -> dict[str, Any]:
    """Return the settings of a preview in ``output`` or the cache; ends the task for one that can't be used."""
    try:
        public = {"SITEURL": preview_address(address)} if address else {}
        settings = load_settings(**public, **overrides, **{PREVIEW: True})
        return {**settings, "OUTPUT_PATH": str(preview_folder(settings, ROOT, output))}
    except SettingError as error:
        refuse(str(error), folder=output or FOLDER, address=address)


def shown(settings: dict[str, Any]) -> str:
    """Return the folder of a build as a person names it: relative to the site, if it is below."""
    folder = Path(settings["OUTPUT_PATH"])
    return str(folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder)


def build_published(output: Path, missing: str, *, skip_invalid: bool = False) -> Outcome:
    """Build the site as it is published into ``output``; ends the task with the problems and what is missing then.

    With ``skip_invalid``, texts that need fixing are left out, and listed.
    """
    print(_("Reading, laying out, drawing …"), flush=True)
    started = time.perf_counter()
    extra: dict[str, Any] = {PUBLICATION: True} | ({"READING_SKIP_INVALID": True} if skip_invalid else {})
    try:
        outcome = attempt(load_settings("publishconf.py", OUTPUT_PATH=str(output), **extra))
    except Exit as stopped:
        raise Exit(f"{stopped.message}\n\n{missing}", stopped.code) from stopped
    _print_left_out(outcome)
    print(summary(outcome, time.perf_counter() - started))
    print(warning(outcome) + for_some_servers(outcome), end="")
    return outcome


def attempt(settings: dict[str, Any], moments: Moments | None = None) -> Outcome:
    """Build once; ends the task with the problems: 1 for contents, 2 for anything of ours."""
    adviser = None
    if settings.get(PREVIEW):
        from placette.commands.review import ADVISER  # noqa: PLC0415 - only a preview has advice

        adviser = ADVISER
    try:
        with progress_shown(WORDS):
            return build_site(settings, moments, adviser)
    except GateError as error:
        parts = [(fault.path, *fault.what.partition(": ")) for fault in error.faults]
        lines = "\n".join(f"{path}: {_(what)}{colon}{detail}" for path, what, colon, detail in parts)
        raise Exit(_("The build made something that must not be published:\n{what}").format(what=lines), 2) from error
    except LostAddressError as error:
        advice = _("The site was not changed: an address that was published is for ever. {how}").format(how=_(_SETTLE))
        raise Exit(f"{render_plain(error.problems, _)}\n\n{advice}", 1) from error
    except UnreadyError as error:
        advice = _("The site was not changed: it cannot be published without all this. No option lifts it.")
        raise Exit(f"{render_plain(error.problems, _)}\n\n{advice}", 2) from error
    except LostTextError as error:
        refuse(N_("A text was lost on the way ({what}): please report it."), what=error)
    except BusyError:
        refuse(N_("Another build is running in this folder. Wait for it to end."))
    except SettingError as error:
        raise Exit(_("A setting cannot be used: {what}").format(what=error), 2) from error
    except OSError as error:
        advice = N_(
            "Something could not be read or written: {what}. Every page in place is whole; fix this, then build again."
        )
        refuse(advice, what=what_failed(error))
    except Exception as error:  # the last door: a clerk gets a sentence, never a traceback
        raise _unexpected(error) from error


def _unexpected(error: Exception) -> Exit:
    if isinstance(error, TranslatableError):
        return Exit(error.render(_), 2)
    problems = getattr(error, "problems", None)
    if problems is None:
        what = "\n".join((f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())))
        return Exit(_("The build stopped on a fault of its own: {what}").format(what=what), 2)
    problems = blocking(problems)
    count = len({fault.path for fault in problems})
    heading = WORDS.ngettext(
        "{count} file needs fixing; the site was not changed.",
        "{count} files need fixing; the site was not changed.",
        count,
    )
    parts = heading.format(count=count), where_explained(site_language(ROOT), _)
    return Exit(f"{render_plain(problems, _)}\n\n" + "\n".join(filter(None, parts)), 1)


def summary(outcome: Outcome, seconds: float, *, listed: bool = False) -> str:
    """Return the result of a build in two lines; ``listed`` if the problems of left out texts are shown above."""
    settled = outcome.settlement
    counts = (len(settled.put), len(settled.remove), settled.unchanged)
    return summary_sentences(outcome.build_summary, counts, seconds, listed=listed)


def warning(outcome: Outcome) -> str:
    """Return the problems of published addresses that stopped nothing; empty when all is well."""
    if not outcome.addresses:
        return ""
    advice = _(_PARTLY if outcome.build_summary.refused else _HELD).format(how=_(_SETTLE))
    return f"\n{render_plain(outcome.addresses, _)}\n\n{advice}\n"


def for_some_servers(outcome: Outcome) -> str:
    """Return how many old addresses have a query, which no page can answer, and who can; empty when none has."""
    if not outcome.asked:
        return ""
    sentence = WORDS.ngettext(
        "{count} old address has a “?”: Apache, nginx and Caddy answer it; hosts that only look for files cannot "
        "(GitHub Pages, GitLab Pages, Codeberg Pages, Cloudflare Pages, Netlify, object stores).",
        "{count} old addresses have a “?”: Apache, nginx and Caddy answer them; hosts that only look for files cannot "
        "(GitHub Pages, GitLab Pages, Codeberg Pages, Cloudflare Pages, Netlify, object stores).",
        outcome.asked,
    )
    return f"{sentence.format(count=outcome.asked)}\n"


def unready(outcome: Outcome) -> str:
    """Return how much the site lacks to be published; empty when it lacks nothing."""
    count = len(outcome.lacking)
    if not count:
        return ""
    sentence = WORDS.ngettext(
        "The site cannot be published yet: {count} piece of information is missing (invoke status).",
        "The site cannot be published yet: {count} pieces of information are missing (invoke status).",
        count,
    )
    return f"{sentence.format(count=count)}\n"


def explanations(outcome: Outcome, kinds: Kinds) -> list[str]:
    """Return why each file was made again; «=» when it came out as it was."""
    files = set(outcome.settlement.put)
    reasons = {path: ", ".join(reason(cause, kinds) for cause in why) for path, why in sorted(outcome.reasons.items())}
    removed = [f"- {path}" for path in outcome.settlement.remove]
    return [*(f"{'+' if path in files else '='} {path} : {why}" for path, why in reasons.items()), *removed]


def reason(why: str, kinds: Kinds) -> str:
    """Return a reason of the ledger in the reader's language."""
    kind, _space, what = why.partition(" ")
    sentences = {CARD: CARD_CHANGED, **{kind.name: kind.changed for kind in kinds}}
    return _(sentences[kind]).format(what=what) if kind in sentences and what else _(why)
