"""What the series did for the strategy: figures, board, report, suggestions of links."""
