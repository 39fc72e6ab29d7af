"""Named runs of episodes with their own organizer, default zone, languages and feeds."""
