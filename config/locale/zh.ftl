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
