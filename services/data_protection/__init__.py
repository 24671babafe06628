"""Records of how personal data were handled."""
