import numpy as np

from memgen.declared.run import Run
from memgen.settings import load


def test_a_diagnosis_belongs_to_runs_that_name_its_files(root, tmp_path):
    assert Run(root, load({})).diagnosed is None
    points = tmp_path / "points.npy"
    np.save(points, np.ones((3, 2)))

    def origin():
        return Run(root, load({"run": "mine", "diagnosis": {"training": str(points)}})).diagnosed

    first = origin()
    assert first.files[0] == "results/mine/diagnosis/numbers.csv"
    assert first.settings["section"]["training"] == str(points)
    np.save(points, np.zeros((3, 2)))
    assert origin().settings["files"] != first.settings["files"]
    assert origin().code == first.code
