"""Recordings of episodes, transcripts, and their cues."""
