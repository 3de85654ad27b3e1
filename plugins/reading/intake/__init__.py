"""What a resident's own files become before they are committed: photos from a phone, light and without metadata."""
