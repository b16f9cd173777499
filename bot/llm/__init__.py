"""The language model (언어 모델): it may choose and word an answer's sentences, and never decides what is true.

`writer.Writer` is its door. Whatever goes wrong here, the extractive answer stands in for it.
"""
