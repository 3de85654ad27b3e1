"""The kind reviewer: advice on texts, mending, verdicts on proposals."""
