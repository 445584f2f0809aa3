//! How the call lane looks.
//!
//! ```text
//!  孙丽   138 0013 2211   due D+3   attempt 2 of 5   best time 14:00
//!  R261120-004   沪A F3389   VW Passat   promise kept   Li / Wang
//!
//!    Hello, am I speaking with 孙丽? This is Zhao from Hongqiao Road. On Friday ...
//!
//!    Was the car ready when we had promised it?
//!
//!    1 reception          5          6 explanation of work     5
//! ```

use super::super::brief;
use super::super::calls::{days_after, outcome_word};
use super::questions::{Answered, OPINIONS, Questions};
use super::{Asking, CallLane, script};
use crate::desk::rows::{CallPage, Since};
use crate::domain::call::State;
use crate::domain::call::answer::Opinion;
use crate::domain::customer::contact::REASONS;
use crate::domain::{OrderId, Stamp};
use crate::store::rows::DeferredRow;
use crate::text::{Lang, Words, format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::grid::{self, Item};
use crate::tui::widget::header::{self, Part};
use crate::tui::widget::layout::{put, width, wrap};
use crate::tui::widget::popup::popup;
use crate::tui::widget::text_field::TextField;
use chrono::{Datelike, NaiveTime};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Blank cells before what is said.
const INDENT: u16 = 3;
/// From this width on, the visit stands beside the questions.
const SIDE_FROM: u16 = 120;
/// Cells of what stands at the side.
const SIDE: u16 = 44;
/// Lines kept for what to say, so that what stands below never jumps.
const SCRIPT_ROWS: u16 = 3;
/// Rows that a few items take.
const GRID_ROWS: u16 = 6;
/// Jobs that the opening names; more would not be listened to.
const JOBS_SAID: usize = 2;
/// Rows that the highest box takes, with its frame.
const BOX_ROWS: u16 = 10;
/// Cells inside the boxes.
const BOX: u16 = 56;

/// Draws the lane; returns where text goes.
pub fn draw(lane: &CallLane, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    if area.height < 4 {
        return None;
    }
    let wide = area.width >= SIDE_FROM;
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    header::draw(&cx.look, row(0), buffer, &whom(cx, &lane.page), &[]);
    header::draw(&cx.look, row(1), buffer, &visit(cx, &lane.page), &[]);
    let why = why(cx, &lane.page);
    let mut top = 2;
    if !why.is_empty() {
        header::draw(&cx.look, row(top), buffer, &why, &[]);
        top += 1;
    }
    let told = put_off(cx, &lane.page);
    // Where nothing stands at the side, what was put off takes one line under the visit.
    let line = told.first().filter(|_| !wide).map(|_| cx.with("lane-put-off", &[("lines", &brief::list(cx, &told))]));
    let tell =
        Some(&lane.page.tell).filter(|tell| !tell.is_empty()).map(|tell| cx.with("lane-tell", &[("text", tell)]));
    let room = area.width.saturating_sub(2);
    for line in line.iter().chain(&tell).flat_map(|line| wrap(line, room)).take(usize::from(area.height / 4)) {
        put(buffer, area.x + 1, area.y + top, room, &line, cx.look.theme.style(Role::Soon));
        top += 1;
    }
    top += 1;
    let below = Rect { y: area.y + top, height: area.height.saturating_sub(top), ..area };
    let main = Rect { width: if wide { below.width - SIDE } else { below.width }, ..below };
    if wide {
        let side = Rect { x: main.right() + 1, width: SIDE - 2, ..below };
        draw_side(cx, &lane.page, side, buffer, &told);
    }
    if !lane.is_open() {
        if lane.offers_complaint {
            let key = cx.key(Layer::Global, Action::Complaint);
            let marked = lane.questions.opinion == Some(Opinion::Complaint);
            let ask = if marked { "lane-offers-marked" } else { "lane-offers-complaint" };
            draw_lines(cx, main, buffer, Role::Soon, &cx.with(ask, &[("key", &key)]));
            return None;
        }
        say(cx, main, buffer, 0, Role::Title, &over(cx, lane.page.state));
        return None;
    }
    // On a small terminal the script is cut, once the opening was said, for the item being graded.
    let rows = if lane.reached && main.height < SCRIPT_ROWS + GRID_ROWS { 1 } else { SCRIPT_ROWS };
    draw_script(lane, cx, main, buffer, rows);
    let rest = Rect { y: main.y + rows + 1, height: main.height.saturating_sub(rows + 1), ..main };
    if lane.reached && lane.asks_items() {
        draw_questions(lane, cx, rest, buffer);
    } else {
        draw_outcomes(lane, cx, rest, buffer);
    }
    // A box leaves what to say in view, where there is room for it below.
    draw_box(lane, cx, if rest.height >= BOX_ROWS { rest } else { area }, buffer)
}

fn whom<'a>(cx: &Cx<'a>, page: &'a CallPage) -> Vec<Part<'a>> {
    let late = page.due.day() < cx.now.day();
    let at = format::moment(cx.words(), page.due, cx.now);
    let due = match page.handed {
        Some(handed) => cx.with("lane-due", &[("after", &days_after(handed, page.due)), ("at", &at)]),
        None => cx.with("lane-due-at", &[("at", &at)]),
    };
    let attempt = (page.attempts.len() + usize::from(page.state == State::Open)).to_string();
    let attempt = cx.with("lane-attempt", &[("n", &attempt), ("most", &page.attempts_max.to_string())]);
    let best = page.best_time.and_then(|minute| {
        let time = NaiveTime::from_hms_opt(u32::from(minute) / 60, u32::from(minute) % 60, 0)?;
        Some(cx.with("lane-best-time", &[("time", &time.format("%H:%M").to_string())]))
    });
    vec![
        Part::new(Role::Title, page.name.as_str()),
        Part::new(Role::Accent, format::phone(&page.phone)),
        Part::new(if late { Role::Late } else { Role::Text }, due),
        Part::new(Role::Text, attempt),
        Part::new(Role::Dim, best.unwrap_or_default()),
    ]
}

/// What the call is, where it is no plain follow-up, and why it is due now: `comeback, late   at another time of day`.
fn why<'a>(cx: &Cx<'a>, page: &CallPage) -> Vec<Part<'a>> {
    let risks: Vec<_> = page.risk.iter().map(|risk| cx.get(term::risk(*risk))).collect();
    let mut parts = Vec::new();
    if !page.kind.is_follow_up() {
        parts.push(Part::new(Role::Accent, cx.get(term::contact(page.kind))));
    }
    if !risks.is_empty() {
        parts.push(Part::new(Role::Soon, format!("{} {}", cx.look.theme.marks.soon, risks.join(", "))));
    }
    if page.state != State::Open {
        return parts;
    }
    if page.since == Since::OtherBand || page.since == Since::Asked {
        let why = cx.get(super::meant::since(page.since));
        parts.push(Part::new(Role::Dim, cx.with("lane-because", &[("why", &why)])));
    }
    parts
}

