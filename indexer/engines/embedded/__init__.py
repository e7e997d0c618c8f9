"""The engine inside the product: tantivy, an index in the data folder."""
