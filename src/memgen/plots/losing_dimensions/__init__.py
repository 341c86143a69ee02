"""Figures of arXiv:2410.08727."""
