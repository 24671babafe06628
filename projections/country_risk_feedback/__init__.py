"""View V9: what happens to people returned to a country, and whether new decisions take it into account."""
