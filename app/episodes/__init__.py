"""Episodes, the people who appear in them, and their life from draft to held."""
