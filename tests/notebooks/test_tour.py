import nbformat
import pytest
from nbclient import NotebookClient


@pytest.mark.parametrize("name", ["tour"])
def test_the_notebook_runs_and_is_committed_without_output(root, name):
    notebook = nbformat.read(root / f"notebooks/{name}.ipynb", as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells), "clear the outputs"
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    texts = [
        output.get("text", "")
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type == "stream" and output.name == "stdout"
    ]
    assert any("nearest training point" in text for text in texts)
