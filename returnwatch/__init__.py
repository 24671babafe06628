"""The command line and the embedded composition."""
