"""What a forge runs for a site: the workflows of the repository, with the package in the place of its code."""

from __future__ import annotations

from collections.abc import Iterator

from placette.desks.starting.answers import Forge
from placette.desks.starting.rendering import repository_file

_ROOTS = {Forge.GITHUB: (".github",), Forge.FORGEJO: (".forgejo",), Forge.GITLAB: (".gitlab", ".gitlab-ci.yml")}
_LEFT = (".github/pictures/", ".github/CODEOWNERS.example")
"""Pictures go with the guide; owners of files are a choice of the team."""
_HASHED = "pip install -q --require-hashes -r requirements-extras.txt"
_TESTED = "pip install -q --require-hashes -r requirements-test.txt"


def workflows_of(forge: Forge, placette: str) -> Iterator[tuple[str, str]]:
    """Path and text of each file that the forge reads, for this version of Placette."""
    for root in _ROOTS.get(forge, ()):
        place = repository_file(root)
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            name = f"{root}/{path.relative_to(place).as_posix()}" if place.is_dir() else root
            if path.is_file() and not name.startswith(_LEFT):
                yield name, _for_a_site(path.read_text(encoding="utf-8"), placette)


def _for_a_site(text: str, placette: str) -> str:
    """A workflow of the repository as a site needs it: the package is installed, and the site's own tests are run."""
    installed = f"{_HASHED} && .venv/bin/pip install -q --no-deps placette=={placette}"
    tested = f"{_HASHED} && .venv/bin/pip install -q pip-audit" if "bin/pip-audit" in text else _HASHED
    ready = text.replace(_TESTED, tested).replace(_HASHED, installed)
    own = ready.replace(".venv/bin/invoke test", ".venv/bin/python -m unittest discover -s tests")
    return own.replace("invoke requirements --upgrade", "placette upgrade")
