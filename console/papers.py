"""Word files that commands write."""

from pathlib import Path

from console import output
from perfeval_core.letters import TemplateBroken, render
from perfeval_core.letters.model import Named


def must_be_word(out: Path) -> None:
    """A name that is no Word file's ends the program with code 2."""
    if out.suffix.lower() != ".docx":
        output.fail(f"{out} 不是 .docx：要写的是 Word 文件，请把文件名写成 …….docx")


def write(content: Named, template: Path, out: Path, name: str) -> bytes:
    """Sets ``content``, writes and returns it; a template or path that cannot be used ends the program with code 2."""
    try:
        document = render(content, template)
        out.write_bytes(document)
        return document
    except TemplateBroken as error:
        output.fail(f"{name}的模板不能用：{error}")
    except OSError as error:
        output.fail(f"写不了 {out}：{error.strerror}。请检查文件夹是否存在、文件是否正在 Word 中打开")
