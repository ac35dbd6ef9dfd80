"""Signed credentials: whose they are to whoever has no reason to trust this site."""
