"""Tidy tables: rows, files, reading."""
