"""What is learned: data sets and their true distributions."""
