"""The competency map, which knows nothing of courses."""
