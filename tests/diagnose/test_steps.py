import numpy as np

from memgen.diagnose.steps import Steps


def test_finished_steps_are_read_where_nothing_changed(tmp_path, capsys):
    calls = []

    def compute():
        calls.append(1)
        return {"x": np.arange(3)}

    def run(digest="a", seed=0, code="c", folder=tmp_path):
        steps = Steps(folder, {"training": digest}, {"seed": seed}, code, progress=True)
        return steps.do("one", ["training"], compute, "One step")["x"]

    for _ in range(2):
        np.testing.assert_array_equal(run(), np.arange(3))
    assert len(calls) == 1
    assert "One step: there already" in capsys.readouterr().err
    for other in ({"digest": "b"}, {"seed": 1}, {"code": "d"}, {"folder": None}):
        run(**other)
    assert len(calls) == 5


def test_a_broken_file_is_made_again(tmp_path):
    steps = Steps(tmp_path, {}, {}, "c")
    steps.do("one", [], lambda: {"x": np.ones(2)}, "One")
    whole = (tmp_path / "one.npz").read_bytes()
    (tmp_path / "one.npz").write_bytes(whole[: len(whole) // 2])
    assert steps.do("one", [], lambda: {"x": np.zeros(1)}, "One")["x"].tolist() == [0]


def test_random_numbers_depend_on_the_step_alone():
    one, other = Steps(None, {}, {"seed": 1}, "c"), Steps(None, {"a": "b"}, {"seed": 1}, "d")
    assert one.rng("x").random() == other.rng("x").random()
    assert one.rng("x").random() != one.rng("y").random()
