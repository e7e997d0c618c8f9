"""What a search text says: read, widened, understood, forgiven."""
