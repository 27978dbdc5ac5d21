"""The Chinese words for what the database keeps in English."""

SEVERITIES = {"error": "错误", "warning": "警告", "info": "提示"}
VERDICTS = {"agrees": "勾稽相符", "differs": "勾稽不符", "unchecked": "无法核对"}
CAUSES = {"form": "", "reading": "(可能是读取有误)", "unknown": "(可能是原表或读取有误)"}
