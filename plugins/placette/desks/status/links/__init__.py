"""Whether outside pages are still there."""
