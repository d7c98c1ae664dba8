## 订单列表与订单页面

orders-title = 订单
orders-none = 没有符合条件的订单。请换一个地点或状态，或清除筛选。
orders-none-yet = 目前没有订单。订单一经下达就会显示在这里。
orders-caption = 订单（最新在前）
orders-order = 订单
orders-site = 收货地点
orders-status = 状态
orders-need-date = 应到日期
orders-released = 下达时间
orders-units = 件数
orders-po = 采购单号 { $number }
orders-no-po = 尚无采购单号

status-held = 暂停
status-released = 已下达
status-sent = 已发送
status-accepted = 已接受
status-shipped = 已发货
status-delivered = 已送达
status-received = 已收货
status-cancelled = 已取消

order-title = 订单 { $order }
order-live = 自动更新
order-reloads = 每 { $seconds } 秒刷新
order-progress = 进度
order-done = 已完成
order-now = 当前步骤
order-ahead = 尚未开始

order-says-held = 暂停：{ $partner }提供的采购单号已用完。收到新号码后我们会立即发送订单。
order-says-released = 已下达，正在发送给{ $partner }。{ $units } 件应于{ $day }送达{ $site }。
order-says-sent = 已发送给{ $partner }，等待对方接受。{ $units } 件应于{ $day }送达{ $site }。
order-says-accepted = { $partner }已接受。{ $units } 件应于{ $day }送达{ $site }。
order-says-shipped = 运输中：{ $units } 件中已有 { $shipped } 件离开仓库，应于{ $day }送达{ $site }。
order-says-delivered = 已送达：{ $units } 件中有 { $delivered } 件到达{ $site }，等待清点入库。
order-says-received = 已完成：{ $site }清点入库 { $received } 件。
order-says-cancelled = 已取消：本订单不会再有货物送达。
order-short = 有 { $short } 件不会送达。

order-from = 发货仓库
order-to = 收货地点
order-due = 应到日期
order-po = 采购单号
order-agreement = 协议
order-agreement-version = { $agreement }，第 { $version } 版

order-quantities = 数量进展
order-quantities-caption = 全部明细在各环节的件数
order-step = 环节
order-units = 件数
order-share = 占订单比例
quantity-proposed = 建议
quantity-released = 下达
quantity-sent = 已发送
quantity-accepted = 已接受
quantity-shipped = 已发货
quantity-delivered = 已送达
quantity-received = 已收货
quantity-cancelled = 已取消
quantity-open = 尚未到货

order-lines = 订单明细
order-lines-caption = 订购内容与进展
order-item = 商品
order-ordered = 订购
order-accepted = 接受
order-shipped = 发货
order-received = 收货
order-price = 单价
order-amount = 金额
order-no-price = 未约定价格
order-price-version = 价格第 { $version } 版
order-price-gross = 原价 { $gross }
order-price-free = 其中 { $free } 件免费
order-why = 为什么是 { $quantity }？
order-changed = { $by } 将数量由 { $before } 改为 { $after }：“{ $reason }”
order-total = 合计

order-timeline = 经过
order-documents = 单证
order-documents-caption = 与本订单有关的往来单证
order-documents-none = 尚无往来单证。
order-document = 单证
order-document-when = 时间
order-document-state = 系统确认
order-document-in = 来自{ $partner }
order-document-out = 发往{ $partner }

milestone-proposed = 系统生成补货建议
milestone-approved = 计划员已批准
milestone-released = 已下达
milestone-held = 暂停：采购单号已用完
milestone-numbered = 取得采购单号
milestone-sent = 订单已送达零售商系统
milestone-document_accepted = 零售商系统已完整读取单证
milestone-document_partial = 零售商系统只读取了部分单证
milestone-document_rejected = 零售商系统拒收单证
milestone-acknowledgement_overdue = 零售商系统未按时确认
milestone-accepted = 零售商以采购单确认接受
milestone-accepted_by_silence = 逾期未提异议，视为接受
milestone-shipped = 已离开我方仓库
milestone-notice_sent = 发货通知已送达零售商系统
milestone-delivered = 已到达
milestone-received = 已清点入库
milestone-cancelled = 剩余数量已取消
milestone-units = { $count ->
   *[other] { $count } 件
}

acknowledgement-none = 无需确认
acknowledgement-expected = 等待确认
acknowledgement-overdue = 逾期未确认
acknowledgement-accepted = 已确认
acknowledgement-partial = 部分确认
acknowledgement-rejected = 被拒收

kind-852 = 销售与库存报告
kind-855 = 供应商订单
kind-850 = 采购订单
kind-856 = 发货通知
kind-861 = 收货通知
kind-997 = 确认回执
kind-999 = 确认回执
kind-TA1 = 交换确认
kind-activity = 接口上报的销售与库存
kind-shipment = 接口上报的发货
kind-JSON = 主题记录
kind-other = 单证
