"""The kind reviewer: advice, mending, verdicts on proposals."""
