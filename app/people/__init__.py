"""The people who speak, the organizations they speak for, and what they held when."""
