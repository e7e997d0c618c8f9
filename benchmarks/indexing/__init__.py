"""Indexing and searching whole folders: files a second, memory, index size, search times, next to Recoll."""
