"""What every slice stands on: errors, languages, clean HTML, ids, the doorbell, drawings."""
