"""Printing as PDF: documents are set and written by the press, a process of its own."""
