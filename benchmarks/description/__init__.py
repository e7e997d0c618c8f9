"""How well documents are described: accuracy, confusions and misses, against archives with a truth."""
