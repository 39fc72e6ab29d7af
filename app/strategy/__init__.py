"""The strategy the series serves: frameworks, their pillars and themes."""
