"""What every page shares: answers, headers, errors, logs, filters."""
