"""What people call the parts of a report: its fields (栏目), and what became of it when it was read (读取状态)."""

from perfeval_core.domain.filing import Status

STATUS_NAMES: dict[Status, str] = {"extracted": "已读取", "partial": "部分需人工", "quarantined": "不能读取"}

FIELD_NAMES = {
    "form": "报告格式",
    "title": "标题",
    "project_name": "项目名称",
    "unit_code": "项目单位代码",
    "unit_name": "项目单位",
    "department_code": "主管部门代码",
    "department_name": "主管部门",
    "fiscal_year": "评价年度",
    "report_date": "报告日期",
    "budget_unit": "金额单位",
    "budget": "预算执行情况表",
    "source": "资金来源",
    "initial_declared": "年初预算数(目标申报)",
    "initial_compiled": "年初预算数",
    "full_year": "全年预算数",
    "executed": "全年执行数",
    "carry_over": "资金结(转)余",
    "execution_rate": "执行率",
    "max_points": "分值",
    "indicators": "绩效指标表",
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "target_initial": "年初指标值",
    "target": "指标值",
    "actual": "实际完成值",
    "weight": "权重",
    "points": "得分",
    "reason": "偏差原因及改进措施",
    "expected": "预期目标",
    "execution_points": "预算执行得分",
    "indicator_points": "指标得分",
    "total": "自评总分",
    "grade": "自评等级",
    "text": "正文",
}
