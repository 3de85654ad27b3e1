"""What several people do together: communities, and calls for posts."""
