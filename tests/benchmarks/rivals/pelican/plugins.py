# Below the settings of stock Pelican: the plugins that its users add, and a search, which they have no plugin for that
# needs PyPI alone (pelican-search runs Stork, a program of another source).
import subprocess
import sys
from typing import Any

from pelican import signals


def _index(pelican: Any) -> None:
    subprocess.run([sys.executable, "-m", "pagefind", "--site", pelican.output_path], check=True, capture_output=True)


class _Search:
    @staticmethod
    def register() -> None:
        signals.finalized.connect(_index)


PLUGINS = ["sitemap", "related_posts", "image_process", _Search]
RELATED_POSTS_MAX = 2
IMAGE_PROCESS = {
    "article": {
        "type": "responsive-image",
        "sizes": "(min-width: 1000px) 1000px, 100vw",
        "srcset": [(f"{width}w", [f"scale_in {width} {width} True"]) for width in (480, 800, 1000)],
        "default": "1000w",
    }
}
THEME_TEMPLATES_OVERRIDES = ["templates"]
