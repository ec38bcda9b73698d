"""How is Sayso asked over HTTP? Routers parse, call one use case, and return its model."""
