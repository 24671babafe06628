"""View V7: who must be contacted when and for what, who has gone silent, and which deadlines run."""
