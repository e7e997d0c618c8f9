"""Searches of one's own: those looked for before, and those kept under a name."""
