"""Studies of arXiv:2410.08727: losing dimensions, geometric memorization."""
