"""The history of the ledger's schema. A migration that was released is never changed."""
