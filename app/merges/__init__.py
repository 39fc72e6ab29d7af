"""Two records of one person, or of one organization, made one; and taken apart again."""
