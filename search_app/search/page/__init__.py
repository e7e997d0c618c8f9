"""The search as a page: its address, conditions, charts and marks."""
