"""Claims of arXiv:2410.05898, one module a figure."""
