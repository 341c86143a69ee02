"""What a job writes to its log."""

import logging
import warnings
from types import SimpleNamespace

import pytest

from memgen.job import job


def test_messages_warnings_and_the_traceback_go_to_the_log(tmp_path, monkeypatch):
    monkeypatch.setattr("memgen.job.provenance", lambda *_: {})
    log = tmp_path / "logs" / "job.log"
    rule = SimpleNamespace(log=[str(log)], params=SimpleNamespace(settings={}, code=""))
    package = logging.getLogger("memgen")
    before = (package.level, list(package.handlers))
    with job(rule), warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.getLogger("memgen.data").info("three images read")
        warnings.warn("a warning", stacklevel=1)
    said = log.read_text()
    assert "three images read" in said
    assert "a warning" in said
    assert "finished in" in said
    with pytest.raises(ValueError, match="broken"), job(rule):
        raise ValueError("broken")
    assert "ValueError: broken" in log.read_text()
    assert (package.level, list(package.handlers)) == before
