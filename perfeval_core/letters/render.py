"""Letters and other papers set in their Word templates.

What reports say stays text: no tag, no field, no markup comes of it.
"""

import io
import zipfile
from pathlib import Path

from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from perfeval_core.datadir import data_dir
from perfeval_core.letters.model import Named

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file: the same letter has the same bytes."""

_BRACES = {ord("{"): "&#123;", ord("}"): "&#125;"}


class TemplateBroken(ValueError):
    """The template cannot be used; the message says in Chinese what is wrong with it."""


def default_template(name: str = "rectification") -> Path:
    """The template called ``name`` that comes with the program."""
    return data_dir() / "letters" / f"{name}.docx"


def render(filled: Named, template: Path) -> bytes:
    """A letter, or another paper, as a .docx file. Raises ``TemplateBroken``."""
    try:
        document = _Template(io.BytesIO(template.read_bytes()))
        document.render(
            filled.fields, SandboxedEnvironment(undefined=StrictUndefined, finalize=_shown), autoescape=True
        )
        packed = io.BytesIO()
        document.save(packed)
    except (OSError, PackageNotFoundError, zipfile.BadZipFile, KeyError) as error:
        raise TemplateBroken(f"{template} 打不开，或不是 Word 文档（.docx）：{error}") from error
    except TemplateError as error:
        raise TemplateBroken(f"{template} 中的字段有误：{_what(error)}。字段名见 docs/letters.md") from error
    except etree.XMLSyntaxError as error:
        words = "{%tr … %} 要在表格里单独占一行，{%p … %} 要单独占一段，成对出现"
        raise TemplateBroken(f"{template} 中的标签放错了位置（{words}）：{error}") from error
    return repacked(packed.getvalue())


class _Template(DocxTemplate):  # type: ignore[misc]  # the library has no types
    def fix_tables(self, xml: str) -> object:
        """The library would mend what is no XML by leaving text out; a letter must not lose text unnoticed."""
        etree.fromstring(xml)
        return super().fix_tables(xml)


def _shown(value: object) -> Markup:
    """A value as text of the document. Braces are written as character references, so none can become a tag."""
    return Markup(str(escape(str(value))).translate(_BRACES))


def _what(error: TemplateError) -> str:
    if isinstance(error, UndefinedError):
        return f"没有这个字段（{error.message}）"
    near = " ".join("".join(getattr(error, "docx_context", ())).split())
    kind = "写法不对" if isinstance(error, TemplateSyntaxError) else "不能使用"
    return f"{kind}（{error.message}）" + (f"，在“{near[:60]}”附近" if near else "")


def repacked(packed: bytes) -> bytes:
    """The same file with a fixed time on each of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            dated = zipfile.ZipInfo(part.filename, _LONG_AGO)
            dated.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(dated, source.read(part))
    return out.getvalue()
