# Every word of the desk in English. A key starts with the name of the section it belongs to.
# The file in the data folder (locale/en.ftl) needs only the messages that it changes.

## Layers: headings of the page of keys
layer-global = everywhere
layer-text = in a text field
layer-form = in a form
layer-list = in a list
layer-board = on the board
layer-floor = on the floor
layer-appointments = appointments
layer-order = in an order
layer-intake = new order
layer-calls = calls
layer-ringing = while it rings
layer-grading = while the customer answers
layer-complaints = complaints
layer-complaint = in a complaint
layer-scores = scores
layer-improvement = improvement
layer-shop = shop
layer-popup = in a box

## Forms
form-needed = Still needed.
form-yes = yes
form-no = no

## The page of keys
help-title = Keys that work here
help-close = Esc closes this page.

## Days and times
format-near-day = { $weekday } { $day }
format-day = { $day } { $month }
format-day-year = { $day } { $month } { $year }
format-monday = Mon
format-tuesday = Tue
format-wednesday = Wed
format-thursday = Thu
format-friday = Fri
format-saturday = Sat
format-sunday = Sun
format-january = Jan
format-february = Feb
format-march = Mar
format-april = Apr
format-may = May
format-june = Jun
format-july = Jul
format-august = Aug
format-september = Sep
format-october = Oct
format-november = Nov
format-december = Dec
