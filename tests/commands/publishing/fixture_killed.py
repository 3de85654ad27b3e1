"""Publishes into a folder again and again, killed at a random moment each time: run as a program of its own.

For each round it prints what is online then: «old», «new», or what is mixed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from placette.commands.publishing.releases import BuiltSite
from placette.commands.publishing.servers import Folder
from tests.commands.publishing.fixture_published import make_site, read_tree

_FILES = 120


def main(folder: Path, rounds: int, seed: int) -> None:
    """Do all rounds; what was old in one round is what is online after it."""
    chance = random.Random(seed)
    target = Folder(folder / "public", keep=3)
    sites = [make_site(folder / version, _texts(version)) for version in "ab"]
    started = time.perf_counter()
    target.send(sites[0])
    reach, old = time.perf_counter() - started, 0
    for _round in range(rounds):
        new = 1 - old
        _killed(target, sites[new], chance.uniform(0, reach))
        result = _online(target, sites, old)
        print(result)
        # A machine is slower at times: as many should die before the end as after it.
        reach *= 0.9 if result == "new" else 1.1
        old = new if result == "new" else old
    target.send(sites[1 - old])
    print(
        _online(target, sites, old),
        len(target.releases()),
        sorted(entry.name for entry in (folder / "public").iterdir()),
    )


def _texts(version: str) -> dict[str, str]:
    """Half of the files are other ones in each version, a quarter have the same name and other words."""
    own = {f"{version}-{number}/index.html": version * 5000 for number in range(_FILES // 2)}
    changed = {f"page-{number}/index.html": version * 5000 for number in range(_FILES // 4)}
    return {**own, **changed, **{f"same-{number}/index.html": "s" * 5000 for number in range(_FILES // 4)}}


def _killed(target: Folder, site: BuiltSite, after: float) -> None:
    child = os.fork()
    if child == 0:
        target.send(site)
        os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _online(target: Folder, sites: list[BuiltSite], old: int) -> str:
    found = read_tree(target.path / "current")
    versions = [{path: (site.folder / path).read_text() for path in site.files} for site in sites]
    names = {old: "old", 1 - old: "new"}
    return next((names[number] for number, version in enumerate(versions) if found == version), "mixed")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
