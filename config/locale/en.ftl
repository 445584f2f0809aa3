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

## Calls
format-month-year = { $month } { $year }
calls-title = Calls
calls-due-now = { $n } due
calls-done-today = { $n } done today
calls-reached = reached { $percent } %
calls-name = customer
calls-phone = phone
calls-plate = plate
calls-car = car
calls-order = order
calls-due = due
calls-after = D
calls-tries = tries
calls-last = last time
calls-none = No calls to make.
calls-no-answer = no answer
calls-busy = busy
calls-voicemail = voicemail
calls-off = off
calls-wrong-number = wrong no.
calls-refused = refused
calls-call-back = call back
calls-answered = reached

## One call
lane-due = due { $after }, { $at }
lane-attempt = attempt { $n } of { $most }
lane-best-time = best time { $time }
lane-kept = promise kept
lane-not-kept = handed over late
lane-opening = Hello, am I speaking with { $name }? This is { $caller } from { $shop }. You had { $work } done here { $day }. How is the car doing?
lane-opening-nameless = Hello, this is { $caller } from { $shop }. You had { $work } done here { $day }. How is the car doing?
lane-work = a repair
lane-work-two = { $one } and { $two }
lane-work-more = { $one }, { $two } and { $n } more
lane-on-today = today
lane-on-day = on { $day }
lane-on-monday = on Monday
lane-on-tuesday = on Tuesday
lane-on-wednesday = on Wednesday
lane-on-thursday = on Thursday
lane-on-friday = on Friday
lane-on-saturday = on Saturday
lane-on-sunday = on Sunday
lane-sure = { $outcome } ends this call for good. The same key again confirms, Esc takes it back.
lane-nothing = Nothing is answered yet. Give grades, or press c for a time to call back.
lane-missing = { $n } { $n ->
    [one] item has
   *[other] items have
 } no answer. Enter again ends the call all the same.
lane-grades = Grades are { $keys }; 0 is not applicable.
lane-all = All alike: which grade?
lane-number = Which item? 0 is the tenth.
lane-alike = "All alike" was said.
lane-not-applicable = not applicable
lane-words = In the customer's words
lane-words-how = Enter goes on to what kind of words they are.
lane-words-said = "{ $words }"  { $kind }
lane-opinion = What is it?
lane-praise = praise
lane-suggestion = suggestion
lane-complaint = complaint
lane-reason = Why? { $item }
lane-reason-of = { $n } items
lane-back-at = Call back when?
lane-back-at-how = 1530, t9 (tomorrow), +2h, +2d; Enter takes it.
lane-done = done at this visit
lane-handed = handed over { $at }
lane-over-answered = This call is over: the customer answered. Enter takes the next one.
lane-over-refused = This call is over: the customer refused. Enter takes the next one.
lane-over-wrong-number = This call is over: the number is wrong. Enter takes the next one.
lane-over-given-up = This call is over: nobody could be reached. Enter takes the next one.

## Complaints
complaints-title = Complaints
complaints-open = { $n } open
complaints-late = { $n } late
complaints-severity = severity
complaints-name = customer
complaints-plate = plate
complaints-category = about
complaints-age = age
complaints-left = left
complaints-words = words
complaints-none = No complaints.
complaints-answered = answered
complaints-normal = normal
complaints-important = important
complaints-major = major
complaints-quality = quality
complaints-time = time
complaints-price = price
complaints-attitude = attitude
complaints-parts = parts
complaints-damage = damage
complaints-other = other
complaints-one = Complaint
complaints-overdue = answer overdue
complaints-is-closed = This complaint is closed.
complaints-no-order = This complaint is about no order.
complaints-reopened = { $n } { $n ->
    [one] time
   *[other] times
 } not satisfied
complaints-closed-at = Closed { $at }, with the customer's yes.
complaints-answered-at = Answered { $at } by { $by }. Next: ask whether the customer is satisfied.
complaints-answer-due = A clear answer is due { $at }: { $left } left.
complaints-says = customer, taken down by
complaints-note = note
complaints-answer = answer to the customer
complaints-closing = satisfied, in the customer's words
complaints-erased = (erased)
complaints-calm = calm
complaints-upset = upset
complaints-angry = angry
complaints-fault-shop = our fault
complaints-fault-customer = the customer's fault
complaints-fault-both = both at fault
complaints-fault-third = a third party's fault
complaints-fault-none = nobody's fault
complaints-counter = at the counter
complaints-hotline = by phone
complaints-web = on the web
complaints-box = by letter box
complaints-follow-up = in a follow-up call

## Scores
scores-title = Scores
scores-forms = n { $n }
scores-total = total
scores-external = outside
scores-internal = inside
scores-rate = satisfied { $percent } %, { $satisfied } of { $of } ({ $low } .. { $high })
scores-item = item
scores-mean = mean
scores-n = n
scores-interval = 95 %
scores-triggers = triggers
scores-complaints = complaints { $n }, valid { $valid }
scores-incomplete = incomplete { $n }
scores-nothing-yet = Nobody has answered in this month yet.
scores-few = Only { $n } forms; the scheme asks for { $wanted }. Read the bands with care.
scores-wide = Few forms ({ $n }): the share of the satisfied may lie anywhere from { $low } to { $high } %.
scores-newest = This is the newest month.
scores-refused = These answers cannot be scored: { $why }.
scores-rule-sum = each part times its weight, added up
scores-rule-mean = mean of the parts that can be computed
scores-rule-marks = mean of the item means { $mean }, in per cent of { $full } points
scores-rule-complement = (1 - first / second) x 100
scores-rule-share = first / second x 100
scores-rule-points = { $points } points / { $forms } forms
scores-rule-form = points in per cent of what { $answered } of { $of } items can earn
scores-points = { $points } points
scores-deliveries = vehicles handed over
scores-batches = vehicles handed over
scores-quality-complaints = valid complaints about quality
scores-all-complaints = complaints in all
scores-on-time = handed over by the promised time
scores-line-down = broken down by our fault
scores-premium = spent on redoing, towing, rush parts, loaners
scores-billed = billed
scores-comebacks = comebacks
