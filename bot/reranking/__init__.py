"""The second pass (재순위): a model reads the question beside the best passages of the search and puts them in order.

Off by default. `RERANKER` names a sentence-transformers CrossEncoder (bot/reranking/cross_encoder.py), or says `llm`
for the language model of `LLM_MODEL` (bot/reranking/chat_model.py).
"""
