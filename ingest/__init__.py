"""The writing side: documents in, a new generation of the index out."""
