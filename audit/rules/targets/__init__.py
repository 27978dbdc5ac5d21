"""Indicators against their targets."""
