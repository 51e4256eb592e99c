"""Uploads over the network: whole or not at all, by the same door and with the same receipts as dropped files."""

import hashlib
import json
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.desk import receiving
from console.services.lock import Running, only_one
from perfeval_core.dropfolder import DropFolder, DropReceipt, acknowledge, discard_taken, usable
from perfeval_core.dropfolder.names import kind
from perfeval_core.extraction.extractor import Extractor
from perfeval_core.ledger import FileVersion
from perfeval_core.site import Site
from tests.helpers.samples import sample

Bearer = Callable[..., dict[str, str]]
TTL = timedelta(minutes=15)


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    made = Extractor()
    yield made
    made.close()


def taken(here: Site, extractor: Extractor) -> None:
    """What the watcher does, with a clock that runs fast."""
    now = iter(range(0, 10_000, 10))
    folder = DropFolder(here, extractor, clock=lambda: next(now))
    folder.look_everywhere()
    folder.take()


def inbox(here: Site) -> list[str]:
    root = here.settings.drop_folder
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def receipt(here: Site, answer: httpx.Response) -> DropReceipt:
    return DropReceipt.model_validate_json((here.settings.drop_receipts / answer.json()["receipt"]).read_bytes())


def test_an_upload_goes_through_the_door_of_dropped_files(
    client: httpx.Client, here: Site, bearer: Bearer, extractor: Extractor
) -> None:
    content = sample("饮水").read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    said = {"unit": "102001", "submitted_by": "张三"}
    answer = client.post(
        "/api/submissions", headers=bearer("upload"), files={"file": ("饮水 报告.pdf", content)}, data=said
    )
    assert answer.status_code == 202
    told = answer.json()
    assert (told["sha256"], told["size"], told["name"], told["known"]) == (sha256, len(content), "饮水 报告.pdf", False)
    assert "下一次运行收取" in told["message"]
    taken(here, extractor)
    (submission,) = here.ledger.submissions()
    assert (submission.sha256, Path(submission.name).name, submission.state) == (sha256, "饮水 报告.pdf", "received")
    (given,) = here.ledger.receipts(sha256)
    assert (given.channel, given.submitted_by) == ("api", "张三")
    assert here.archive.get(sha256) == content
    got = receipt(here, answer)
    assert (got.status, got.sha256, got.unit, got.submitted_by, got.metadata_problem) == (
        "received",
        sha256,
        "102001",
        "张三",
        None,
    )
    logged = [event for event in here.ledger.events() if event.type == "token.uploaded"]
    assert [json.loads(event.payload)["sha256"] for event in logged] == [sha256]
    assert here.ledger.problems() == []


def test_the_same_file_again_is_the_same_submission(
    client: httpx.Client, here: Site, bearer: Bearer, extractor: Extractor
) -> None:
    headers, file = bearer("upload"), {"file": ("a.pdf", b"no document")}
    client.post("/api/submissions", headers=headers, files=file)
    taken(here, extractor)
    before = inbox(here)
    again = client.post("/api/submissions", headers=headers, files=file)
    assert (again.status_code, again.json()["known"]) == (202, True)
    assert inbox(here) == before
    other = client.post("/api/submissions", headers=headers, files={"file": ("b.pdf", b"no document")})
    taken(here, extractor)
    assert receipt(here, other).repeated
    assert len(here.ledger.submissions()) == 1


