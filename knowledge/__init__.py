"""What the assistant knows: the documents, and the code that reading and writing them share."""
