"""What every page and every call shares: parameters, errors, security, display."""
