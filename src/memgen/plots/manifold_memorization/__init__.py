"""Figures of arXiv:2502.09578."""
