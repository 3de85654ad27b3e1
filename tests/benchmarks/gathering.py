"""How long 600 blogs of 20 texts take to be gathered, and what that needs: ``python -m tests.benchmarks.gathering``.

The blogs are a process of their own, each on a loopback address of its own; half are JSON feeds, half Atom. Prints, for
a first run and for one without news: seconds, seconds of processor, megabytes at most, files written.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from placette_network.gathering import PACE, Contact, gather_sources, write_gathering
from tests.placette_network.fixture_blogs import Blogs, blogs, run_of, source

_ENTRY = (
    '<entry><id>{id}</id><title>{title}</title><link rel="alternate" href="{url}"/>'
    "<published>{day}T08:00:00Z</published><updated>{day}T08:00:00Z</updated><author><name>Léa</name></author><summary>{summary}</summary>"
    '<content type="html">{body}</content></entry>'
)
_BODY = "&lt;p&gt;Un paragraphe de quelques mots, comme on en écrit.&lt;/p&gt;" * 40


def fill(web: Blogs, number: int, texts: int) -> str:
    """Put a blog online; return the address of its feed."""
    items = [web.item(number, f"t{at}", f"2026-{1 + at % 6:02}-{1 + at % 28:02}", tags=["Eau"]) for at in range(texts)]
    if number % 2:
        return web.feed(number, *({**item, "content_html": "<p>Un paragraphe.</p>" * 100} for item in items))
    entries = "".join(_ENTRY.format(day=item["date_published"], body=_BODY, **item) for item in items)
    head = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>Blog {number}</title>'
    return web.put(number, "/feed", f"{head}{entries}</feed>", "application/atom+xml")


def serve(way: Connection, count: int, texts: int) -> None:
    """Serve the blogs until the other side hangs up."""
    with blogs() as web:
        way.send([(web.address(number), fill(web, number, texts)) for number in range(count)])
        way.recv()


def main(arguments: Sequence[str] | None = None) -> None:
    """Gather twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blogs", type=int, default=600)
    parser.add_argument("--texts", type=int, default=20)
    given = parser.parse_args(arguments)
    here, there = multiprocessing.Pipe()
    multiprocessing.Process(target=serve, args=(there, given.blogs, given.texts), daemon=True).start()
    addresses = here.recv()
    sources = [source(f"blog-{number:03}", site, feed) for number, (site, feed) in enumerate(addresses)]
    with tempfile.TemporaryDirectory() as folder:
        contacts: dict[str, Contact] = {}
        for what in ("first", "again"):
            began, before = time.monotonic(), _processor()
            done = gather_sources(run_of(Path(folder), *sources, pace=PACE), contacts)
            write_gathering(done, Path(folder, "cache"))
            contacts = done.contacts
            figures = {
                "run": what,
                "seconds": round(time.monotonic() - began, 1),
                "processor": round(_processor() - before, 1),
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "of workers": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
                "files": len(done.files),
                "texts": sum(len(one.new) for one in done.news.values()),
                "failed": sum(bool(one.why) for one in done.news.values()),
            }
            print(json.dumps(figures))
    here.send(None)


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    main()
