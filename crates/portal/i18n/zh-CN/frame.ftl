## 每个页面共有的部分

frame-skip = 跳到正文
frame-navigation = 主导航
frame-orders = 订单
frame-sites = 库存
frame-proposals = 补货建议
frame-exceptions = 异常
frame-documents = 单证
frame-sign-out = 退出登录
frame-language = 语言
frame-foot = 日期和时间均为 UTC；数量单位为件（最小销售单位）。
frame-today = 业务日期 { $day }

role-regional_manager = 区域经理
role-warehouse_manager = 仓库经理
role-planner = 计划员
role-account_manager = 客户经理
role-call_centre = 客服
role-operator = 运维

site-store = 门店
site-distribution_centre = 配送中心
site-warehouse = 仓库

action-filter = 查询
action-clear = 清除筛选
action-next-page = 更早
action-first-page = 最新
action-start = 最前
action-more = 更多
filter-label = 筛选
filter-site = 地点
filter-status = 状态
filter-search = 订单号或采购单号
filter-any-site = 全部地点
filter-any-status = 全部状态

sign-in-title = 登录
sign-in-lead = 随时查看您的订单、库存和单证。
sign-in-name = 用户名
sign-in-password = 密码
sign-in-go = 登录
sign-in-wrong = 用户名或密码不正确，请核对后重试。
sign-in-often = 该用户名登录失败次数过多，请五分钟后再试。
sign-in-first = 请先登录，再查看该页面。

error-not-found-title = 找不到这个页面
error-not-found-body = 网址可能有误，或者内容不在您的查看范围内。如果链接是别人发给您的，请对方与您的客户经理核对。
error-forged-title = 请求未被接受
error-forged-body = 该请求不是从本站页面发出的，或者页面是在您上次登录之前打开的。请返回并刷新页面后重试。
error-request-title = 无法识别该请求
error-request-body = 表单或网址中的内容格式不对。请返回后重试。
error-busy-title = 请稍后再试
error-busy-body = 系统暂时无法处理您的请求，未作任何更改。请等几秒钟再试。
error-home = 回到首页

figure-nothing = –
