"""The press-release reader: what an article says of episodes, people, quotations and strategy. Pure, stores nothing."""
