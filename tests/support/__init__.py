"""What several tests share: invented forms, files, databases, servers."""
