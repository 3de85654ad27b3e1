"""From a stranger's file to typed values and safe HTML: the one door by which texts enter."""
