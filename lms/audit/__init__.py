"""Append-only notes of privileged acts."""
