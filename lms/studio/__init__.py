"""Authors' pages and reports that need several slices."""
