"""Colours from two hues, letters, one style sheet, one script."""

from __future__ import annotations

from collections.abc import Mapping

from placette.engine.pages.assets import AssetsView
from placette.engine.pages.desk import Desk
from placette.engine.pages.features import Feature
from placette.engine.pages.ports import ASSETS, COLOURS
from placette.features.look.files import plan_look, write_look
from placette.features.look.settings import IdentitySettings

__all__ = ["FEATURE", "register"]


def _assets(desk: Desk) -> AssetsView:
    return plan_look(desk).assets


def _colours(desk: Desk) -> Mapping[str, str]:
    return plan_look(desk).colours


FEATURE = Feature(
    name="look",
    order=140,
    settings={"IDENTITY": IdentitySettings},
    offers={ASSETS: _assets, COLOURS: _colours},
    files=write_look,
)
register = FEATURE.register