def test_what_is_archived_and_answered_goes_after_a_while_and_its_receipt_stays(
    client: httpx.Client, here: Site, bearer: Bearer, extractor: Extractor
) -> None:
    headers = bearer("upload")
    done, waiting = (
        client.post("/api/submissions", headers=headers, files={"file": ("a.pdf", content)})
        for content in (b"no document", b"another one")
    )
    (here.settings.drop_folder / "platform").mkdir()
    (here.settings.drop_folder / "platform" / "dropped.pdf").write_bytes(b"no document either")
    taken(here, extractor)
    for lease in here.ledger.claim("r", 10, TTL):
        if lease.sha256 != waiting.json()["sha256"]:
            here.ledger.quarantine(lease, "not_a_document", "不是文档", FileVersion("v", "d" * 64))
    acknowledge(here, [one.sha256 for one in here.ledger.submissions()])
    assert discard_taken(here, time.time() - 60) == 0
    assert discard_taken(here, time.time() + 60) == 1
    assert len(inbox(here)) == 3  # the one that waits with its note, and what is not ours
    assert receipt(here, done).status == "quarantined"
    again = client.post("/api/submissions", headers=headers, files={"file": ("a.pdf", b"no document")})
    assert again.json()["known"]
    taken(here, extractor)
    assert receipt(here, again).repeated
    assert here.ledger.problems() == []


