"""The editor in the browser: the team writes and corrects at ``/ecrire/``, and the forge keeps the changes."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import json
import re
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from placette.engine.base.files import digest, write_new
from placette.engine.base.translation import N_, SettingError
from placette.engine.base.versions import code_version
from placette.engine.rendering.addresses import PageAddress
from placette.engine.rendering.features import Feature, Site, Stored
from placette.engine.rendering.ledger import Workshop
from placette.engine.rendering.ports import FolderApart, Ports
from placette.features.editor import configuration
from placette.features.editor.configuration import Choices, EditorSettings

__all__ = [
    "FEATURE",
    "INTEGRITY",
    "NAME",
    "VERSION",
    "EditorSettings",
    "PackageError",
    "package_path",
    "refuse_other",
    "register",
]

NAME, VERSION = "@sveltia/cms", "0.221.1"
"""Sveltia CMS, MIT licence (https://github.com/sveltia/sveltia-cms)."""
INTEGRITY = "sha512-J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ=="
"""As npm publishes it for this version (``npm view @sveltia/cms@VERSION dist.integrity``)."""
FILE = f"sveltia-cms-{VERSION}.tgz"
"""The package's name, as ``npm pack`` gives it."""
PROGRAM = "sveltia/"
"""The folder of the program, below that of the editor's page."""
_FILES = (
    "LICENSE.txt",
    "npm/index.js",
    "npm/chunks/react-B5rWoXIC.js",
    "npm/assets/material-symbols-outlined-latin-wght-normal-_Z1IJPLg.woff2",
    "npm/assets/material-symbols-outlined.LICENSE.txt",
    "npm/assets/noto-mono-latin-400-normal-DiC8lJru.woff2",
    "npm/assets/noto-mono.LICENSE.txt",
    "npm/assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2",
    "npm/assets/source-sans-3.LICENSE.txt",
)
"""The parts that the editor of texts needs. Maps, PDF previews, HEIC, code colouring and more are left out."""
_MAIN = "npm/index.js"
_WORDS = re.compile(rb"import\(`\.\./locales/([A-Za-z-]+)\.json`\)")
"""The place where the program loads its words: as a bundler does, for no browser takes JSON for a script."""
_FONTS = re.compile(rb"https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z0-9-]+)(?::vf)?@[0-9.]+/([a-z0-9-]+)\.woff2")
"""The part of its style sheet that loads letters and icons from a CDN, although the package has them."""
_CACHE = Path("editor")


class PackageError(ValueError):
    """The package isn't there, or isn't the one that is pinned."""


def package_path(cache: Path) -> Path:
    """Return the path of the package, in a site's folder for files that can be made again."""
    return cache / _CACHE / FILE


def refuse_other(data: bytes) -> None:
    """Raise ``PackageError`` for bytes that aren't the pinned package."""
    checksum = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if f"sha512-{checksum}" != INTEGRITY:
        raise PackageError(f"{FILE}: sha512-{checksum}")


def program_files(data: bytes, languages: tuple[str, ...]) -> Mapping[str, bytes]:
    """Return the files that a site serves, by path below the program's folder, from the package's bytes.

    They are as they came but for two things, which a bundler would do: the words of ``languages`` become scripts, and
    letters come from the package's own files. Raises ``PackageError`` for another package.
    """
    refuse_other(data)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        files = {name: _member(archive, name) for name in _FILES}
        names = set(archive.getnames())
        for language in languages:
            if f"package/locales/{language}.json" in names:
                words = _member(archive, f"locales/{language}.json")
                files[f"locales/{language}.js"] = b"export default " + words.strip() + b";\n"
    files[_MAIN] = _FONTS.sub(_own_letters, _WORDS.sub(rb"import(`../locales/\1.js`)", files[_MAIN]))
    return files


def _own_letters(found: re.Match[bytes]) -> bytes:
    """Return the address of the same letters in the package, from the editor's page."""
    start = f"npm/assets/{found[1].decode()}-{found[2].decode()}-"
    return next(f"{PROGRAM}{name}" for name in _FILES if name.startswith(start)).encode()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/{name}")
    if file is None:
        raise PackageError(f"{FILE}: {name}")
    return file.read()


CSP = "Content-Security-Policy"
_ONLY_BY_HEADER = "frame-ancestors 'none'; upgrade-insecure-requests"


def editor_policy(origins: Iterable[str]) -> str:
    """Return the policy that the page itself declares; ``origins`` are those of the forge.

    Svelte writes styles into the page, hence ``'unsafe-inline'`` for them. Previews of pictures are ``blob:`` and
    ``data:``. The page may have no inline script, and none may be made of text.
    """
    rules = (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        " ".join(("connect-src 'self' blob: data:", *origins)),
        "frame-src 'self' blob:",
        *(f"{kind} 'none'" for kind in ("form-action", "base-uri", "object-src")),
    )
    return "; ".join(rules)


def editor_apart(folder: str, origins: Iterable[str]) -> FolderApart:
    """Return the headers of the editor's folder.

    A window of the forge, where people sign in, must be able to answer the one that opened it, before and after it
    comes back to this folder: hence no ``Cross-Origin-Opener-Policy``.
    """
    return FolderApart(
        folder,
        (
            (CSP, f"{editor_policy(origins)}; {_ONLY_BY_HEADER}"),
            ("Cross-Origin-Opener-Policy", "unsafe-none"),
            ("X-Robots-Tag", "noindex"),
        ),
    )


EDIT = PageAddress("EDIT", passing=True, opened_by="EDITOR_BACKEND")
"""The editor's page. It comes and goes with a setting, and leaves no redirect."""
_SCRIPTS = ("start.js", "texts.js")
_HERE = Path(__file__).parent
_TITLE = N_("Write")
_WAITING = N_("The editor is loading. It needs JavaScript, and a browser of the last few years.")
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


def planned(site: Site) -> tuple[str, EditorSettings] | None:
    """Return the folder of the editor and its settings; None without backend or address, and in previews."""
    settings, address = site.options("EDITOR", EditorSettings), site.addresses[EDIT]
    if not settings.backend or not address or site.build.preview:
        return None
    if not address.url.endswith("/"):
        raise SettingError(f'EDIT_URL = "{address.url}"  →  "ecrire/"')
    return address.url, settings


def refuse_unready(site: Site) -> None:
    """Raise ``SettingError`` for settings that lack something, and where the program hasn't been fetched."""
    if plan := planned(site):
        configuration.refuse_incomplete(plan[1])
        if not package_path(Path(site.settings["CACHE_PATH"])).is_file():
            raise SettingError(f'EDITOR_BACKEND = "{plan[1].backend}"  →  invoke editor')


def apart(site: Site) -> tuple[FolderApart, ...]:
    """Return the headers of the editor's folder."""
    plan = planned(site)
    return (editor_apart(plan[0], configuration.origins_of(plan[1])),) if plan else ()


def write_editor(site: Site, workshop: Workshop) -> None:
    """Write the editor's files that are not in place; raises ``SettingError`` for a program that isn't pinned."""
    plan = planned(site)
    if plan is None:
        return
    for path, data in _site_files(site, *plan).items():
        if workshop.ledger.needs(path, digest(data)):
            write_new(workshop.output, path, data)
            workshop.ledger.note(path, digest(data))
    _write_program(site, workshop, f"{plan[0]}{PROGRAM}")


def _write_program(site: Site, workshop: Workshop, folder: str) -> None:
    """Write the program; the package is opened only where a file of it is wanted: it takes a second."""
    ledger, key = workshop.ledger, digest(INTEGRITY.encode(), code_version().encode(), repr(_languages(site)).encode())
    paths = [path for path in ledger.files if path.startswith(folder)]
    if paths and not [path for path in paths if ledger.needs(path, key)]:
        return
    try:
        files = program_files(package_path(Path(site.settings["CACHE_PATH"])).read_bytes(), _languages(site))
    except PackageError as error:
        raise SettingError(f"{error}  →  invoke editor") from error
    for path in set(paths) - {f"{folder}{name}" for name in files}:  # the words of a language that the site gave up
        ledger.wanted.pop(path)
        ledger.stale.pop(path, None)
    for name, data in files.items():
        path = f"{folder}{name}"
        if ledger.needs(path, key):
            write_new(workshop.output, path, data)
            ledger.note(path, digest(data))


def _languages(site: Site) -> tuple[str, ...]:
    """Return the languages that the program itself speaks here, beside English: its own and those of texts."""
    return tuple(sorted({site.lang, *site.settings["READING_LANGUAGES"]}))


def _site_files(site: Site, folder: str, settings: EditorSettings) -> dict[str, bytes]:
    """Return the page with our scripts, and the editor's facts of the site: as JSON to be read, and as
    the script that is loaded.
    """
    page = _PAGE.format(
        lang=html.escape(site.lang),
        csp=CSP,
        policy=html.escape(editor_policy(configuration.origins_of(settings))),
        title=html.escape(f"{site.say(_TITLE)} – {site.site_name}"),
        waiting=html.escape(site.say(_WAITING)),
    )
    kinds = tuple(kind for kind in site.build.kinds if kind.address)
    choices = Choices(
        say=site.say,
        lang=site.lang,
        categories=tuple(site.settings["READING_CATEGORIES"]),
        languages=tuple(site.settings["READING_LANGUAGES"]),
        communes=configuration.communes_of(site.build.communes, site.say(N_("The whole territory"))),
        kinds=frozenset(kind.name for kind in kinds),
    )
    address = {"name": site.site_name, "url": f"{site.origin}/"}
    config = configuration.configuration(settings, address, kinds, choices, Path(site.settings["PATH"]).name)
    formats = configuration.formats_of(kinds, choices, config["collections"])
    script = f"export const CONFIGURATION = {_json(config)};\nexport const FORMATS = {_json(formats)};\n"
    return {
        f"{folder}index.html": page.encode(),
        **{f"{folder}{name}": (_HERE / name).read_bytes() for name in _SCRIPTS},
        f"{folder}site.js": script.encode(),
        f"{folder}config.json": f"{_json(config)}\n".encode(),
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_STORED = (
    Stored("sveltia-cms.*", N_("For those who write in the editor of this site: who you are there, and your choices")),
    Stored("*", N_("For those who write in the editor of this site: texts that are not saved yet"), "IndexedDB"),
)
FEATURE = Feature(
    name="editor",
    order=196,
    settings={"EDITOR": EditorSettings},
    addresses=(EDIT,),
    offers={Ports.APART: apart},
    files=write_editor,
    check=refuse_unready,
    stores=lambda site: _STORED if planned(site) else (),
)
register = FEATURE.register
