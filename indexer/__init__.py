"""From a folder of mixed files to a catalog and a search index."""
