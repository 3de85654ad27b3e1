"""Calls for posts: a subject, a last day, and what people sent."""
