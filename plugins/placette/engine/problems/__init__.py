"""What is wrong with a contribution, as values; the sentences that people read are made last."""
