"""Pages to a document: tables that go on over page ends, stacked by geometry alone."""
