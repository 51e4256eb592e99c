"""Starts the services in their order, keeps them running, and stops them all."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from console.services.environment import HOST, api_url
from console.services.processes import ROOT, Service, end_all, turn_over
from perfeval_core.domain.base import Frozen

_START_SECONDS = 180.0
_STOP_SECONDS = 20.0


class NotStarted(Exception):
    """A service could not be started; the message says which and why, in Chinese."""


class Ports(Frozen):
    """Where the services listen: the Prefect server on loopback, the desk on ``host``."""

    server: int
    desk: int
    host: str = HOST


class Supervisor:
    """The services of one home folder. ``say`` tells a person, ``stop`` is set when they are to end."""

    def __init__(
        self, home: Path, ports: Ports, environment: Mapping[str, str], say: Callable[[str], None], stop: Event
    ) -> None:
        self._home, self._port, self._environment = home, ports.server, environment
        self._say, self._stop = say, stop
        self._logs = home / "logs"
        self._logs.mkdir(exist_ok=True)
        server = ("prefect", "server", "start", "--host", HOST, "--port", str(ports.server))
        # one run at a time on this machine: the DuckDB file has one writer, and reading takes all processors
        worker = ("prefect", "worker", "start", "--pool", "perfeval", "--type", "process", "--limit", "1")
        self._server = self._service("Prefect 服务", "server", *server)
        self._worker = self._service("执行进程", "worker", *worker)
        self._watcher = self._service("收件箱看守", "watcher", "console.cli", "watch")
        desk = ("console.cli", "desk", "--host", ports.host, "--port", str(ports.desk))
        self._desk = self._service("复核台", "desk", *desk)
        self._due: dict[str, float] = {}

    def _service(self, title: str, name: str, *words: str) -> Service:
        log = self._logs / f"{name}.log"
        turn_over(log)
        return Service(title, name, words, log)

    def start(self) -> None:
        """Starts everything and returns when it works. Raises ``NotStarted``; returns early if ``stop`` is set."""
        self._server.start(self._environment)
        self._wait_for_server()
        self._run("登记工作池", "console.services.register", str(ROOT))
        if self._stop.is_set():
            return
        self._worker.start(self._environment)
        self._watcher.start(self._environment)
        self._desk.start(self._environment)
        self._run("登记部署", "prefect", "--no-prompt", "deploy", "--all")

    @property
    def services(self) -> tuple[Service, ...]:
        """All that are kept running, in the order in which they start."""
        return self._server, self._worker, self._watcher, self._desk

    def keep(self) -> None:
        """Starts again what ended by itself, sooner or later, until ``stop`` is set."""
        while not self._stop.wait(0.5):
            for service in self.services:
                self._revive(service)

    def end(self) -> None:
        """Ends everything; nothing of it is left when this returns."""
        end_all(self._home, _STOP_SECONDS)

    def _revive(self, service: Service) -> None:
        if service.alive:
            return
        now = time.monotonic()
        if service.name not in self._due:
            pause = service.pause(now)
            self._due[service.name] = now + pause
            self._say(f"{service.title}意外退出，{pause:.0f} 秒后重新启动；原因见 {service.log}")
        elif now >= self._due[service.name]:
            del self._due[service.name]
            service.start(self._environment)

    def _wait_for_server(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        # no proxy that the machine may have stands between two processes on it
        opener = build_opener(ProxyHandler({}))
        while not self._stop.wait(0.3):
            if not self._server.alive:
                raise NotStarted(_why(self._server, "启动后随即退出"))
            if time.monotonic() > deadline:
                raise NotStarted(_why(self._server, f"{_START_SECONDS:.0f} 秒内没有启动完"))
            try:
                with opener.open(f"{api_url(self._port)}/health", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                continue

    def _run(self, title: str, *words: str) -> None:
        """Runs a program that ends by itself."""
        if self._stop.is_set():
            return
        service = self._service(title, "register", *words)
        service.start(self._environment)
        while service.alive and not self._stop.wait(0.1):
            pass
        if service.running is not None and service.running.poll() not in (0, None):
            raise NotStarted(_why(service, "没有成功"))


def _why(service: Service, what: str) -> str:
    return f"{service.title}{what}。日志 {service.log} 的末尾：\n{service.last_words()}"
