"""Studies of arXiv:2502.09578: memorization and generalization on the hidden manifold."""
