"""What Bayes-optimal inference of the latents of a hidden manifold achieves, in the limit.

state_evolution has one variance of the columns of F and column_variances several; output_channel is
the average over one observed coordinate.
"""
