"""Where something was measured and with what; not whose machine it is."""

from __future__ import annotations

import platform
import sysconfig
import tomllib
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.figures import Machine, Versions
from tests.benchmarks.measuring import ROOT, usable_cores


def describe_machine() -> Machine:
    """Cores that may be used, processor, memory, system; no host name."""
    import psutil

    system = f"{platform.system()} {platform.machine()}"
    return Machine(usable_cores(), _processor(), psutil.virtual_memory().total, system)


def describe_versions() -> Versions:
    """What is installed here, how this Python was made, and the version of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    configured = sysconfig.get_config_var("CONFIG_ARGS")
    build = python_build(configured if _is_as_configured(configured or "") else None)
    return Versions(platform.python_version(), build, version("pelican"), version("hugo"), project["version"])


def python_build(arguments: str | None) -> str:
    """Whether Python was made with what makes it quicker, from how it was configured."""
    if arguments is None:
        return "build unknown"
    optimised = "with" if "--enable-optimizations" in arguments else "without"
    linked = "with" if "--with-lto" in arguments else "without"
    return f"{optimised} PGO, {linked} LTO"


def _is_as_configured(arguments: str) -> bool:
    """Debian notes how it made the shared library, of which its own program, made with more care, uses nothing."""
    maps = Path("/proc/self/maps")
    return "--enable-shared" not in arguments or not maps.is_file() or "libpython" in maps.read_text(encoding="utf-8")


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines() if told.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.lower().startswith("model name"))
    return next(named, platform.processor() or platform.machine())
