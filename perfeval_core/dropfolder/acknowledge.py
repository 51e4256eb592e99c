"""What the ledger knows of a dropped file, put into its receipt."""

from collections.abc import Iterable
from datetime import UTC, datetime

from perfeval_core.dropfolder.receipts import DropReceipt, FileState, FileStatus, Outbox, ReceiptStatus
from perfeval_core.ledger import Submission
from perfeval_core.site import Site

_STATUS: dict[str, FileStatus] = {"queued": "done", "quarantined": "quarantined"}


def acknowledge(site: Site, sha256s: Iterable[str]) -> int:
    """Brings the receipts of all dropped files that hold these submissions up to date; how many were written."""
    outbox = Outbox(site.settings.drop_receipts)
    names = {one.name.partition("!/")[0] for sha256 in sha256s for one in site.ledger.receipts(sha256)}
    written = 0
    for name in sorted(names):
        receipt = outbox.read(name)
        if receipt is not None and receipt.files and (now := refreshed(site, receipt)) != receipt:
            outbox.write(now)
            written += 1
    return written


def refreshed(site: Site, receipt: DropReceipt) -> DropReceipt:
    """``receipt`` with the states in which its submissions are now."""
    files = tuple(_state(site, one.path, one.submission) for one in receipt.files)
    if files == receipt.files:
        return receipt
    status = status_of(files)
    changes = {"files": files, "status": status, "message": message(site, status, files), "updated_at": now()}
    return receipt.model_copy(update=changes)


def states(site: Site, found: Iterable[tuple[str, str]]) -> tuple[FileState, ...]:
    """The states of submissions, given as pairs of path and sha256."""
    return tuple(_state(site, path, sha256) for path, sha256 in found)


def status_of(files: Iterable[FileState]) -> ReceiptStatus:
    """A dropped file is done when all in it is."""
    found = {one.status for one in files}
    if "received" in found:
        return "received"
    return "quarantined" if "quarantined" in found else "done"


def message(site: Site, status: ReceiptStatus, files: tuple[FileState, ...]) -> str:
    """The receipt in one sentence."""
    if status == "received":
        return "已接收，等待处理；处理完后本回执会更新"
    if status == "done":
        return "已处理，无须重新报送"
    bad = [one for one in files if one.status == "quarantined"]
    told = "；".join(f"{one.path.rpartition('!/')[2]}：{_why(site, one)}" for one in bad)
    return f"有 {len(bad)} 个文件不能使用，请按原因改正后重新报送。{told}"


def now() -> datetime:
    """The time of the machine, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def _state(site: Site, path: str, sha256: str) -> FileState:
    found = site.ledger.submission(sha256)
    if found is None:
        raise LookupError(f"{sha256}: a receipt was given, and yet it is not in the ledger")
    return _as_told(path, found)


def _as_told(path: str, found: Submission) -> FileState:
    status = _STATUS.get(found.state, "received")
    return FileState(path=path, submission=found.sha256, status=status, reason=found.reason, detail=found.detail)


def _why(site: Site, one: FileState) -> str:
    return one.detail or site.table.reason_name(one.reason)
