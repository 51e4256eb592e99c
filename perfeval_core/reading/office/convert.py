"""Old Word and Excel files (.doc, .xls) to new ones by LibreOffice, where it is installed.

It runs in a process group of its own with limits, in a folder and with a profile that are thrown away, without macros.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from perfeval_core.reading.pagedoc import Unreadable

SECONDS = 25.0
_MEMORY, _FILE, _CPU = 6 * 1024**3, 500 * 1024**2, 60
_TARGETS = {"doc": "docx", "xls": "xlsx"}
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = {"MacroSecurityLevel": "3", "DisableMacrosExecution": "true", "BlockUntrustedRefererLinks": "true"}


def converter() -> str | None:
    """The LibreOffice program, if there is one."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(data: bytes, kind: str, program: str) -> bytes:
    """The file ``data`` (``doc`` or ``xls``) in the new format. Raises ``Unreadable`` (timeout, damaged)."""
    with tempfile.TemporaryDirectory(prefix="perfeval-") as folder:
        source, target = Path(folder, f"file.{kind}"), Path(folder, f"file.{_TARGETS[kind]}")
        source.write_bytes(data)
        _write_profile(Path(folder, "profile"))
        _run([program, *_arguments(Path(folder), _TARGETS[kind]), str(source)])
        if not target.is_file():
            raise Unreadable(
                "damaged", f"LibreOffice 不能转换这个 .{kind} 文件，请另存为 .{_TARGETS[kind]} 或 PDF 后提交"
            )
        return target.read_bytes()


def _arguments(folder: Path, target: str) -> list[str]:
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    quiet = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    return [profile, *quiet, "--convert-to", target, "--outdir", str(folder)]


def _write_profile(profile: Path) -> None:
    items = "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for name, value in _SETTINGS.items()
    )
    namespace = 'xmlns:oor="http://openoffice.org/2001/registry"'
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(f"<oor:items {namespace}>{items}</oor:items>", "utf-8")


def _run(command: list[str]) -> None:
    nothing = subprocess.DEVNULL
    child = subprocess.Popen(command, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)
    try:
        _limit(child.pid)
        child.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Unreadable(
            "timeout", f"转换超过 {SECONDS:.0f} 秒，已停止；请另存为 .docx、.xlsx 或 PDF 后提交"
        ) from error
    finally:
        _end(child)


def _limit(pid: int) -> None:
    """Address space, CPU time and size of files, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    if not hasattr(resource, "prlimit"):
        return
    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_FSIZE, _FILE), (resource.RLIMIT_CPU, _CPU)):
        try:
            resource.prlimit(pid, kind, (most, most))
        except ProcessLookupError:
            return  # it has ended already


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ends the program and everything that it started; its group has its own number."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):  # all of it has ended
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    child.wait()
