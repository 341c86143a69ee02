"""What is computed: one function a table, from settings and seeds to rows and arrays."""
