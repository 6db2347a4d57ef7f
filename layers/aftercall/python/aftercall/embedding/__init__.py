"""Sentence embeddings: the one place that knows the model, its vocabulary and the runtime it needs.

The rest of the product knows ``aftercall.language.embeddings.Embedder`` and gets one handed in, or none:
everything works without.
"""
