"""Published documents read into records, one record per source row."""
