"""What the command line shows: text in columns, progress, reports. Knows no command and no option."""
