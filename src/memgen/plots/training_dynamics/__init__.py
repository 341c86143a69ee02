"""Figures of Bandera's slides (arXiv:2505.17638, 2402.18491)."""
