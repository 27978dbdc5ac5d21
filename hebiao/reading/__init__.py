"""What is done with one file inside a worker: read, looked at twice where it is in doubt, and audited."""
