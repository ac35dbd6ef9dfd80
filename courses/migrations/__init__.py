"""Migrations of this app, one chain."""
