"""Claims of arXiv:2502.09578, one module a figure."""
