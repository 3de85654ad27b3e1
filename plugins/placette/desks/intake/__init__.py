"""Prepares photos and puts them into posts."""
