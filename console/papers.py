"""Word files that commands write."""

from collections.abc import Callable
from pathlib import Path

from console import output
from perfeval_core.letters import TemplateBroken, render
from perfeval_core.letters.model import Named


def must_be_word(out: Path) -> None:
    """A name that is no Word file's ends the program with code 2."""
    if out.suffix.lower() != ".docx":
        output.fail(f"{out} 不是 .docx：要写的是 Word 文件，请把文件名写成 …….docx")


def composed(content: Named, template: Path, name: str) -> bytes:
    """``content`` as a Word file; a template that cannot be used ends the program with code 2."""
    try:
        return render(content, template)
    except TemplateBroken as error:
        output.fail(f"{name}的模板不能用：{error}")


def write(document: bytes, out: Path, agree: Callable[[], None] = lambda: None) -> None:
    """Writes a Word file, once it is sure that it can be written and ``agree`` has not ended the program.

    A path that cannot be written ends it with code 2; what stood there stays.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        part.write_bytes(document)
        agree()
        part.replace(out)
    except OSError as error:
        output.fail(f"写不了 {out}：{error.strerror}。请检查文件夹是否存在、文件是否正在 Word 中打开")
    finally:
        part.unlink(missing_ok=True)
