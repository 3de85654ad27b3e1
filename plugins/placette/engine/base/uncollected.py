"""A command without the collector of reference cycles, which would go over hundreds of modules and all texts, often.

Whatever starts a command imports this first. A command does its work and ends; one that goes on for hours collects
again (``processes/garbage.py``). And it keeps what it compiles, as any Python program does.
"""

from __future__ import annotations

import atexit
import gc
import sys

gc.disable()
atexit.register(gc.freeze)  # what is left when the process ends goes with it
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)  # Invoke forbids it, so that each command compiled us
