"""Claims of arXiv:2505.21777, one module a figure."""
