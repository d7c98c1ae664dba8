## 补货建议与计划员的决定

proposals-title = 补货建议
proposals-lead = “待决定”的建议须在截止时间前处理；其余建议到时自动下达。
proposals-waiting = 待决定
proposals-open = 到截止时间自动下达
proposals-decided = 已决定
proposals-none-waiting = 没有需要您决定的建议。
proposal-heading = { $site }，应到 { $day }
proposal-cut-off = 截止 { $time }
proposal-planned = 计划日 { $day }
proposal-totals = { $units } 件，{ $value }
proposal-lines = { $count ->
   *[other] { $count } 行
}
proposal-lines-caption = { $site }补货建议明细（{ $day }到货）
proposal-item = 商品
proposal-computed = 系统计算
proposal-quantity = 拟订购
proposal-price = 单价
proposal-amount = 金额
proposal-status-open = 待下达
proposal-status-waiting = 待决定
proposal-status-approved = 已批准
proposal-status-rejected = 已驳回
proposal-approved-by = { $by } 已批准，到截止时间下达。
proposal-rejected-by = { $by } 已驳回：“{ $reason }”
wait-value = 金额 { $value }；协议规定超过 { $limit } 须由计划员批准。
wait-units = 共 { $units } 件；协议规定超过 { $limit } 件须由计划员批准。
wait-stock = { $item }的库存缺失或为负数，请核对后再批准。

decide-approve = 批准
decide-change = 修改数量
decide-reject = 驳回
decide-reject-open = 驳回此建议
decide-quantity = 新数量
decide-quantity-zero = 填 0 表示不订
decide-reason-why = 原因（必填）
decide-read-only = 您可以查看补货建议，由计划员决定。
decided-approve = 已批准：{ $site }的订单将在截止时间下达；若已过截止时间则立即下达。
decided-change = 已修改：{ $site }的新数量已记录。
decided-reject = 已驳回：{ $site }当天不订货。
decided-moved = 未执行：该建议已重新计划。请查看新数字后再决定。
decided-gone = 未执行：该建议已不存在，可能已下达或不再需要。
decided-reason-missing = 未执行：请填写原因。
decided-quantity-wrong = 未执行：数量须为不小于 0 的数字，最多三位小数。
