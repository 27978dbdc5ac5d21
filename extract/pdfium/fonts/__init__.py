"""Fonts whose drawings contradict what they say their glyphs are."""
