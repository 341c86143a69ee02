"""Studies of arXiv:2410.05898, manifolds, random matrices and spectral gaps."""
