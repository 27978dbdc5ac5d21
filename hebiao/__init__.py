"""Hebiao (核表): performance self-assessment forms in SQL, every figure audited."""

from hebiao.api import Archive, audit, read

__all__ = ["Archive", "__version__", "audit", "read"]
__version__ = "0.1.0"
