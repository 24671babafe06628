"""View V10: how many were returned, of whom, where to, how monitored, with what findings."""
