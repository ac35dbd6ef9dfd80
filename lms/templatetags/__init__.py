"""Tags that read the database; templates load them by name."""
