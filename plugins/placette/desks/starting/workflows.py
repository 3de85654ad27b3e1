"""What a forge runs and shows for a site: the repository's own files, with the package in the place of its code."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from placette import __version__
from placette.desks.starting.answers import Forge
from placette.desks.starting.rendering import repository_file
from placette.engine.base.extras import source_of_placette

_ROOTS = {Forge.GITHUB: (".github",), Forge.FORGEJO: (".forgejo",), Forge.GITLAB: (".gitlab", ".gitlab-ci.yml")}
_ENGLISH_REQUEST = ".github/PULL_REQUEST_TEMPLATE/english.md"
_LEFT = (
    ".github/pictures/",
    ".github/CODEOWNERS.example",
    ".github/ISSUE_TEMPLATE/",
    ".github/PULL_REQUEST_TEMPLATE/",
    ".github/workflows/release.yml",
    ".gitlab/issue_templates/",
    ".gitlab/merge_request_templates/Code.md",
    ".gitlab/merge_request_templates/English.md",
)
"""Pictures go with the guide; owners of files are a choice of the team; the rest is about the software itself."""
_REQUESTS = (
    ".github/PULL_REQUEST_TEMPLATE.md",
    ".forgejo/PULL_REQUEST_TEMPLATE.md",
    ".gitlab/merge_request_templates/Default.md",
)
"""What a forge puts into the description of a proposal, in French."""
_HASHED = "pip install -q --require-hashes -r requirements-extras.txt"
_TESTED = "pip install -q --require-hashes -r requirements-test.txt"


def workflows_of(forge: Forge, lang: str) -> Iterator[tuple[str, str]]:
    """Path and text of each file that the forge reads, for this version of Placette and a site in this language."""
    for root in _ROOTS.get(forge, ()):
        place = repository_file(root)
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            name = f"{root}/{path.relative_to(place).as_posix()}" if place.is_dir() else root
            if path.is_file() and not name.startswith(_LEFT):
                source = repository_file(_ENGLISH_REQUEST) if lang == "en" and name in _REQUESTS else path
                yield name, _for_a_site(source.read_text(encoding="utf-8"))


def package_to_install() -> str:
    """What pip takes to install this Placette anywhere, quoted for a shell.

    By its version or, when it was installed from a repository that others can reach, by that repository's commit.
    """
    source = source_of_placette()
    return shlex.quote(source) if source.startswith("git+https:") else f"placette=={__version__}"


def _for_a_site(text: str) -> str:
    """A workflow of the repository as a site needs it: the package is installed, and the site's own tests are run."""
    installed = f"{_HASHED} && .venv/bin/pip install -q --no-deps {package_to_install()}"
    tested = f"{_HASHED} && .venv/bin/pip install -q pip-audit" if "bin/pip-audit" in text else _HASHED
    ready = text.replace(_TESTED, tested).replace(_HASHED, installed)
    own = ready.replace(".venv/bin/invoke test", ".venv/bin/python -m unittest discover -s tests")
    return own.replace("invoke requirements --upgrade", "placette upgrade")
