"""The pages of a first-review agency (初审机构): queue, review, forwarding, parcels, collection."""
