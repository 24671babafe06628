"""Which safeguards were kept, breached, at risk or never evidenced: the rules, and what they find."""
