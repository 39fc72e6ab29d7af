"""What a source proposes, reviewed by a person: matched to what is known, accepted item by item, stored at once."""
