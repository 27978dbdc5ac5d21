"""What holds for every request: access, cookies, refusals, rendering, files to send."""
