"""The web application: one folder a feature."""
