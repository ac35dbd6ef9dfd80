"""Questions from and for other systems: GIFT, Moodle XML, tables. Nothing here writes."""
