"""What pages and the API share: filters in the address, list pages, places of values, answers to SQL."""
