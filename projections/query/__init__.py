"""The application that answers questions, from the routers of the views."""
