"""Processes that read files under limits, here or on a cluster."""
