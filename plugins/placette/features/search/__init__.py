"""Search: an index that the build writes, read in the browser."""
