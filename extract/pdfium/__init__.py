"""What PDFium tells of a PDF's pages: glyphs and rulings, placed as the page is shown."""
