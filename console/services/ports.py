"""Whether a port is free, said before anything is started on it."""

import errno
import socket

from console import output


def check_port(host: str, port: int, instead: str) -> None:
    """A port that is in use ends the program with code 2; ``instead`` says how to take the next one."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                output.fail(f"{host} 的端口 {port} 不能用（{error.strerror or error}）；请检查地址，或{instead}")
            output.fail(f"端口 {port} 已被占用；请停掉占用它的程序，或{instead}")
