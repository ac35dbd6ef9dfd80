"""The one signal of the project."""

from django.dispatch import Signal

# Sent after commit with `record_id` and nothing else: the facts are in the database.
record_written = Signal()
