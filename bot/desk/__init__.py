"""What the newsroom does: takes in, announces, dispatches, broadcasts."""
