"""What the child process runs in the tests of the sandbox; each is a ``module:function`` for ``Sandbox``."""

import os
import signal
import time
from collections.abc import Callable


def work(payload: bytes, more_time: Callable[[float], None]) -> bytes:
    """Does what ``payload`` says."""
    match payload.decode().split():
        case ["echo", word]:
            return word.encode()
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["ask", allowed, seconds]:
            more_time(float(allowed))
            time.sleep(float(seconds))
        case ["eat", megabytes]:
            return bytes(len(bytearray(int(megabytes) * 1024**2)) // 1024**2)
        case ["signal", number]:
            os.kill(os.getpid(), signal.Signals[number])
        case ["exit", code]:
            os._exit(int(code))
        case ["raise"]:
            raise ValueError("what went wrong")
        case ["print", word]:
            print(word)
        case ["write", path]:
            with open(path, "wb") as file:
                file.write(b"x")
    return str(os.getpid()).encode()
