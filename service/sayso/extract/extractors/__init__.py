"""Which ways of finding attributions come with Sayso? One module each, opened only when it is asked for."""
