"""A stranger's link takes nobody into a private network, however the address is written."""

from __future__ import annotations

import pytest

from placette.commands.status.links.asking import is_public, public_reach

PRIVATE = (
    "127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1"
    " 224.0.0.1 240.0.0.1 255.255.255.255 ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 2001:db8::1"
    " ::ffff:127.0.0.1 ::ffff:169.254.169.254 64:ff9b::a00:1 64:ff9b::7f00:1 2002:7f00:1:: 2002:a00:1::1"
    " 2001:0:7f00:1::1 2002:101:101::1 fec0::1 nonsense"
).split()
PUBLIC = "93.184.216.34 1.1.1.1 2606:4700:4700::1111 ::ffff:1.1.1.1 64:ff9b::101:101".split()


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_some_private_place_is_refused(address: str) -> None:
    assert not is_public(address)
    assert public_reach(address, 443) == "private"


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_asked_on_ports_of_the_web(address: str) -> None:
    assert [public_reach(address, port) for port in (80, 443, 8080)] == ["", "", ""]
    assert [public_reach(address, port) for port in (22, 25, 110, 445)] == ["port"] * 4
