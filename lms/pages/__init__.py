"""Pages that need several slices: landing, catalogue, home, passport, navigation, health."""
