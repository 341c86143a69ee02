"""Claims of Bandera's slides, on arXiv:2505.17638 and arXiv:2402.18491, one module a figure."""
