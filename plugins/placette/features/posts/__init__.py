"""Posts: what stands beside them, what embeds them."""