def test_the_unit_of_the_token_holds(client: httpx.Client, here: Site, bearer: Bearer, extractor: Extractor) -> None:
    headers, file = bearer("upload", "102001"), {"file": ("a.pdf", b"no document")}
    refused = client.post("/api/submissions", headers=headers, files=file, data={"unit": "102002"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "wrong_unit")
    assert inbox(here) == []
    answer = client.post("/api/submissions", headers=headers, files=file)
    taken(here, extractor)
    got = receipt(here, answer)
    assert (got.unit, got.submitted_by) == ("102001", "测试 upload 102001")


def test_without_a_unit_the_folder_is_none(
    client: httpx.Client, here: Site, bearer: Bearer, extractor: Extractor
) -> None:
    answer = client.post("/api/submissions", headers=bearer("upload"), files={"file": ("a.pdf", b"no document")})
    taken(here, extractor)
    assert receipt(here, answer).unit is None


def test_it_says_when_everything_runs(client: httpx.Client, here: Site, bearer: Bearer) -> None:
    headers = bearer("upload")
    with only_one(here.settings.home, Running(pid=1, url="")):
        told = client.post("/api/submissions", headers=headers, files={"file": ("a.pdf", b"x")}).json()
        assert "几秒内" in told["message"]


@pytest.mark.parametrize(
    ("files", "data", "why"),
    [
        ({}, {"unit": "1"}, "格式|没有文件|不是带文件的表单"),
        ({"other": ("a.pdf", b"x")}, {}, "other"),
        ({"file": ("a.pdf", b"")}, {}, "空"),
        ([("file", ("a.pdf", b"x")), ("file", ("b.pdf", b"y"))], {}, "一个文件"),
        ({"file": ("a.pdf", b"x")}, {"unit": "1" * 2000}, "太长"),
        ({"file": ("a.pdf", b"x")}, {"password": "1"}, "password"),
    ],
)
def test_a_form_that_is_none_is_refused_in_words(
    client: httpx.Client, here: Site, bearer: Bearer, files: object, data: dict[str, str], why: str
) -> None:
    answer = client.post("/api/submissions", headers=bearer("upload"), files=files, data=data)  # type: ignore[arg-type]
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert any(one in error["why"] for one in why.split("|")), error
    assert error["next"]
    assert inbox(here) == []


def test_too_much_is_refused_whether_it_says_so_or_not(
    client: httpx.Client, here: Site, bearer: Bearer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MAX_BYTES", 1024**2)
    headers = bearer("upload")
    big = {"file": ("a.pdf", b"x" * (3 * 1024**2))}
    said = client.post("/api/submissions", headers=headers, files=big)
    body = httpx.Request("POST", "http://x", files=big)
    typed = headers | {"Content-Type": body.headers["Content-Type"]}
    unsaid = client.post("/api/submissions", headers=typed, content=iter([body.read()]))
    assert "Content-Length" not in unsaid.request.headers
    for answer in (said, unsaid):
        assert answer.status_code == 413
        assert "拆分" in answer.json()["error"]["next"]
    assert inbox(here) == []
    exact = client.post("/api/submissions", headers=headers, files={"file": ("a.pdf", b"x" * 1024**2)})
    assert exact.status_code == 202


def test_a_connection_that_breaks_off_leaves_nothing(
    address: tuple[str, int], client: httpx.Client, here: Site, bearer: Bearer
) -> None:
    token = bearer("upload")["Authorization"]
    form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\nhalf of it'
    head = f"POST /api/submissions HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n"
    head += "Content-Type: multipart/form-data; boundary=b\r\n"
    with socket.create_connection(address) as broken:
        broken.sendall(f"{head}Content-Length: 100000\r\n\r\n".encode() + form)
        deadline = time.monotonic() + 10
        while not inbox(here) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(inbox(here)) == 1  # on its way, where nobody looks
        assert inbox(here)[0].startswith(".incoming/")
    while inbox(here) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert inbox(here) == []
    with socket.create_connection(address) as short:  # the form ends before its end
        short.sendall(f"{head}Content-Length: {len(form)}\r\n\r\n".encode() + form)
        assert short.recv(100).startswith(b"HTTP/1.1 400")
    assert inbox(here) == []
    assert client.get("/healthz").status_code == 200


def test_a_full_disk_is_said(client: httpx.Client, here: Site, bearer: Bearer, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("perfeval_core.dropfolder.handing.Handing.write", full)
    answer = client.post("/api/submissions", headers=bearer("upload"), files={"file": ("a.pdf", b"x")})
    assert (answer.status_code, "满" in answer.json()["error"]["why"]) == (507, True)
    assert inbox(here) == []


def test_a_large_file_is_never_in_memory(client: httpx.Client, here: Site, bearer: Bearer, tmp_path: Path) -> None:
    size = 150 * 1024**2
    big = tmp_path / "big.pdf"
    with big.open("wb") as file:
        file.truncate(size)
    headers = bearer("upload")
    tracemalloc.start()
    try:
        with big.open("rb") as file:  # the client streams it as well
            answer = client.post("/api/submissions", headers=headers, files={"file": ("big.pdf", file)})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (answer.status_code, answer.json()["size"]) == (202, size)
    assert peak < 20 * 1024**2


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\报告\\年度.pdf", "年度.pdf"),
        ("a.pdf.meta.json", "a.pdf.meta.json_"),
        ("a.pdf.part", "a.pdf.part_"),
        (".hidden", "hidden"),
        ("~$a.docx", "未命名_~$a.docx"),
        ("Thumbs.db", "未命名_Thumbs.db"),
        ("", "未命名_"),
        ("..", "未命名_"),
        ("a\0b\nc.pdf", "a_b_c.pdf"),
        ('<a>"b"|c?.pdf', "_a__b__c_.pdf"),
        ("报" * 100 + ".pdf", "报" * 58 + ".pdf"),
    ],
)
def test_names_are_made_usable(sent: str, kept: str) -> None:
    assert usable(sent) == kept


@given(st.text())
def test_whatever_a_file_is_called_the_inbox_takes_it(name: str) -> None:
    made = usable(name)
    assert kind(made) == "file"
    assert len(made.encode("utf-8", errors="strict")) <= 200
    assert Path(made).name == made
    assert usable(made) == made


@pytest.mark.parametrize("name", ["年度 报告;v2.pdf", 'a"b.pdf', "../x.pdf", "\x00\x01"])
def test_a_name_on_the_wire_is_kept_for_display(client: httpx.Client, bearer: Bearer, name: str) -> None:
    answer = client.post("/api/submissions", headers=bearer("upload"), files={"file": (name, b"x")})
    assert answer.status_code == 202
    assert answer.json()["name"]


def test_a_name_in_the_extended_form_is_understood(client: httpx.Client, bearer: Bearer) -> None:
    head = "--b\r\nContent-Disposition: form-data; name=file; filename*=utf-8''%E5%B9%B4%E5%BA%A6.pdf\r\n"
    form = f"{head}\r\nx\r\n--b--\r\n"
    typed = bearer("upload") | {"Content-Type": "multipart/form-data; boundary=b"}
    assert client.post("/api/submissions", headers=typed, content=form.encode()).json()["name"] == "年度.pdf"
