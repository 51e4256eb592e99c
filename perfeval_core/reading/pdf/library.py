"""PDFium, set up so that what is read does not depend on the fonts of the machine.

Many Chinese PDFs name a font (宋体, STSong-Light …) and do not embed it. PDFium then measures with whatever font it
finds, and leaves out text objects whose width it cannot tell: on a machine without Chinese fonts single characters
vanish from the text without an error. So the reader shows PDFium one font of our own, in which every character is the
same thin bar. Widths, positions and the characters themselves come from the document.

Import this before any document is opened: PDFium takes the folder when it starts. On Windows it asks the system
instead, which always has Chinese fonts.
"""

import ctypes
from pathlib import Path

import pypdfium2.raw as pdfium

FONTS = Path(__file__).parent / "fonts"

_path = ctypes.create_string_buffer(str(FONTS).encode())
_paths = (ctypes.POINTER(ctypes.c_char) * 2)()  # the second pointer stays null: the end of the list
_paths[0] = ctypes.cast(_path, ctypes.POINTER(ctypes.c_char))
# PDFium keeps the pointers, so these names must live as long as the process.


def _start() -> None:
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=_paths))


_start()
