"""A command without the collector of reference cycles, until all is imported and when it ends.

It would go over hundreds of modules and thousands of values several times. Whatever starts a command imports this
first, and calls ``collect_again`` (``collecting.py``) once all is imported.
"""

from __future__ import annotations

import atexit
import gc

gc.disable()
atexit.register(gc.freeze)  # what is left when the process ends goes with it
