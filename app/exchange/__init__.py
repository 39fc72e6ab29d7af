"""People and episodes in from tables and calendars, and out as tables."""
