"""What associative memories retrieve and store, and the ensembles of their patterns."""
