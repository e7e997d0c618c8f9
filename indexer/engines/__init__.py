"""Search engines behind one small protocol."""
