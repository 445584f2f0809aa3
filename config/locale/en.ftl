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
