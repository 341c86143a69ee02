"""What is drawn of random weights says so; what is drawn of a trained model does not."""

import numpy as np
from plots.arrays import arrays, latent_spectra

from memgen.plots.spurious_states import fig5b_latent_diffusion as fig5b


def drawn(random_weights):
    rows = latent_spectra()
    rows.loc[rows["quantity"] == "random_weights", "value"] = random_weights
    figure = fig5b.draw({"latent_spectra": rows, "latent_pictures": arrays("latent_pictures", {})})
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    return figure.get_suptitle(), words


def test_random_weights_are_no_result():
    title, words = drawn(1.0)
    assert "not a result" in title
    assert words.count(fig5b.NO_RESULT) == 2


def test_a_trained_model_is_not_marked():
    title, words = drawn(0.0)
    assert title == ""
    assert not np.isin(fig5b.NO_RESULT, words)
