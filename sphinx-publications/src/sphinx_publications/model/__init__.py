"""Entries as plain, immutable data, and the functions that read their fields."""
