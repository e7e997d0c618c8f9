"""Makes the prepared material of the sample archive: needs Noto CJK fonts, LibreOffice and fontTools."""
