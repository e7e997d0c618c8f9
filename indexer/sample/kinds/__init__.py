"""A module a kind of document: an event or a branch's year in, drafts with their truth out."""
