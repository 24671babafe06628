import projections.safeguards.terms.persons
