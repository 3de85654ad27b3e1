"""The files of the editor: its page, its configuration, and the program as ``invoke editor`` fetched it."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest, write_new
from placette.engine.base.message import N_
from placette.engine.base.setting_errors import SettingError
from placette.engine.base.versions import code_version
from placette.engine.library.kinds import AnyKind
from placette.engine.pages.addresses import PageAddress
from placette.engine.pages.desk import Desk
from placette.engine.pages.ports import FolderApart
from placette.engine.pages.workshop import Workshop
from placette.features.editor.choices import Choices, communes_of
from placette.features.editor.configuration import Folders, configuration, formats_of
from placette.features.editor.forge import origins_of
from placette.features.editor.package import INTEGRITY, PROGRAM, PackageError, package_path, program_files
from placette.features.editor.policy import CSP, editor_apart, editor_policy
from placette.features.editor.settings import EditorSettings, refuse_incomplete

EDIT = PageAddress("EDIT", passing=True)
"""The editor's page. It comes and goes with a setting, and nobody has to say where it went."""
_SCRIPTS = ("start.js", "texts.js")
_HERE = Path(__file__).parent
_WAITING = N_("The editor is loading. It needs JavaScript, and a browser of the last few years.")
_TITLE = N_("Write")
_WHOLE = N_("The whole territory")
_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="{csp}" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="same-origin">
<title>{title}</title>
</head>
<body>
<p data-waiting>{waiting}</p>
<script type="module" src="start.js"></script>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class EditorPlan:
    """The editor of a site: the folder it lies in (``ecrire/``), its settings."""

    folder: str
    settings: EditorSettings


def planned(desk: Desk) -> EditorPlan | None:
    """The editor that a site is to have; None without a backend or an address, and in previews."""
    settings, address = desk.options("EDITOR", EditorSettings), desk.addresses[EDIT]
    if not settings.backend or not address or desk.build.preview:
        return None
    if not address.url.endswith("/"):
        raise SettingError(f'EDIT_URL = "{address.url}"  →  "ecrire/"')
    return EditorPlan(address.url, settings)


def refuse_unready(desk: Desk) -> None:
    """Raise ``SettingError`` for settings that lack something, and where the program hasn't been fetched."""
    if plan := planned(desk):
        refuse_incomplete(plan.settings)
        if not package_path(Path(desk.settings["CACHE_PATH"])).is_file():
            raise SettingError(f'EDITOR_BACKEND = "{plan.settings.backend}"  →  invoke editor')


def apart(desk: Desk) -> tuple[FolderApart, ...]:
    """The headers of the editor's folder."""
    plan = planned(desk)
    return (editor_apart(plan.folder, origins_of(plan.settings)),) if plan else ()


def write_editor(desk: Desk, workshop: Workshop) -> None:
    """Write the editor's files that are not in place; raises ``SettingError`` for a program that isn't pinned."""
    plan = planned(desk)
    if plan is None:
        return
    for path, data in {**_own_files(desk, plan), **_site_files(desk, plan)}.items():
        if workshop.ledger.needs(path, digest(data)):
            write_new(workshop.output, path, data)
            workshop.ledger.note(path, digest(data))
    _write_program(desk, workshop, f"{plan.folder}{PROGRAM}")


def _write_program(desk: Desk, workshop: Workshop, folder: str) -> None:
    """The package is opened only where a file of it is wanted: it takes a second."""
    ledger, key = workshop.ledger, digest(INTEGRITY.encode(), code_version().encode(), repr(_languages(desk)).encode())
    known = [path for path in ledger.files if path.startswith(folder)]
    if known and not [path for path in known if ledger.needs(path, key)]:
        return
    try:
        files = program_files(package_path(Path(desk.settings["CACHE_PATH"])).read_bytes(), _languages(desk))
    except PackageError as error:
        raise SettingError(f"{error}  →  invoke editor") from error
    for path in set(known) - {f"{folder}{name}" for name in files}:  # the words of a language that the site gave up
        ledger.wanted.pop(path)
        ledger.stale.pop(path, None)
    for name, data in files.items():
        path = f"{folder}{name}"
        if ledger.needs(path, key):
            write_new(workshop.output, path, data)
            ledger.note(path, digest(data))


def _languages(desk: Desk) -> tuple[str, ...]:
    """The languages that the program itself speaks here, beside English: its own and those of texts."""
    return tuple(sorted({desk.lang, *desk.settings["READING_LANGUAGES"]}))


def _own_files(desk: Desk, plan: EditorPlan) -> dict[str, bytes]:
    page = _PAGE.format(
        lang=html.escape(desk.lang),
        csp=CSP,
        policy=html.escape(editor_policy(origins_of(plan.settings))),
        title=html.escape(f"{desk.say(_TITLE)} – {desk.site_name}"),
        waiting=html.escape(desk.say(_WAITING)),
    )
    scripts = {f"{plan.folder}{name}": (_HERE / name).read_bytes() for name in _SCRIPTS}
    return {f"{plan.folder}index.html": page.encode(), **scripts}


def _site_files(desk: Desk, plan: EditorPlan) -> dict[str, bytes]:
    """What the editor knows of the site: as JSON for whoever wants to read it, and as the script that is loaded."""
    kinds = _kinds(desk)
    choices = choices_of(desk, kinds)
    site = {"name": desk.site_name, "url": f"{desk.origin}/"}
    found = configuration(plan.settings, site, kinds, choices, Folders(Path(desk.settings["PATH"]).name))
    formats = formats_of(kinds, choices, found["collections"])
    script = f"export const CONFIGURATION = {_json(found)};\nexport const FORMATS = {_json(formats)};\n"
    return {f"{plan.folder}site.js": script.encode(), f"{plan.folder}config.json": f"{_json(found)}\n".encode()}


def _kinds(desk: Desk) -> tuple[AnyKind, ...]:
    return tuple(kind for feature in desk.features for kind in feature.kinds if kind.address)


def choices_of(desk: Desk, kinds: tuple[AnyKind, ...]) -> Choices:
    """What the writers of a site choose from."""
    return Choices(
        say=desk.say,
        lang=desk.lang,
        categories=tuple(desk.settings["READING_CATEGORIES"]),
        languages=tuple(desk.settings["READING_LANGUAGES"]),
        communes=communes_of(desk.build.communes, desk.say(_WHOLE)),
        kinds=frozenset(kind.name for kind in kinds),
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
