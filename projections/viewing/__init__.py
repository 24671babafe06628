"""The machinery of monitoring views: records by subject, rows made from them, and questions to the rows."""
