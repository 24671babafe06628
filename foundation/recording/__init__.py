"""From submitted bytes to a receipt for an event on disk: the one way in which every service records."""