fn visit<'a>(cx: &Cx<'a>, page: &'a CallPage) -> Vec<Part<'a>> {
    let technician = page.technician.as_ref().map(|id| cx.name(id)).unwrap_or_default();
    let advisor = page.advisor.as_ref().map(|id| cx.name(id)).unwrap_or_default();
    let people: Vec<&str> = [advisor, technician].into_iter().filter(|name| !name.is_empty()).collect();
    let promise = match page.on_time {
        Some(true) => Part::new(Role::Good, cx.get("lane-kept")),
        Some(false) => Part::new(Role::Late, cx.get("lane-not-kept")),
        None => Part::new(Role::Text, ""),
    };
    vec![
        Part::new(Role::Text, page.order.as_ref().map_or("", OrderId::as_str)),
        Part::new(Role::Text, format::plate(&page.plate)),
        Part::new(Role::Text, page.model.as_str()),
        promise,
        Part::new(Role::Text, people.join(" / ")),
    ]
}

/// What was done, in the session's language.
pub(super) fn work_of<'p>(cx: &Cx<'_>, page: &'p CallPage) -> &'p [String] {
    if cx.words().lang() == Lang::En { &page.work_english } else { &page.work }
}

/// What the customer put off or declined, with its price; that of an earlier visit with its day (feature 24).
fn put_off(cx: &Cx<'_>, page: &CallPage) -> Vec<String> {
    let line = |line: &DeferredRow| {
        let label = format::told(cx.words(), &line.label, &line.english);
        let (price, day) = (line.price.to_string(), brief::day(cx, line.on));
        let key = if Some(&line.order) == page.order.as_ref() { "lane-put-off-now" } else { "lane-put-off-before" };
        cx.with(key, &[("label", label), ("price", &price), ("day", &day)])
    };
    page.put_off.iter().map(line).collect()
}

