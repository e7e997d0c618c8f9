"""What is found: documents selected, ranked, with the passages and reasons that show why."""
