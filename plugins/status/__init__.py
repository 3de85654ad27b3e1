"""The editor's Monday: what waits, what comes, what came out, what is wrong, what has gone quiet."""