/// A day as one says it: `on Friday`, `on 12 Mar`.
pub(super) fn spoken_day(words: &Words, day: Stamp, now: Stamp) -> String {
    const WEEKDAYS: [&str; 7] = [
        "lane-on-monday",
        "lane-on-tuesday",
        "lane-on-wednesday",
        "lane-on-thursday",
        "lane-on-friday",
        "lane-on-saturday",
        "lane-on-sunday",
    ];
    let away = now.day().signed_duration_since(day.day()).num_days();
    match away {
        0 => words.get("lane-on-today").into_owned(),
        1..=6 => words.get(WEEKDAYS[day.day().weekday().num_days_from_monday() as usize]).into_owned(),
        _ => words.with("lane-on-day", &[("day", &format::day(words, day.day(), now.day()))]),
    }
}

pub(super) fn spoken_work(words: &Words, work: &[String]) -> String {
    match work {
        [] => words.get("lane-work").into_owned(),
        [one] => one.clone(),
        [one, two] => words.with("lane-work-two", &[("one", one), ("two", two)]),
        [one, two, ..] => {
            let more = (work.len() - JOBS_SAID).to_string();
            words.with("lane-work-more", &[("one", one), ("two", two), ("n", &more)])
        }
    }
}

/// What to say now, where the eyes stay.
fn draw_script(lane: &CallLane, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, rows: u16) {
    let lines = wrap(&script::line(lane, cx), area.width.saturating_sub(2 * INDENT));
    for (line, y) in lines.iter().zip(0..rows) {
        say(cx, area, buffer, y, Role::Accent, line);
    }
}

/// While it rings: what can come of it, by key, and what came of the attempts before.
fn draw_outcomes(lane: &CallLane, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
    let theme = cx.look.theme;
    let groups = cx.keymap.help(&[Layer::Ringing], cx.words().lang());
    let hints: Vec<_> = groups.iter().flat_map(|group| &group.hints).collect();
    for (hint, y) in hints.iter().zip(area.y..area.bottom()) {
        let key = hint.key.split_whitespace().next().unwrap_or_default();
        put(buffer, area.x + INDENT, y, 6, key, theme.style(Role::Key));
        put(buffer, area.x + INDENT + 7, y, 20, &hint.text, theme.style(Role::Text));
    }
    if area.width < SIDE_FROM - SIDE - 2 {
        return;
    }
    let beside = Rect { x: area.x + 36, width: area.width.saturating_sub(37), ..area };
    draw_attempts(cx, &lane.page, beside, buffer);
    if let Asking::Sure(outcome) = &lane.asking {
        let sure = cx.with("lane-sure", &[("outcome", &outcome_word(cx.words(), *outcome))]);
        let y = u16::try_from(hints.len() + 1).unwrap_or(u16::MAX).min(area.height.saturating_sub(1));
        say(cx, area, buffer, y, Role::Soon, &sure);
    }
}

fn draw_attempts(cx: &Cx<'_>, page: &CallPage, area: Rect, buffer: &mut Buffer) {
    let theme = cx.look.theme;
    for (attempt, y) in page.attempts.iter().zip(area.y..area.bottom()) {
        let at = format::moment(cx.words(), attempt.at, cx.now);
        let after = put(buffer, area.x, y, area.width, &at, theme.style(Role::Dim)) + 2;
        let what = outcome_word(cx.words(), attempt.outcome);
        let after = put(buffer, after, y, area.right().saturating_sub(after), &what, theme.style(Role::Text)) + 2;
        put(buffer, after, y, area.right().saturating_sub(after), cx.name(&attempt.by), theme.style(Role::Dim));
    }
}

