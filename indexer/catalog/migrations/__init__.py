"""The history of the catalog's tables, applied when a database is opened."""
