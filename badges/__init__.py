"""Badges and certificates: reads what learners did, and says so in a form that can be verified."""
