"""A copy of the published site that opens from a disk, without a server, for as long as browsers read HTML."""
