"""Many texts become one ``Build``: the tree, the checks between texts, the memory of what was read."""
