"""One file for each safeguard rule, by the matter that it protects."""
