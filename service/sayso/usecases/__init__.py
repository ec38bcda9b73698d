"""What can Sayso be asked to do? One module per question; the API, the page and the command line call nothing else."""
