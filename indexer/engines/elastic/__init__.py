"""The engine beside the product: an Elasticsearch cluster, which is how it outgrows one machine."""
