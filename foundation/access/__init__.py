"""Who may do what: one question, answered by the policies in `deploy/policies`, which anyone can read."""
