"""The papers of one meeting or activity, found to be of one event."""
