"""Problem details (RFC 9457): how every HTTP edge of the house says what went wrong."""
