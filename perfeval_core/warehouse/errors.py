"""What can go wrong with the warehouse file, each with what to do about it."""


class WarehouseError(Exception):
    """The warehouse (数据仓库) cannot be used as it is."""


class WarehouseLocked(WarehouseError):
    """Another process has the file open; DuckDB shuts out every other one, readers too."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"数据仓库文件正被其他进程占用:{path}。"
            "请等待正在运行的批次结束,或关闭打开该文件的程序(DuckDB、DBeaver 等)后重试。"
            f"(the warehouse file is open elsewhere: {detail})"
        )


class WarehouseUnreadable(WarehouseError):
    """The file cannot be opened, or is no DuckDB file."""

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(
            f"数据仓库文件无法打开:{path}。文件损坏时可运行 perfeval rebuild 由档案重建。"
            f"(the warehouse file cannot be opened: {detail})"
        )


class WarehouseUnwritable(WarehouseError):
    """A transaction could not be written, and is undone: no more space, as a rule."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"数据仓库写不进去，本次写入已撤销。请检查磁盘空间。(the warehouse cannot be written: {detail})"
        )


class WarehouseVersionMismatch(WarehouseError):
    """The file was made by another version of the schema."""

    def __init__(self, path: str, found: int, known: int) -> None:
        advice = "请升级程序" if found > known else "请运行 perfeval rebuild 由档案重建"
        super().__init__(
            f"数据仓库结构版本不符:{path} 为第 {found} 版,本程序使用第 {known} 版。{advice}。"
            f"(schema version {found}, expected {known})"
        )


class UnknownReportVersion(WarehouseError):
    """A row names a report version that is not loaded."""
