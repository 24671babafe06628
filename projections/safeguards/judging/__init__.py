"""How records become findings: what stands, whose account counts, which condition is tested first."""
