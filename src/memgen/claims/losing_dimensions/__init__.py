"""Claims of arXiv:2410.08727, one module a figure."""
