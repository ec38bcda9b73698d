"""How well is a claim sourced? Used over REST, on its page and on the command line; nothing here is a promise yet."""
