"""What several pages and the API share: filters in the address, pages of a list, places of values, answers to SQL."""
