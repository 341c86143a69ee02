"""Figures of arXiv:2505.21777."""
