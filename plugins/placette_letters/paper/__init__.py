"""Paper: the sheet that lies on the counter, and what is typed from it."""
