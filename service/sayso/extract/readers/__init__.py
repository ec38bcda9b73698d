"""How does a file become an article? One reader a form: plain text, Markdown, HTML. None reaches the network."""
