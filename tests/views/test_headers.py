"""Hosts that read a ``_headers`` file are told the same policy as browsers, and what only headers can say."""

from __future__ import annotations

from plugins.views.headers import HEADERS, render_headers
from plugins.views.site import CONTENT_SECURITY_POLICY


def test_every_page_gets_every_header_and_pictures_are_shut_in() -> None:
    blocks = {
        block.split("\n")[0]: dict(line.strip().split(": ", 1) for line in block.split("\n")[1:] if line)
        for block in render_headers("/blog/").split("\n/")
    }
    assert blocks["/blog/*"] == dict(HEADERS)
    assert blocks["blog/photos/*"]["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert set(blocks) == {"/blog/*", "blog/photos/*", "blog/drawings/*"}


def test_the_policy_is_that_of_the_pages_and_forbids_frames_inline_code_and_other_sites() -> None:
    policy = dict(HEADERS)["Content-Security-Policy"]
    assert policy.startswith(f"{CONTENT_SECURITY_POLICY}; frame-ancestors 'none'; ")
    assert "unsafe" not in policy
    assert {source for rule in policy.split("; ") for source in rule.split()[1:]} == {"'none'", "'self'", "'script'"}
