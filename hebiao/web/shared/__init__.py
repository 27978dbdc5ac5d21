"""What pages and the API share: what an address says, and answers to questions in SQL."""
