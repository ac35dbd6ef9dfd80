"""The learner's pages inside a course; no tables of its own."""
