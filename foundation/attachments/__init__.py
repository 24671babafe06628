"""Files that belong to records: taken in part by part, checked against their hash, sealed, never changed."""
