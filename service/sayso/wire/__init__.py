"""What does Sayso say to the outside? The public models of the API, the command line and the page, and nothing else."""
