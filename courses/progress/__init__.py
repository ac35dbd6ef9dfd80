"""What is done, what is left, what opens next."""
