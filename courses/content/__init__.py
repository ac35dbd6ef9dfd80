"""Courses, units, their immutable versions, and releases."""
