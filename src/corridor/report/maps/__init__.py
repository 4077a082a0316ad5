"""The map: a projection, symbols, labels that do not collide, and the sheet that holds them."""
