"""Runs of courses, and who learns in them."""
