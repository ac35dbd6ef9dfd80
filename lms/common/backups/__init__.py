"""Backups: one archive with the database and the media folder, made whole and read whole."""
