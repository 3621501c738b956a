"""Only the models and the library that were measured are let in."""

from importlib import resources
from pathlib import Path

import pytest

from pose.errors import LibraryVersionError, ModelFileError
from pose.models import FACE_MODEL, MODEL_PACKAGE, check_library_version, load_models


def test_the_installed_library_is_the_one_that_was_measured() -> None:
    check_library_version()


@pytest.mark.parametrize("version", ["0.10.35", "1.2.2", "0.10.30"])
def test_any_other_library_is_refused_and_the_sentence_says_why(version: str) -> None:
    with pytest.raises(LibraryVersionError) as refused:
        check_library_version(version)
    text = str(refused.value)
    assert version in text
    assert "usage figures to Google" in text
    assert "pip install mediapipe==0.10.31" in text


def test_a_changed_model_file_is_refused(tmp_path: Path) -> None:
    original = resources.files(MODEL_PACKAGE).joinpath(FACE_MODEL).read_bytes()
    (tmp_path / FACE_MODEL).write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
    with pytest.raises(ModelFileError) as refused:
        load_models(tmp_path)
    assert str(tmp_path / FACE_MODEL) in str(refused.value)
    assert "SHA-256" in str(refused.value)


def test_a_users_folder_comes_first_and_may_lack_a_file(tmp_path: Path) -> None:
    original = resources.files(MODEL_PACKAGE).joinpath(FACE_MODEL).read_bytes()
    (tmp_path / FACE_MODEL).write_bytes(original)
    assert load_models(tmp_path).face == original
