import pytest
from jinja2 import UndefinedError

from memgen.site.pages import environment, with_links


def test_links_of_the_repository_lead_into_the_site():
    text = "[a](docs/x.md), [`b`](src/y.py), [c](https://d), [e](#f), ![g](h.png)"
    assert with_links(text, {"docs/x.md": "x.md"}) == (
        "[a](x.md), `b`, [c](https://d), [e](#f), ![g](h.png)"
    )


def test_what_nobody_gives_a_template_is_an_error():
    with pytest.raises(UndefinedError):
        environment().get_template("room.md.jinja").render()
