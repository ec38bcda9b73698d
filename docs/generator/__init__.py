"""How are the reference pages made from the code? One file a page."""
