"""A build from settings to a settled site: printed, inspected, put in place."""
