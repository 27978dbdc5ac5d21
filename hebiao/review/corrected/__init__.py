"""Forms with what people corrected in them."""

from hebiao.review.corrected.form import column_at, confidence_at, corrected, in_force, text_at, with_text

__all__ = ["column_at", "confidence_at", "corrected", "in_force", "text_at", "with_text"]
