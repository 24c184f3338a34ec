"""Pictures as lists of items in points, composed once for every output; painters paint them."""
