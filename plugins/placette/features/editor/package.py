"""The program of the editor: which package, in which version, what of it a site gets. Nothing of it is in Placette.

``invoke editor`` fetches the package; a build reads it as it came, and refuses one that isn't what is pinned here.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import tarfile
from collections.abc import Mapping
from pathlib import Path

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
"""What the editor of texts needs. Maps, PDF previews, HEIC, code colouring and such are left out."""
_MAIN = "npm/index.js"
_WORDS = re.compile(rb"import\(`\.\./locales/([A-Za-z-]+)\.json`\)")
"""Where the program loads its words: as a bundler does, for no browser takes JSON for a script."""
_FONTS = re.compile(rb"https://cdn\.jsdelivr\.net/fontsource/fonts/([a-z0-9-]+)(?::vf)?@[0-9.]+/([a-z0-9-]+)\.woff2")
"""Where its style sheet has letters and icons come from a CDN, although the package holds them."""
_CACHE = Path("editor")


class PackageError(ValueError):
    """The package isn't there, or isn't the one that is pinned."""


def package_path(cache: Path) -> Path:
    """Where the package lies, in a site's folder for what can be made again."""
    return cache / _CACHE / FILE


def refuse_other(data: bytes) -> None:
    """Raise ``PackageError`` for bytes that aren't the pinned package."""
    found = base64.b64encode(hashlib.sha512(data).digest()).decode()
    if f"sha512-{found}" != INTEGRITY:
        raise PackageError(f"{FILE}: sha512-{found}")


def program_files(data: bytes, languages: tuple[str, ...]) -> Mapping[str, bytes]:
    """The files that a site serves, by path below the program's folder, from the package's bytes.

    They are as they came but for two things, which a bundler would do: the words of ``languages`` become scripts, and
    letters come from the package's own files. Raises ``PackageError`` for another package.
    """
    refuse_other(data)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        found = {name: _member(archive, name) for name in _FILES}
        names = set(archive.getnames())
        for language in languages:
            if f"package/locales/{language}.json" in names:
                words = _member(archive, f"locales/{language}.json")
                found[f"locales/{language}.js"] = b"export default " + words.strip() + b";\n"
    found[_MAIN] = _FONTS.sub(_own_letters, _WORDS.sub(rb"import(`../locales/\1.js`)", found[_MAIN]))
    return found


def _own_letters(found: re.Match[bytes]) -> bytes:
    """The address of the same letters in the package, from the editor's page."""
    start = f"npm/assets/{found[1].decode()}-{found[2].decode()}-"
    return next(f"{PROGRAM}{name}" for name in _FILES if name.startswith(start)).encode()


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/{name}")
    if file is None:
        raise PackageError(f"{FILE}: {name}")
    return file.read()
