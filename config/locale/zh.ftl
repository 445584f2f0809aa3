# 前台的全部中文用语。键名以所属部分开头。
# 数据文件夹里的 locale/zh.ftl 只需写要改的条目。

## 各层：按键一览的标题
layer-global = 任何地方
layer-text = 文字栏内
layer-form = 表单内
layer-list = 列表内
layer-board = 看板
layer-floor = 车间
layer-appointments = 预约
layer-order = 工单内
layer-intake = 新工单
layer-calls = 回访
layer-ringing = 拨号中
layer-grading = 客户评分时
layer-complaints = 投诉
layer-complaint = 投诉单内
layer-scores = 评分
layer-improvement = 改进
layer-shop = 门店
layer-popup = 弹窗内

## 表单
form-needed = 还需填写。
form-yes = 是
form-no = 否

## 按键一览
help-title = 此处可用的按键
help-close = 按 Esc 关闭。

## 日期与时间
format-near-day = { $weekday } { $day }日
format-day = { $month }{ $day }日
format-day-year = { $year }年{ $month }{ $day }日
format-monday = 周一
format-tuesday = 周二
format-wednesday = 周三
format-thursday = 周四
format-friday = 周五
format-saturday = 周六
format-sunday = 周日
format-january = 1月
format-february = 2月
format-march = 3月
format-april = 4月
format-may = 5月
format-june = 6月
format-july = 7月
format-august = 8月
format-september = 9月
format-october = 10月
format-november = 11月
format-december = 12月
