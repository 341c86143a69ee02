"""What Bayes-optimal inference of the latents of a hidden manifold achieves, in the limit.

state_evolution is the fixed point and the path to it, information the mutual information that
follows and its inverse.
"""
