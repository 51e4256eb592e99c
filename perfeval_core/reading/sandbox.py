"""A child process with limits around it, where hostile bytes are parsed.

The parent sends bytes and gets bytes; a child that hangs, dies or eats memory costs one file, not the batch.
"""

import importlib
import os
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from perfeval_core.reading.pagedoc import Unreadable

_FRAME = struct.Struct(">cQ")
_MORE_TIME, _RESULT, _ERROR = b"+", b"=", b"!"
_CRASHES = {
    -getattr(signal, "SIGXCPU", 0): ("timeout", "处理器时间超过上限"),
    -getattr(signal, "SIGABRT", 0): ("resource_limit", "占用内存超过上限"),
    -getattr(signal, "SIGSEGV", 0): ("damaged", "文件结构使解析器崩溃"),
    -getattr(signal, "SIGBUS", 0): ("damaged", "文件结构使解析器崩溃"),
}
_ASKED_TO_END = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that go to all processes of a terminal or a service: they say nothing about the file being read."""
Worker = Callable[[bytes, Callable[[float], None]], bytes]


@dataclass(frozen=True)
class Limits:
    """What one file may cost: address space in bytes, wall and CPU seconds before it asks for more, and in all."""

    memory: int = 1_500_000_000
    seconds: float = 20.0
    most_seconds: float = 14_400.0


class SandboxError(RuntimeError):
    """An error of ours inside the child; the message is its traceback."""


class Sandbox:
    """One child process that runs ``entry`` (``module:function``) on one payload after the other.

    It is started when first needed, reused while healthy, and replaced after a crash or a timeout.
    """

    def __init__(self, entry: str, limits: Limits = Limits()) -> None:
        self._entry, self._limits = entry, limits
        self._child: subprocess.Popen[bytes] | None = None

    def run(self, payload: bytes) -> bytes:
        """What ``entry`` makes of ``payload``. Raises ``Unreadable`` (timeout, resource_limit, damaged)
        if it broke a limit or the child, ``SandboxError`` for an error of ours."""
        child = self._started()
        watch = _Watch(child, self._limits)
        try:
            _send(_pipe(child.stdin), _RESULT, payload)
            return self._receive(_pipe(child.stdout), watch)
        except (EOFError, BrokenPipeError) as error:
            raise self._crash(child, watch) from error
        finally:
            watch.stop()
            if child.poll() is not None:
                self._child = None

    def close(self) -> None:
        """Ends the child."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            command = [sys.executable, "-m", "perfeval_core.reading.sandbox", self._entry, str(self._limits.memory)]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._child

    def _receive(self, stream: IO[bytes], watch: "_Watch") -> bytes:
        while True:
            kind, body = _read_frame(stream)
            if kind == _RESULT:
                return body
            if kind == _ERROR:
                raise SandboxError(body.decode())
            watch.extend(float(body))

    def _crash(self, child: subprocess.Popen[bytes], watch: "_Watch") -> Unreadable | SandboxError:
        """What ended the child: its own exit code is an error of ours, a signal is the file's doing."""
        try:
            code = child.wait(timeout=2)  # its pipe closes a moment before it ends; killed now, it could not say why
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        self._child = None
        if watch.expired:
            return Unreadable("timeout", f"读取超过 {watch.allowed:.0f} 秒，已停止；请拆分或重新导出后提交")
        if code >= 0:
            return SandboxError(f"the reading process ended by itself with exit code {code}; its log says why")
        if -code in _ASKED_TO_END:
            return SandboxError(f"the reading process was asked to end by signal {-code}")
        reason, detail = _CRASHES.get(code, ("resource_limit", "读取进程被系统中止"))
        return Unreadable(reason, f"{detail}，已停止读取；请重新导出后提交")


class _Watch:
    """Kills the child when its time is up."""

    def __init__(self, child: subprocess.Popen[bytes], limits: Limits) -> None:
        self._child, self._limits = child, limits
        self._began = time.monotonic()
        self.allowed = limits.seconds
        self.expired = False
        self._timer = self._start()

    def extend(self, seconds: float) -> None:
        """Allows ``seconds`` more, up to the most that any file may take."""
        self._timer.cancel()
        self.allowed = min(self.allowed + seconds, self._limits.most_seconds)
        self._timer = self._start()

    def stop(self) -> None:
        """Ends the watch."""
        self._timer.cancel()

    def _start(self) -> threading.Timer:
        timer = threading.Timer(self.allowed - (time.monotonic() - self._began), self._kill)
        timer.daemon = True
        timer.start()
        return timer

    def _kill(self) -> None:
        self.expired = True
        self._child.kill()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise RuntimeError("the child was started without pipes")
    return stream


def _send(stream: IO[bytes], kind: bytes, body: bytes) -> None:
    stream.write(_FRAME.pack(kind, len(body)))
    stream.write(body)
    stream.flush()


def _read_frame(stream: IO[bytes]) -> tuple[bytes, bytes]:
    head = stream.read(_FRAME.size)
    if len(head) < _FRAME.size:
        raise EOFError
    kind, size = _FRAME.unpack(head)
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return kind, body


def _limit_process(memory: int) -> None:
    """Address space, files written and core dumps; Windows has no such limits, there only the watch remains."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _silence() -> None:
    """From here on errors travel as frames. What a library prints would fail on a log file: no file may grow."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _serve(entry: str, memory: int) -> None:
    """The child's loop: a payload in, a result out. Nothing but frames goes to the parent.

    It ends when its parent is gone or ends it, and is deaf to what is meant for the parent: a shutdown would otherwise
    look as if the file had killed its reader.
    """
    for asked in _ASKED_TO_END:
        signal.signal(asked, signal.SIG_IGN)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    module, name = entry.split(":")
    work: Worker = getattr(importlib.import_module(module), name)
    _silence()
    _limit_process(memory)

    def more_time(seconds: float) -> None:
        _send(answers, _MORE_TIME, str(seconds).encode())

    while True:
        try:
            _, payload = _read_frame(requests)
        except EOFError:
            return
        try:
            answer = (_RESULT, work(payload, more_time))
        except MemoryError:
            os.kill(os.getpid(), signal.SIGABRT)  # the parent names it: resource_limit
            return
        except Exception:  # noqa: BLE001 - handed to the parent, which raises it as an error of ours
            answer = (_ERROR, traceback.format_exc().encode())
        _send(answers, *answer)


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
