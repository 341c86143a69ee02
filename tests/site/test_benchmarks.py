from memgen.site.benchmarks import measured, page
from memgen.site.pages import environment


def test_a_ratio_of_one_ends_at_the_line(tmp_path):
    path = tmp_path / "speed.csv"
    path.write_text("method,ratio\nslow,0.01\nsame,1\nfast,1000\nunknown,\n")
    told = measured(path)
    assert told.bars == [0.0, 0.4, 1.0, 0.0]
    assert told.rows[3] == ["unknown", ""]


def test_the_page_has_every_table(root):
    text = page(root, environment().get_template("benchmarks.md.jinja"))
    for path in (root / "benchmarks").glob("*.csv"):
        assert f"### {path.stem}" in text
