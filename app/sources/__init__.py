"""Where facts come from: documents, their kept text, disagreements."""
