"""Hebiao (核表): performance self-assessment forms in SQL, every figure audited."""

__version__ = "0.1.0"
