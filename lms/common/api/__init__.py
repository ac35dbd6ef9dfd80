"""What every part of the API shares: errors, pages of lists, limits, keys of writes, the description."""
