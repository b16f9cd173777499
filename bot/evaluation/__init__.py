"""`ongil eval`: a golden set (골든셋) answered, graded, and shown to support staff."""
