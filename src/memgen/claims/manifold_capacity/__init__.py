"""Claims of arXiv:2503.09518, one module a figure."""
