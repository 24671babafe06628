import projections.safeguards.rules.child
