"""Who are the sources that a desk knows? The registry: its entries, how a name is found in it, how it is filled."""
