"""The floors: what Django costs for the same kind of work without any of the product's own."""
