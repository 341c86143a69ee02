"""Studies of arXiv:2505.21777: spurious states between memorization and generalization."""
