"""PDF to pages: characters and rules from PDFium, cells from rules or gaps; plain pdfplumber as fallback."""
