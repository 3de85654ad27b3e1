"""How a command starts: without garbage collection, without what only slows it down. Imported before all else."""

import atexit
import gc
import os
import sys

gc.disable()
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # for which pydantic looks at all that is installed
atexit.register(gc.freeze)  # what is left is freed when the process ends
sys.dont_write_bytecode = bool(sys.flags.dont_write_bytecode)  # Invoke forbids it, so that each command compiled us
