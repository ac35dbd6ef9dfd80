"""Measured practice: exercises whose truth is known, sittings, and what they say of an observer."""