/// With the customer on the line: the items, and the customer's words.
fn draw_questions(lane: &CallLane, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
    let questions = &lane.questions;
    let items: Vec<Item<'_>> = (0..questions.scheme().items.len()).map(|at| grid_item(cx, questions, at)).collect();
    let rows = grid::rows(items.len(), area.width);
    let place = Rect { height: rows.min(area.height), ..area };
    grid::draw(&cx.look, place, buffer, &items, Some(questions.current()));
    let mut y = rows + 1;
    let prompt = match &lane.asking {
        Asking::GradeOfAll => Some(cx.get("lane-all")),
        Asking::Number => Some(cx.get("lane-number")),
        _ if lane.resumed => Some(resumed(cx, questions).into()),
        _ if questions.has_exception() => Some(cx.get("lane-alike-but")),
        _ if questions.alike() => Some(cx.get("lane-alike")),
        _ => None,
    };
    if let Some(prompt) = prompt {
        say(cx, area, buffer, y, Role::Soon, &prompt);
        y += 1;
    }
    if !questions.words.is_empty() {
        let kind = questions.opinion.map(|opinion| opinion_word(cx.words(), opinion)).unwrap_or_default();
        let words = cx.with("lane-words-said", &[("words", &questions.words), ("kind", &kind)]);
        for (line, y) in wrap(&words, area.width.saturating_sub(2 * INDENT)).iter().zip(y..area.height) {
            say(cx, area, buffer, y, Role::Text, line);
        }
    }
}

/// That answers of an earlier talk stand here, and how many.
fn resumed(cx: &Cx<'_>, questions: &Questions) -> String {
    let all = questions.scheme().items.len();
    let n = all - questions.unanswered();
    cx.with("lane-resumed", &[("n", &n.to_string()), ("all", &all.to_string())])
}

fn grid_item<'a>(cx: &Cx<'a>, questions: &'a Questions, at: usize) -> Item<'a> {
    let answer = questions.answer(at);
    let value = match answer {
        Some(Answered::Grade(key)) => key.to_string(),
        Some(Answered::NotApplicable) => "/".into(),
        None => String::new(),
    };
    let reason = questions.reason(at).and_then(|code| {
        let reason = questions.scheme().reasons.iter().find(|reason| reason.code == code)?;
        Some(format::label(cx.words(), &reason.label))
    });
    let note = match answer {
        Some(Answered::NotApplicable) => cx.get("lane-not-applicable"),
        _ => reason.unwrap_or_default().into(),
    };
    let role = if questions.is_low(answer) { Role::Late } else { Role::Text };
    Item {
        label: format::label(cx.words(), &questions.scheme().items[at].label).into(),
        value: value.into(),
        role,
        note,
    }
}

fn draw_side(cx: &Cx<'_>, page: &CallPage, area: Rect, buffer: &mut Buffer, put_off: &[String]) {
    let theme = cx.look.theme;
    put(buffer, area.x, area.y, area.width, &cx.get("lane-done"), theme.style(Role::Dim));
    let mut y = area.y + 1;
    for job in work_of(cx, page).iter().take(usize::from(area.height / 2)) {
        put(buffer, area.x, y, area.width, job, theme.style(Role::Text));
        y += 1;
    }
    if let Some(handed) = page.handed {
        let handed = cx.with("lane-handed", &[("at", &format::moment(cx.words(), handed, cx.now))]);
        put(buffer, area.x, y + 1, area.width, &handed, theme.style(Role::Dim));
        y += 2;
    }
    if !put_off.is_empty() {
        put(buffer, area.x, y + 1, area.width, &cx.get("lane-put-off-title"), theme.style(Role::Dim));
    }
    for (line, y) in put_off.iter().zip(y + 2..area.bottom()) {
        put(buffer, area.x, y, area.width, line, theme.style(Role::Soon));
    }
}

