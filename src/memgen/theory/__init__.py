"""What is predicted, in rooms with one face each.

manifold          the times of a diffusion model on the hidden manifold: what most readers want
capacity          capacities of dense associative memories
spectra           spectra of linear manifolds and of the Jacobian of their score
random_features   training dynamics of random-feature scores
message_passing   the face of message passing and of its state evolution
speciation        times of the two-Gaussian mixture;  ring_memory: energies on the circle
energies          random energy models, on average and at finite size
replica           cumulants of curved manifolds from replica theory
field             the posterior of one hidden field, which replica and bayes_optimal average
bayes_optimal     what Bayes-optimal inference of the latents achieves: state evolution
couplings         capacities of perceptrons and of symmetric couplings

Modules with a leading underscore are a room's own.
"""
