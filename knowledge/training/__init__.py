"""How the bundled embedding model is made: recover, train, measure. Run as `python -m knowledge.training.…`."""
