"""What the demonstration shows of fieldwork: each part makes its own, in the round that has its answers already."""
