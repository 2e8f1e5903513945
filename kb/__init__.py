"""The knowledge base: practice entries, vocabularies and what is served and said of them."""
