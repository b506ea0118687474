"""bilateral: news text in, open data out."""
