"""The frame of a flat OpenDocument text: page, footer and the named styles of the paragraphs and tables."""

from xml.sax.saxutils import escape

from tests.makers.document import Look

_FONT = "Noto Serif CJK SC"
_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
_CENTRED = ("title", "date", "contents_title", "form_title", "form_year", "th", "td")
_BOLD = ("h1", "h2", "th")
_INDENTED = ("h1", "h2", "h3", "p")
_STYLES = (*_CENTRED, "h1", "h2", "h3", "p", "cover", "entry1", "entry2", "gap", "left")
_FRAME = """<?xml version="1.0" encoding="UTF-8"?>
<office:document {namespaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="song" svg:font-family="'{font}'"/></office:font-face-decls>
<office:styles>{paragraphs}</office:styles>
<office:automatic-styles>
<style:page-layout style:name="a4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin="2.5cm"/><style:footer-style><style:header-footer-properties fo:min-height="1cm"/></style:footer-style>
</style:page-layout>
<style:style style:name="table" style:family="table"><style:table-properties style:width="16cm" table:align="center"
 style:may-break-between-rows="true"/></style:style>
<style:style style:name="whole" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>
</style:style>
<style:style style:name="cut" style:family="table-row"><style:table-row-properties fo:keep-together="auto"/>
</style:style>
<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties style:vertical-align="middle"
 fo:border="0.5pt solid #000000" fo:padding="0.08cm"/></style:style>
{styles}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="a4">
<style:footer><text:p text:style-name="form_year">{footer}</text:p></style:footer></style:master-page>
</office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>
"""


def document(body: str, styles: str, look: Look) -> str:
    """The whole document around ``body``; ``styles`` are those of its tables."""
    paragraphs = "".join(_style(name, look, page) for name in _STYLES for page in (False, True))
    footer = escape(look.footer).replace("{page}", "<text:page-number/>")
    return _FRAME.format(
        namespaces=_NAMESPACES, font=_FONT, paragraphs=paragraphs, styles=styles, footer=footer, body=body
    )


def _style(name: str, look: Look, page: bool) -> str:
    sizes = {"title": 22, "contents_title": 18, "form_title": 18, "form_year": 10.5, "gap": 12}
    size = look.table_size if name in {"th", "td", "left"} else sizes.get(name, look.size)
    spacing = "115%" if name in {"th", "td", "left"} else "150%"
    weight = "bold" if name in _BOLD else "normal"
    align = "center" if name in _CENTRED else "left"
    indent = f'fo:text-indent="{2 * size}pt"' if name in _INDENTED else ""
    left = f'fo:margin-left="{size * 2}pt"' if name == "entry2" else ""
    broken = 'fo:break-before="page"' if page else ""
    tabs = (
        '<style:tab-stops><style:tab-stop style:position="16cm" style:type="right" style:leader-style="dotted"'
        ' style:leader-text="."/></style:tab-stops>'
        if name.startswith("entry")
        else ""
    )
    return (
        f'<style:style style:name="{name}{"_page" if page else ""}" style:family="paragraph">'
        f'<style:paragraph-properties fo:text-align="{align}" fo:line-height="{spacing}" {indent} {left} {broken}>'
        f"{tabs}</style:paragraph-properties>"
        f'<style:text-properties style:font-name="song" style:font-name-asian="song" fo:font-size="{size}pt"'
        f' style:font-size-asian="{size}pt" fo:font-weight="{weight}" style:font-weight-asian="{weight}"'
        ' fo:language="en" fo:country="US" style:language-asian="zh" style:country-asian="CN"/></style:style>'
    )
