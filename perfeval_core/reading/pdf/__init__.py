"""PDF to pages: PDFium gives characters and rules, pdfplumber's table finder gives cells."""
