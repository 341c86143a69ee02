"""Figures of arXiv:2503.09518."""
