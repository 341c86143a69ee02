"""One hidden field h ~ N(w, V) behind one coordinate of xi = sigma(h): its posterior moments.

Everything that is known of the hidden manifold is made of this one integral: `posterior` gives it
to the messages, `grid` to the replica integrals, and state evolution averages it over what is
observed. `moments` has the closed forms of linear, relu and sign that all three share.
"""
