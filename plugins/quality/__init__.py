"""Proof: the tests, the tools they need, the catalogues and the locked requirements."""
