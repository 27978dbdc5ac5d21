"""OFD files (GB/T 33190) as PDF pages, which the reader of PDFs reads and draws."""
