"""The drop folder (收件箱): files that others put there, and the receipts (回执) that they get for them."""

from perfeval_core.dropfolder.acknowledge import acknowledge
from perfeval_core.dropfolder.folder import DropFolder
from perfeval_core.dropfolder.handing import Handing, discard_taken, discard_unfinished, handing_in, receipts_of, usable
from perfeval_core.dropfolder.receipts import DropReceipt, FileState, Outbox
from perfeval_core.dropfolder.sidecar import Sidecar

__all__ = [
    "DropFolder",
    "DropReceipt",
    "FileState",
    "Handing",
    "Outbox",
    "Sidecar",
    "acknowledge",
    "discard_taken",
    "discard_unfinished",
    "handing_in",
    "receipts_of",
    "usable",
]
