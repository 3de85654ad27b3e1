"""Building as tasks do it, and the tasks clean and addresses; ``build`` is in ``build_tasks``."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from invoke import Context, Exit, task

from placette.commands.build_summary_output import summary_sentences
from placette.commands.reading_tasks import load_published_settings, load_settings, settings_can_be_used
from placette.commands.site_tasks import ROOT, WORDS, _, file_failed, refuse, what_failed, write_names
from placette.engine.base.files import Folders, real_folder, walk_files, write_atomic
from placette.engine.base.progress import progress_shown
from placette.engine.base.translation import N_, SettingError, site_language
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
from placette.engine.build.up_to_date import PREVIEW, PUBLICATION, is_older, names_at, places_of
from placette.engine.content import addresses as known
from placette.engine.content.addresses import FILE, MOVED_FILE, Move
from placette.engine.content.kinds import Kinds
from placette.engine.content.reading import ContentRefusedError
from placette.engine.findings.problems import blocking, blocks, explain, printable
from placette.engine.findings.reports import list_drafts, render_plain, where_explained
from placette.engine.rendering.ledger import CARD, CARD_CHANGED
from placette.engine.rendering.site import passing_addresses, resting_addresses
from placette.plugin import build_site, listed, open_site, reader_of

_LISTED = 10
"""Files that a sentence lists one by one."""
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


@task
def clean(_context: Context) -> None:
    """Remove what builds made: output/ and the store of prepared pictures."""
    settings = load_settings()
    output, cache = Path(settings["OUTPUT_PATH"]), Path(settings["CACHE_PATH"])
    names, files = names_at(places_of(settings).state) if output.is_dir() else [], list[Path]()
    with Folders(output) if names else nullcontext() as place:
        for path in names:
            inside, _slash, name = path.rpartition("/")
            if place and not place.enter(inside):  # what lies behind a link is somebody else's
                files.append(output / path)
                with suppress(OSError):  # what can't be removed is told below, and keeps nothing else
                    os.unlink(place.at(name), dir_fd=place.fd)
    for folder in sorted(output.rglob("*"), reverse=True):
        if folder.is_dir() and not folder.is_symlink():
            with suppress(OSError):
                folder.rmdir()  # refused where anything is in it
    shutil.rmtree(cache, ignore_errors=True)
    if rest := [path for path in (*files, cache) if os.path.lexists(path)]:
        raise Exit(_what_stays(rest), 2)
    print(_("Removed what the builds made."))


def _what_stays(left: Sequence[Path]) -> str:
    lines = [_("This cannot be removed: close what has it open, or look at the rights of its folder.")]
    lines += [printable(f"  {path}") for path in left[:_LISTED]]
    more = len(left) - _LISTED
    lines += ["  " + WORDS.ngettext("and {count} more", "and {count} more", more).format(count=more)] * (more > 0)
    return "\n".join(lines)


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
    parts = heading.format(count=count), where_explained(site_language(ROOT), ROOT, _)
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


@task(
    help={
        "output": N_("The folder of the built site, instead of output/."),
        "moved": N_("An address that moved; --to says where to. This only writes a line in .moved.txt."),
        "to": N_("Where the address leads now."),
        "gone": N_("An address that is gone for good. This only writes a line in .moved.txt."),
        "settle": N_("Write in .moved.txt the line proposed for each lost address; read them before you commit."),
    }
)
def addresses(
    _context: Context, output: str = "", moved: str = "", to: str = "", gone: str = "", settle: bool = False
) -> None:
    """Note the addresses of the built site in .addresses.txt, so that none is ever lost; or say that one moved."""
    settings = load_settings()
    place, built = Path(settings["PATH"]).parent, ROOT / output if output else Path(settings["OUTPUT_PATH"])
    try:
        if moved or gone or to:
            _declare(place, moved, gone, to)
        else:
            if not (built / "index.html").is_file():
                refuse(N_("Build the site first: invoke build"))
            _settle(settings, place, built) if settle else _note(place, built)
    except OSError as error:
        raise file_failed(error) from error


def _settle(settings: dict[str, Any], place: Path, output: Path) -> None:
    """Write where each address went that the site in ``output`` has lost, and take out invalid lines.

    Ends the task while texts need fixing, whose addresses are only away for a while, and where that site was made
    before they changed.
    """
    try:
        with settings_can_be_used():
            site = open_site({**settings, "READING_SKIP_INVALID": False})
    except ContentRefusedError:
        refuse(N_("Some texts need fixing first: until then nobody can say which addresses are lost."), 1)
    _refuse_older(settings, output)
    remembered, pages = known.load_addresses(place), known.addresses_of(walk_files(output))
    declared = {move.old for move in known.load_moves(place).moves}
    left = declared - _take_back(place, declared & pages - known.departed_from(output))
    missing = known.lost_addresses(remembered, pages, left | resting_addresses(site), known.gone_from(output))
    lost = [address for address in missing if not passing_addresses(site).fullmatch(address)]
    proposed = list(known.successors(lost, pages - remembered.lines.keys(), pages))
    _write(place, [Move(old, near) for old, near in proposed if near])
    unknown = [old for old, near in proposed if not near]
    for old in unknown:
        print(_("Where did {address} go? invoke addresses --moved {address} --to …").format(address=old))
    if unknown:
        print(_("If it is gone for good: invoke addresses --gone {address}").format(address=unknown[0]))
    if not proposed and left == declared:
        print(_("No address is lost."))


def _refuse_older(settings: dict[str, Any], output: Path) -> None:
    """End the task (2) where texts or settings have changed since ``output`` was built: it knows other addresses."""
    ways = [{**way, "OUTPUT_PATH": str(output)} for way in (settings, load_published_settings())]
    if is_older(ways, listed, [ROOT / "pelicanconf.py", ROOT / "publishconf.py"]):
        sentence = N_("The site in {folder} is older than its texts or settings. Build it first: invoke build")
        refuse(sentence, folder=os.path.relpath(output, ROOT))


def _take_back(place: Path, back: set[str]) -> set[str]:
    """Remove the declarations of present addresses from the file; return those addresses."""
    if back:
        write_atomic(place / MOVED_FILE, known.without_moves(known.read_text(place / MOVED_FILE), back).encode())
    for old in sorted(back):
        print(_("Taken out of {file}: {address}, which is there again.").format(file=MOVED_FILE, address=old))
    return back


def _note(place: Path, output: Path) -> None:
    """Note the addresses of the site in ``output``."""
    try:
        count, new = known.note_addresses(place, output)
    except ValueError as error:
        raise Exit(render_plain(known.load_addresses(place).problems, _), 1) from error
    print(_("{known} addresses noted in {file}, {new} of them new. Commit it.").format(known=count, new=new, file=FILE))


def _declare(place: Path, moved: str, gone: str, to: str) -> None:
    """Write the line that declares where an address leads; ends the task for one that can't be written so."""
    advice = _("Write the addresses without the name of the site: --moved 2025/old/ --to 2026/new/")
    parsed = known.read_moves(f"{moved or gone} -> {to or 'gone'}")
    if bool(moved) != bool(to) or bool(moved) == bool(gone) or len(parsed.moves) + len(parsed.problems) != 1:
        raise Exit(advice, 2)
    if parsed.problems:
        raise Exit(f"{advice}\n{printable(explain(parsed.problems[0], _)[1])}", 2)
    _write(place, parsed.moves)


def _write(place: Path, moves: Sequence[Move]) -> None:
    """Write a line for each, and print it."""
    text = known.read_text(place / MOVED_FILE) or f"{_(known.HEADING)}\n"
    for move in moves:
        text = known.with_move(text, move, _("gone"))
    if moves:
        write_atomic(place / MOVED_FILE, text.encode())
    for move in moves:
        print(_("Written in {file}: {line}").format(file=MOVED_FILE, line=known.render_move(move, _("gone"))))
