"""Achievements, the rules they are given by, and awards."""
