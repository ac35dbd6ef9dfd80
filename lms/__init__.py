"""The platform's cellar (common, audit, accounts, hub) and roof (pages)."""
