"""The programme as calendar feeds, and what subscribers are told about them."""
