"""Which steps are there? Each is a file of its own and is never changed once it was released."""
