"""Sound forms drawn without upright rulings, in many looks, for ``benchmarks/unruled.py``."""
