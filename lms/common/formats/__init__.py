"""Dates and numbers where Django's own formats differ from the languages' rules."""
