## 单证、问题与内容；异常

documents-title = 单证
documents-none = 没有符合条件的单证。
documents-caption = 单证（最新在前）
documents-document = 单证
documents-when = 保存时间
documents-partner = 合作方
documents-status = 状态
documents-findings = 问题
documents-any-direction = 全部方向
documents-direction = 方向
direction-in = 收到
direction-out = 发出

document-title = 单证 { $document }
document-direction = 方向
document-name = 文件名
document-at = 保存时间
document-size = 大小
document-bytes = { $count ->
   *[other] { $count } 字节
}
document-sender = 发送方
document-receiver = 接收方
document-control = 控制号
document-order = 订单
document-site = 地点
document-acknowledgement = 确认状态
document-digest = SHA-256
document-download = 下载原文件
document-findings = 发现的问题
document-no-findings = 没有发现错误或异常。
document-finding-where = 位置
document-finding-cause = 问题
document-finding-fix = 处理办法
document-finding-text = 原文
document-view = 内容
document-view-lead = 每个段之后换行显示，原始字节未作改动。
document-view-region = 按段显示的单证内容
document-view-binary = 该单证不是文本，请下载后查看。
document-view-cut = 仅显示全部 { $total } 字节中的前 { $shown } 字节，请下载查看完整内容。

document-status-received = 已保存，尚未读取
document-status-decoded = 已完整读取
document-status-decoded_in_part = 已部分读取
document-status-rejected = 已拒收
document-status-quarantined = 已隔离
document-status-held = 待处理
document-status-duplicate = 重复
document-status-ready = 待发送
document-status-delivered = 已送达

severity-error = 错误
severity-warning = 警告
severity-note = 提示
owner-sender = 发送方的问题
owner-receiver = 由我方处理
owner-transport = 传输中损坏

place-segment = 第 { $segment } 段（{ $name }）
place-element = 第 { $element } 个元素
place-component = 第 { $component } 个子元素
place-message = 报文 { $message }
place-byte = 第 { $offset } 字节

exceptions-title = 异常
exceptions-lead = 需要人工查看的情况，最新在前。
exceptions-none = 没有需要您处理的异常。
exceptions-open = 未处理
exceptions-closed = 已处理
exceptions-all = 同时显示已处理的
exceptions-only-open = 只显示未处理的
exceptions-next = 下一步

exception-document_quarantined = 有单证无法读取或归属
exception-document_quarantined-next = 打开该单证查看问题，并请发送方重新发送正确的单证。
exception-document_held = 相同控制号却内容不同
exception-document_held-next = 请发送方确认以哪份文件为准，并用新的控制号重新发送。
exception-unknown_item = 单证中有我们不认识的商品
exception-unknown_item-next = 新增该商品，或请发送方更正编号。其余各行已正常处理。
exception-unknown_site = 单证中有我们不认识的地点
exception-unknown_site-next = 新增该地点，或请发送方更正编号。其余地点已正常处理。
exception-po_pool_exhausted = 采购单号已用完
exception-po_pool_exhausted-next = 请零售商提供新的采购单号段；收到后，暂停的订单会自动发送。
exception-acknowledgement_overdue = 单证逾期未获确认
exception-acknowledgement_overdue-next = 请向零售商的 EDI 联系人核实是否收到该单证。
exception-document_refused = 我方单证被拒收
exception-document_refused-next = 打开该单证查看被拒原因，解决后重新发送。
exception-approval_needed = 有补货建议等待计划员决定
exception-approval_needed-next = 请在截止时间前打开补货建议并作出决定。
exception-negative_stock = 上报库存为负数
exception-negative_stock-next = 请该地点重新盘点并更正库存。
exception-withdrawals_disagree = 配送中心出库与门店销售出现偏差
exception-withdrawals_disagree-next = 请检查是否有门店积压、新开门店或漏报。
exception-order_mismatch = 收到的订单消息与订单不符
exception-order_mismatch-next = 请将消息与订单核对，并与零售商解决差异。
exception-key_parked = 某个地点的处理已暂停
exception-key_parked-next = 查看该地点的日志，排除原因后恢复处理。
