"""What does a reader see? Pages drawn from the answers of the use cases, without JavaScript."""
