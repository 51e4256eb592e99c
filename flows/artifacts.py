"""What an operator sees of a run in the Prefect UI, in Chinese."""

from collections import Counter

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from flows.summary import STATUS_NAMES, Summary, plain
from perfeval_core.refiling import describe
from perfeval_core.triage import TriageTable


def publish_artifacts(summary: Summary, table: TriageTable) -> None:
    """The run as artifacts: an overview, the files that need a person, the findings by kind, the queues, and where its
    quality page lies."""
    if summary.quality_page is not None:
        link = summary.quality_page.resolve().as_uri()
        create_link_artifact(link, link_text="数据质量页", key="ingest-quality", description="本批次数据质量页")
    create_markdown_artifact(_overview(summary), key="ingest-overview", description="本批次概况")
    create_table_artifact(_files(summary, table), key="ingest-files", description="未能完整读取的文件及原因")
    create_table_artifact(
        [{"疑点类型": table.kind_name(kind), "条数": count} for kind, count in summary.findings.items()],
        key="ingest-findings",
        description="本批次疑点，按类型",
    )
    create_table_artifact(
        [{"队列": table.queues[queue], "待办": count} for queue, count in summary.queues.items()],
        key="ingest-queues",
        description="各队列待办数",
    )


def _overview(summary: Summary) -> str:
    states = Counter(line.status for line in summary.files)
    read = "，".join(f"{STATUS_NAMES[state]} {count} 个" for state, count in states.items()) or "无"
    lines = [
        f"# 批次 {summary.run}",
        f"- 新收文件 {summary.received} 个（收件箱看守先已登记的不在内），其中内容以前来过的 {summary.known} 个",
        f"- 本次处理：{read}；共 {summary.reports} 份报告",
        f"- 疑点 {sum(summary.findings.values())} 条；新增待办 {summary.items_new} 项",
        f"- 数据校验 {summary.expectations_checked} 项，通过 {summary.expectations_passed} 项",
    ]
    lines += [f"- 重新报送：{plain(describe(one))}" for one in summary.refiled]
    lines += [f"- **运行异常**：{plain(error)}" for error in summary.errors]
    return "\n".join(lines)


def _files(summary: Summary, table: TriageTable) -> list[dict[str, str]]:
    return [
        {
            "文件": plain(line.path),
            "状态": STATUS_NAMES[line.status],
            "原因": plain(table.reason_name(line.reason)),
            "说明": plain(line.detail or ""),
        }
        for line in summary.files
        if line.status not in ("extracted", "known")
    ]
