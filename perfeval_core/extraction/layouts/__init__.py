"""One module a form; each says where its reports start and drafts one from its slice."""
