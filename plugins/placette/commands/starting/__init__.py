"""A site of one's own: begun from six answers, brought up to date without merging code."""
