"""Figures from tables: one module a figure, and the pieces that they share."""
