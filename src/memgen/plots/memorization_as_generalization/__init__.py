"""Figures of E. Ventura's slides."""
