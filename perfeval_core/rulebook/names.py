"""What the catalogue calls things in Chinese."""

FAMILIES = {
    "SC": "算分与汇总（SC）",
    "TX": "正文与表格（TX）",
    "JD": "需要判断的疑点（JD）",
    "PF": "多份报告之间（PF）",
}
SEVERITIES = {"critical": "严重", "high": "高", "medium": "中", "low": "低", "info": "提示"}
CERTAINTIES = {"certain": "确定", "judgement": "需判断"}
SURENESS = {"high": "较高", "moderate": "一般", "low": "较低"}
LEVELS = {"file": "一个文件", "unit": "一个单位一年", "year": "全部单位一年", "history": "一个单位历年"}
OUTCOMES = {"fail": "应报", "pass": "不报", "not_applicable": "不适用"}
TOPICS = {
    "weights": "权重",
    "execution": "预算执行率",
    "quantity": "定量指标得分",
    "quality": "定性指标得分",
    "grades": "评价等级",
    "rounding": "保留位数",
}
FIELDS = {
    "weights": "分值",
    "total": "总分",
    "execution": "预算执行",
    "level1": "一级指标",
    "method": "算法",
    "reason_below": "执行率低于多少须说明原因",
    "target_compared": "与哪个指标值比",
    "initial": "年初指标值",
    "adjusted": "调整后指标值",
    "methods": "定量指标算法",
    "pass_share": "及格门槛（完成比例）",
    "strict_operators": "“<”“>”不含界限",
    "overshoot_from": "超额调减的起点（倍数）",
    "bands": "定性指标档次",
    "met": "达成",
    "partly": "部分达成",
    "not_met": "未达成",
    "low": "下限（含）",
    "high": "上限",
    "high_included": "含上限",
    "grades": "评价等级",
    "at_least": "最低分",
    "decimals": "保留小数位",
    "warning_lights": "预警灯",
    "red_gap": "红灯：差距大于",
    "yellow_unspent": "黄灯：未支出比例大于",
    "none": "不作要求",
    "executed_over_budget": "全年执行数/全年预算数，预算为0时没有执行率",
    "executed_over_budget_or_one": "全年执行数/全年预算数，预算为0时按1计",
    "quantitative_positive": "达标满分，否则 分值×完成值/指标值",
    "quantitative_negative": "达标满分，否则 分值×指标值/完成值",
    "platform_equal": "达标或超过满分，否则 分值×完成值/指标值；指标值为0的，完成值不大于0满分，否则0",
    "platform_negative": "达标满分，否则 分值×(1−(完成值−指标值)/指标值)，达到2倍为0",
    "capped_ratio": "分值×完成值/指标值，不超过分值",
    "capped_inverse_ratio": "分值×指标值/完成值，不超过分值",
    "pass_threshold": "完成比例低于及格门槛为0，否则 分值×完成值/指标值，不超过分值",
}
"""Fields of a pack, and values that have a name."""
