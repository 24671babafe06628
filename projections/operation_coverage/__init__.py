"""View V3: which operations were monitored, in which phases and by whom."""
