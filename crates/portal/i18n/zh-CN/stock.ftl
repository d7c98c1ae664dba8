## 地点、商品库存与单品页面

sites-title = 门店与库存
sites-none = 您负责的范围内没有地点。
sites-site = 地点
sites-region = 区域
sites-partner = 合作方
sites-items = { $count ->
   *[other] { $count } 种商品
}
sites-out = { $count ->
    [0] 无缺货
   *[other] { $count } 种缺货
}
sites-silent = 尚未收到库存报告

stock-caption-short = 商品
stock-caption = { $site }各商品库存
stock-item = 商品
stock-on-hand = 现有库存
stock-as-of = 盘点日期
stock-position = 库存总位置
stock-cover = 可供天数
stock-on-the-way = 在途
stock-none = 该地点尚未上报任何数据。
stock-days = { $count ->
   *[other] { $count } 天
}
stock-days-beyond = 超过 { $count } 天
stock-out = 缺货
stock-unknown = 未上报

item-picture = 销售、库存与预测
item-sales = 每日销售（或出库）
item-stock = 日终库存
item-forecast = 预测，阴影为十天中八天的范围
item-arrival = 订单到货
item-out-of-stock = 缺货
item-axis-stock = 库存
item-axis-sales = 每日销售
item-picture-says = { $from }至{ $to }：售出 { $sold } 件，{ $out ->
    [0] 没有缺货
   *[other] 缺货 { $out } 天
}。
item-forecast-says = 未来 { $ahead } 天预测：{ $forecast } 件。
item-nothing-reported = 该地点尚未上报此商品的销售或库存。
item-no-forecast = 尚无预测。
item-orders = 该商品的订单
item-orders-none = 这段时间没有该商品的订单。
item-table = 以表格查看
item-table-caption = 每日销售、库存与预测
item-day = 日期
item-sold = 销售
item-on-hand = 库存
item-expected = 预测
item-range = 范围
item-range-figures = { $low } 至 { $high }

position-title = 库存总位置
position-lead = 现有与在途合计，每件只计一次。
position-caption = 库存总位置的构成
position-part = 构成
position-quantity = 件数
position-source = 来源
position-as-of = 截至
position-on_hand = 现有库存
position-received_since = 盘点后收货
position-on_order = 已订未发
position-in_transit = 已发未收
position-allocated = 已承诺给他人
position-backordered = 欠客户数量
position-total = 库存总位置

forecast-title = 预测
forecast-made = 依据 { $days } 天的历史数据；其中 { $out } 天因缺货未计入。
forecast-level = 平均每天预计需求 { $level } 件。
