"""Claims of E. Ventura, talk at LPTMC, 4 February 2025, one module a figure."""
