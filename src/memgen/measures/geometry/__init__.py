"""Dimensions and spectra of data and of scores."""
