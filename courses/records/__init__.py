"""What learners did: append-only records, and the one signal of the project."""