/// Draws what lies over the lane: a time, a reason, words, their kind.
fn draw_box(lane: &CallLane, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    match &lane.asking {
        Asking::BackAt(field) => Some(text_box(cx, area, buffer, ("lane-back-at", "lane-back-at-how"), field)),
        Asking::Words(field) if !lane.asks_items() => {
            let how = if lane.page.capa.is_some() { "lane-note-how-told" } else { "lane-note-how" };
            Some(text_box(cx, area, buffer, ("lane-note", how), field))
        }
        Asking::Words(field) => Some(text_box(cx, area, buffer, ("lane-words", "lane-words-how"), field)),
        Asking::Reason(items) => {
            let questions = &lane.questions;
            let reasons = questions.scheme().reasons.iter();
            let reasons: Vec<&str> = reasons.map(|reason| format::label(cx.words(), &reason.label)).collect();
            let about = match items.as_slice() {
                [one] => format::label(cx.words(), &questions.scheme().items[*one].label).to_owned(),
                several => cx.with("lane-reason-of", &[("n", &several.len().to_string())]),
            };
            choice_box(cx, area, buffer, &cx.with("lane-reason", &[("item", &about)]), &reasons);
            None
        }
        Asking::Opinion => {
            let kinds: Vec<String> = OPINIONS.iter().map(|opinion| opinion_word(cx.words(), *opinion)).collect();
            let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
            choice_box(cx, area, buffer, &cx.get("lane-opinion"), &kinds);
            None
        }
        Asking::Satisfied => {
            let choices = [cx.get("lane-satisfied-yes"), cx.get("lane-satisfied-no")];
            let choices: Vec<&str> = choices.iter().map(AsRef::as_ref).collect();
            choice_box(cx, area, buffer, &cx.get("lane-satisfied"), &choices);
            None
        }
        Asking::WhyNot => {
            let reasons: Vec<_> = REASONS.iter().map(|reason| cx.get(term::opt_out(*reason))).collect();
            let reasons: Vec<&str> = reasons.iter().map(AsRef::as_ref).collect();
            choice_box(cx, area, buffer, &cx.get("lane-why-not"), &reasons);
            None
        }
        Asking::NotAgain(reason) => {
            let kind = cx.get(term::contact(lane.page.kind));
            let this = cx.with("lane-not-again-this", &[("kind", &kind)]);
            let choices = [("y", this.as_str()), ("a", &cx.get("lane-not-again-all"))];
            let reason = cx.get(term::opt_out(*reason));
            keyed_box(cx, area, buffer, &cx.with("lane-not-again", &[("reason", &reason)]), &choices);
            None
        }
        Asking::Outcome | Asking::Sure(_) | Asking::Grade | Asking::GradeOfAll | Asking::Number => None,
    }
}

fn text_box(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, (title, how): (&str, &str), field: &TextField) -> Position {
    let inner = popup(&cx.look, area, buffer, &cx.words().get(title), BOX, 3);
    let line = Rect { height: 1, ..inner };
    let cursor = field.draw(line, buffer, cx.look.theme.style(Role::Field));
    put(buffer, inner.x, inner.y + 2, inner.width, &cx.words().get(how), cx.look.theme.style(Role::Dim));
    cursor
}

/// Choices that one digit takes.
fn choice_box(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, title: &str, choices: &[&str]) {
    let numbers: Vec<String> = (1..=choices.len()).map(|number| number.to_string()).collect();
    let choices: Vec<(&str, &str)> = numbers.iter().map(String::as_str).zip(choices.iter().copied()).collect();
    keyed_box(cx, area, buffer, title, &choices);
}

/// Choices that one key takes.
fn keyed_box(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, title: &str, choices: &[(&str, &str)]) {
    let theme = cx.look.theme;
    let columns = choices.iter().map(|(_, choice)| width(choice) + 3).max().unwrap_or(0).max(width(title) + 2);
    let rows = u16::try_from(choices.len()).unwrap_or(u16::MAX);
    let inner = popup(&cx.look, area, buffer, title, columns, rows);
    for ((key, choice), y) in choices.iter().zip(inner.y..inner.bottom()) {
        put(buffer, inner.x, y, 2, key, theme.style(Role::Key));
        put(buffer, inner.x + 3, y, inner.width.saturating_sub(3), choice, theme.style(Role::Text));
    }
}

/// Says a text in as many lines as it takes.
fn draw_lines(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, role: Role, text: &str) {
    for (line, y) in wrap(text, area.width.saturating_sub(2 * INDENT)).iter().zip(0..) {
        say(cx, area, buffer, y, role, line);
    }
}

fn say(cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, y: u16, role: Role, text: &str) {
    if y < area.height {
        let room = area.width.saturating_sub(2 * INDENT);
        put(buffer, area.x + INDENT, area.y + y, room, text, cx.look.theme.style(role));
    }
}

fn over(cx: &Cx<'_>, state: State) -> String {
    let key = match state {
        State::Open => return String::new(),
        State::Done => "lane-over-answered",
        State::Refused => "lane-over-refused",
        State::WrongNumber => "lane-over-wrong-number",
        State::GivenUp => "lane-over-given-up",
        State::NotWanted => "lane-over-not-wanted",
        State::Needless => "lane-over-needless",
    };
    cx.words().get(key).into_owned()
}

fn opinion_word(words: &Words, opinion: Opinion) -> String {
    let key = match opinion {
        Opinion::Praise => "lane-praise",
        Opinion::Suggestion => "lane-suggestion",
        Opinion::Complaint => "lane-complaint",
    };
    words.get(key).into_owned()
}
