"""The texts of Snakemake's report are reStructuredText without faults."""

from types import SimpleNamespace

import docutils.core
import pytest
from jinja2 import Environment, StrictUndefined

from memgen.registry import read_registry
from memgen.settings import Config


def html(text: str) -> str:
    """Return the text as HTML; a warning of docutils is an error."""
    return docutils.core.publish_parts(
        text, writer="html", settings_overrides={"halt_level": 2, "report_level": 2}
    )["body"]


def test_every_caption_is_shown_as_it_is_written(root):
    template = Environment(undefined=StrictUndefined).from_string(
        (root / "workflow/report/figure.rst").read_text()
    )
    for source, entry in read_registry(root / "workflow/figures").items():
        for figure, about in entry.figures.items():
            caption = about.full_caption(getattr(Config(), source), "laptop")
            settings = {"caption": caption, "run": "laptop", "seed": 1}
            job = SimpleNamespace(
                params=SimpleNamespace(settings=SimpleNamespace(**settings)),
                wildcards=SimpleNamespace(source=source, figure=figure),
            )
            shown = html(template.render(snakemake=job))
            plain = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
            assert " ".join(caption.split()) in " ".join(plain.split())
            assert f"site/gallery/{source}/{figure}.html" in shown


@pytest.mark.parametrize("name", ["workflow.rst", "claims.rst"])
def test_other_texts(root, name):
    assert html((root / "workflow/report" / name).read_text())
