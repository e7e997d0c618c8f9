"""Minutes: where meetings begin, and what their records say."""
