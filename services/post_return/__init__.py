"""Records of what happened to a person after a return."""
