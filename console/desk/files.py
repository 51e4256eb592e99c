"""Files that the desk hands out (下载), none of which a browser opens by itself."""

from pathlib import Path
from urllib.parse import quote

from fastapi.responses import Response

from console.desk.refusals import Refused
from perfeval_core.letters import TemplateBroken, render
from perfeval_core.letters.model import Named
from perfeval_core.letters.render import default_template

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """A file to be saved under ``name``."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name.replace('/', '_'))}"}
    return Response(content, media_type=media_type, headers=headers)


def paper(content: Named, template: Path | None, default: str, title: str) -> bytes:
    """A Word file through the bureau's template, or ours. Raises ``Refused`` if the template cannot be used."""
    try:
        return render(content, template or default_template(default))
    except TemplateBroken as error:
        what = f"写不出{title}"
        raise Refused(500, "template", what, f"模板不能用：{error}", "请管理员检查模板") from error
