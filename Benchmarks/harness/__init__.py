"""What all benchmark tasks share: measuring, repeating, installing peers, reporting."""
