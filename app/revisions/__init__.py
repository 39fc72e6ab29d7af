"""Who changed what, when; former addresses; detection of stale edits."""
