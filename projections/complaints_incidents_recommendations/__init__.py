"""View V6: which complaints, incidents and recommendations are open or overdue, and who does not answer."""
