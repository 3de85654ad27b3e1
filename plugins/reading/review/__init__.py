"""The kind reviewer: what is wrong with a proposal, said so that its author can mend it."""
