"""Word and Excel natively: what a person would see, with the address of every paragraph and cell."""
