"""What pages show, as values: labels in the reader's language, links, counts, and the order of things."""
