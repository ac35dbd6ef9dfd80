"""Every question anywhere is an item: banks, items, their immutable versions and kinds."""
