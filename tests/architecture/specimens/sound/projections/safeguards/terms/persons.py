import projections.safeguards.judging.record
