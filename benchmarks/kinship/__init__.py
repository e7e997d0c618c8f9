"""How well documents of one meeting, and nearly equal ones, are found, and at what cost."""
