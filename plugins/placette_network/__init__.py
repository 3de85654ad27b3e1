"""The network: what other blogs of the territory write, as cards that lead there; who is read, and how they fare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from placette import N_, TEXTS, Configured, Feature, Problem, Site, advice, declare_findings
from placette_network.gathered import gathered_files
from placette_network.sources import SOURCE, NetworkSettings

__all__ = ["FEATURE", "register"]


def _configured(settings: Mapping[str, Any]) -> Configured:
    return Configured(reads=gathered_files(settings))


def _examined(site: Site) -> Iterator[Problem]:
    from placette_network.gathering import examine  # noqa: PLC0415 - a build asks nobody

    yield from examine(site)


declare_findings(
    TEXTS,
    {
        "network-odd": advice(
            N_("{value}: texts of another site that cannot be used: {count}"),
            N_("Mend the file, or remove it: invoke gather writes it anew."),
        ),
        "network-waiting": advice(
            N_("Texts of other sites that wait for an editor: {count}"),
            N_("invoke gather lists them; invoke gather --accept ADDRESS shows one."),
        ),
        "network-failing": advice(
            N_("{value} could not be read since {day}: {why}"),
            N_("Correct its address in content/sources/, or note there that it left: left: and the day."),
        ),
    },
)
FEATURE = Feature(
    name="network",
    order=14,  # after the mentions of a post elsewhere
    kinds=(SOURCE,),
    settings={"NETWORK": NetworkSettings},
    tasks={"gather": "placette_network.tasks", "source": "placette_network.tasks"},
    manual=Path(__file__).parent / "manual",
    configure=_configured,
    examined=_examined,
)
register = FEATURE.register
