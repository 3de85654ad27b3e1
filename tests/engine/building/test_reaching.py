"""A phone finds the preview by a QR code that any terminal can show."""

from __future__ import annotations

import socket

import pytest
import zxingcpp
from PIL import Image

from placette.engine.base.qr import qr_rows
from placette.engine.building.reaching import draw_qr, own_address

ADDRESS = "http://192.168.1.20:8000"
_DARK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}


def test_the_code_in_the_terminal_says_the_address() -> None:
    lines = draw_qr(qr_rows(ADDRESS))
    assert len({len(line) for line in lines}) == 1
    rows = [[255 * (1 - _DARK[half][part]) for half in line] for line in lines for part in (0, 1)]
    image = Image.frombytes("L", (len(rows[0]), len(rows)), bytes(shade for row in rows for shade in row))
    (found,) = zxingcpp.read_barcodes(image.resize((image.width * 4, image.height * 4)))
    assert found.text == ADDRESS


def test_a_computer_without_a_network_has_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError("Network is unreachable")

    monkeypatch.setattr(socket, "socket", refuse)
    assert own_address() == ""
