"""Quadrature, special functions, domains and types: mathematics without physics."""
