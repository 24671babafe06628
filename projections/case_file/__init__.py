"""View V1: what happened to a person and in what order, who says so, and what is contested."""
