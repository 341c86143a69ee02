"""Studies of arXiv:2503.09518: the capacity of dense memories on the hidden manifold."""
