"""What ministries and institutions answer to recommendations, and what became of it in the next round."""
