"""The intake desk: hotline, superior, tip and sheet, from receipt to feedback."""
