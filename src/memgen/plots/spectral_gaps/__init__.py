"""Figures of arXiv:2410.05898."""
