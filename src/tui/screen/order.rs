//! One order: what was said, found, agreed and promised, line by line, and what is still missing.
//!
//! ```text
//!  ✓ receive  ✓ diagnose  ✓ quote  ▸ REPAIR  inspect  hand over  follow-up
//!
//!  Customer  孙丽  138****2211   42,310 km   advisor Li   since 11:02
//!  Says      "刹车时有异响"
//!  Found     front pads 2 mm: worn out                               Wang  11:05
//!  Agreed    1,280.00   in person, 11:32   "可以, 都换"          ceiling 1,280.00
//!  Promise   17:30  2:58 left   first 17:00, moved 13:10 by phone: part late
//!  Next      finish job 2/3   then inspect needs: all work finished
//!
//!     # line                    why             hours     price consent   work
//!     1 Front pads, both sides  worn, unsafe      0.8    480.00 yes       done 14:05
//!
//!  14:05 Wang finished job 1   13:10 Li moved the promise                  more: h
//! ```

mod facts;
mod parts;
mod visit;

use super::next_step::{self, Shown};
use super::{Screen, brief, did, form};
use crate::desk::rows::{LineRow, OrderPage};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::order::line::DropLine;
use crate::domain::order::next::Next;
use crate::domain::order::quote::Decision;
use crate::domain::order::stage::{STRIP, Stage};
use crate::domain::{Command, OrderId};
use crate::text::{format, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{put, put_right, width, wrap};
use crate::tui::widget::popup::frame;
use crate::tui::widget::strip::{self, Progress};
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::borrow::Cow;

/// From this width on, what happened stands in a pane at the right.
const PANE_FROM: u16 = 120;
/// Cells of that pane.
const PANE: u16 = 46;

/// An order's page.
pub struct Order {
    page: OrderPage,
    /// The line under the cursor; none until one walks to it, so that the next step is what the eye finds.
    lines: Table<u16>,
    has_stepped: bool,
}

impl Order {
    /// Reads an order.
    ///
    /// # Errors
    /// There is no such order, or it cannot be read.
    pub fn new(cx: &Cx<'_>, id: OrderId) -> Result<Self, DeskError> {
        let page = read(cx, id)?;
        Ok(Self { page, lines: Table::new(), has_stepped: false })
    }

    fn line(&self) -> Option<&LineRow> {
        let number = self.lines.selected()?;
        self.page.lines.iter().find(|line| line.number == *number)
    }

    /// The line under the cursor, if it can still be taken off the quote.
    fn undecided(&self) -> Option<&LineRow> {
        self.line().filter(|line| line.decision == Decision::Undecided && self.page.stage.in_shop())
    }

    fn walk(&mut self, action: Action) -> bool {
        let numbers: Vec<u16> = self.page.lines.iter().map(|line| line.number).collect();
        if numbers.is_empty() || action.step().is_none() {
            return false;
        }
        if self.lines.selected().is_none() {
            self.lines.keep(numbers.iter());
            return true;
        }
        self.lines.on(action, &numbers)
    }

    /// Takes the line under the cursor off the quote, once it was named.
    fn drop_line(&self, cx: &Cx<'_>) -> Effect {
        let Some(line) = self.undecided() else { return Effect::Pass };
        let command = Command::DropLine(DropLine { order: self.page.order.clone(), number: line.number });
        let ask = Ask { command, seen: Some(("order", self.page.version)) };
        let values = [("line", &*form::parts::numbered(cx, line)), ("key", &*cx.key(Layer::Line, Action::DropLine))];
        Effect::Sure(Box::new(ask), cx.with("order-drop-line", &values))
    }

    fn draw_strip(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let now = STRIP.iter().position(|stage| *stage == self.page.stage);
        let ended = self.page.stage == Stage::Closed;
        let stages: Vec<strip::Stage<'_>> = STRIP
            .iter()
            .enumerate()
            .map(|(at, stage)| strip::Stage { label: brief::stage(cx, *stage), progress: progress(at, now, ended) })
            .collect();
        if self.page.stage == Stage::Cancelled {
            put(
                buffer,
                area.x + 1,
                area.y,
                area.width.saturating_sub(1),
                &brief::stage(cx, Stage::Cancelled),
                cx.look.theme.style(Role::Late),
            );
        } else {
            strip::draw(&cx.look, area, buffer, &stages);
        }
    }

    /// Draws the lines of the quote and returns how many rows they took.
    fn draw_lines(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> u16 {
        if self.page.lines.is_empty() {
            let style = cx.look.theme.style(Role::Dim);
            put(buffer, area.x + 1, area.y, area.width.saturating_sub(2), &cx.get("order-no-lines"), style);
            return 1;
        }
        let wide = area.width >= 100;
        let columns = [
            Column::right("#", Width::Fixed(2)),
            Column::left(cx.get("order-line"), Width::Flex(18)),
            Column::left(cx.get("order-why"), Width::Flex(12)),
            Column::right(cx.get("order-hours"), Width::Fixed(5)),
            Column::right(cx.get("order-price"), Width::Fixed(if wide { 11 } else { 9 })),
            Column::left(cx.get("order-consent"), Width::Fixed(9)),
            Column::left(cx.get("order-work"), Width::Fixed(if wide { 24 } else { 12 })),
        ];
        let rows: Vec<Row<'_, u16>> = self
            .page
            .lines
            .iter()
            .map(|line| Row { mark: self.mark(cx, line), ..line_row(cx, line, self.page.next, wide) })
            .collect();
        let needs = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(1);
        let area = Rect { height: needs.min(area.height), ..area };
        self.lines.draw(&cx.look, area, buffer, &columns, &rows, "");
        area.height
    }

    /// The mark of the line that the next step is about.
    fn mark<'t>(&self, cx: &Cx<'t>, line: &LineRow) -> Option<(&'t str, Role)> {
        let is_next = match self.page.next {
            Next::Start { line: next } | Next::Redo { line: next } => next == line.number,
            Next::Resume { line: next, .. } | Next::Finish { line: next, .. } => next == line.number,
            Next::CompleteIntake | Next::Diagnose | Next::FindCause | Next::WriteQuote | Next::AskConsent => false,
            Next::Promise | Next::SignContract | Next::ToWorkshop | Next::Check | Next::HandOver => false,
            Next::FollowUp | Next::Nothing => false,
        };
        is_next.then_some((cx.look.theme.marks.now, Role::Accent))
    }

    /// Draws what was put off at earlier visits, as far as there is room.
    fn draw_deferred(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let earlier = self.page.deferred.iter().filter(|line| line.order != self.page.order);
        for (line, y) in earlier.zip(area.y..area.bottom()) {
            let on = format::day(cx.words(), line.on.day(), cx.now.day());
            let label = format::told(cx.words(), &line.label, &line.english);
            let values = [("line", label), ("price", &line.price.to_string()), ("day", &on)];
            let text = cx.with(if line.declined { "order-declined" } else { "order-put-off" }, &values);
            put(buffer, area.x + 1, y, area.width.saturating_sub(2), &text, cx.look.theme.style(Role::Soon));
        }
    }

    /// Draws the newest of what happened into one line.
    fn draw_latest(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let dim = cx.look.theme.style(Role::Dim);
        let more = cx.with("order-more", &[("key", &key_of(cx, Action::History))]);
        let end = put_right(buffer, area.right().saturating_sub(1), area.y, area.width / 3, &more, dim);
        let mut x = area.x + 1;
        for did in self.page.log.iter().rev() {
            let text = format!("{} {}", brief::clock(cx, did.at), did::marked(cx, &self.page, did));
            if x + width(&text) + 2 > end && x > area.x + 1 {
                return;
            }
            x = put(buffer, x, area.y, end.saturating_sub(x + 2), &text, dim) + 3;
        }
    }

    /// Draws what happened, the newest first, in a pane of its own.
    fn draw_pane(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let inner = frame(&cx.look, area, buffer, &cx.get("history-title"));
        let theme = cx.look.theme;
        let mut y = inner.y;
        for did in self.page.log.iter().rev() {
            let sentence = wrap(&did::marked(cx, &self.page, did), inner.width.saturating_sub(11));
            if y + u16::try_from(sentence.len()).unwrap_or(1) > inner.bottom() {
                return;
            }
            put(buffer, inner.x + 1, y, 8, &brief::clock(cx, did.at), theme.style(Role::Dim));
            for line in sentence {
                put(buffer, inner.x + 10, y, inner.width.saturating_sub(11), &line, theme.style(Role::Text));
                y += 1;
            }
        }
    }
}

impl Screen for Order {
    fn place(&self) -> Place {
        Place::Order(self.page.order.clone())
    }

    fn layers(&self) -> Vec<Layer> {
        let line = self.undecided().map(|_| Layer::Line);
        line.into_iter().chain([next_step::layer(self.page.stage), Layer::List]).collect()
    }

    fn header<'a>(&'a self, _cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let left = vec![
            Part::new(Role::Dim, self.page.order.as_str()),
            Part::new(Role::Title, format::plate(&self.page.plate)),
            Part::new(Role::Text, self.page.model.as_str()),
        ];
        (left, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        // An order is never lost; if it cannot be read now, what was read stays.
        if let Ok(page) = read(cx, self.page.order.clone()) {
            self.page = page;
        }
        if self.lines.selected().is_some() {
            self.lines.keep(self.page.lines.iter().map(|line| &line.number));
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        if self.walk(action) {
            return Effect::Stay;
        }
        match action {
            // `c` changes the line under the cursor, else what was taken down at the counter.
            Action::Edit if let Some(line) = self.line().filter(|line| line.decision == Decision::Accepted) => {
                // What is agreed stays; who pays it may still change.
                return Effect::Open(Place::Payers(self.page.order.clone(), line.number));
            }
            Action::Edit if let Some(line) = self.line() => {
                return Effect::Open(Place::Line(self.page.order.clone(), Some(line.number)));
            }
            Action::DropLine => return self.drop_line(cx),
            // A peek ends with the key that began it.
            Action::Open => return Effect::Back,
            Action::Back if self.lines.selected().is_some() => {
                self.lines = Table::new();
                return Effect::Stay;
            }
            _ => {}
        }
        let effect = Shown::page(cx, &self.page).on(cx, action).unwrap_or(Effect::Pass);
        // A part has steps of its own: the next one of the order is no news then.
        self.has_stepped = matches!(effect, Effect::Run(_) | Effect::Sure(..)) && action != Action::PartStep;
        effect
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let pane = if area.width >= PANE_FROM { PANE } else { 0 };
        let left = Rect { width: area.width - pane, ..area };
        self.draw_strip(cx, Rect { height: 1, ..left }, buffer);
        if pane > 0 {
            self.draw_pane(cx, Rect { x: left.right(), width: pane, ..area }, buffer);
        }
        let latest = u16::from(pane == 0 && area.height > 12);
        let room = Rect { y: area.y + 2, height: area.height.saturating_sub(2 + 2 * latest), ..left };
        let used = facts::draw(cx, room, buffer, &self.page);
        let below = Rect { y: room.y + used + 1, height: room.height.saturating_sub(used + 1), ..room };
        let used = self.draw_lines(cx, below, buffer);
        let below = Rect { y: below.y + used + 1, height: below.height.saturating_sub(used + 1), ..below };
        self.draw_deferred(cx, below, buffer);
        if latest > 0 {
            self.draw_latest(cx, Rect { y: area.bottom() - 1, height: 1, ..left }, buffer);
        }
        None
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        let stepped = std::mem::take(&mut self.has_stepped);
        if stepped { next_step::said(cx, &self.page) } else { Effect::Stay }
    }
}

/// Reads an order.
///
/// # Errors
/// There is no such order, or it cannot be read.
pub(super) fn read(cx: &Cx<'_>, id: OrderId) -> Result<OrderPage, DeskError> {
    match cx.ask(&Query::Order { id })? {
        Answer::Order(page) => Ok(*page),
        other => Err(other.unexpected()),
    }
}

/// The key that asks for an action in an order.
pub(super) fn key_of(cx: &Cx<'_>, action: Action) -> String {
    let commands = cx.keymap.commands(&[Layer::Order], cx.words().lang());
    commands.into_iter().find(|command| command.action == action).map(|command| command.key).unwrap_or_default()
}

fn progress(at: usize, now: Option<usize>, ended: bool) -> Progress {
    match now {
        None if ended => Progress::Done,
        None => Progress::Later,
        Some(now) if at < now => Progress::Done,
        Some(now) if at == now => Progress::Now,
        Some(now) if at == now + 1 => Progress::Next,
        Some(_) => Progress::Later,
    }
}

/// What is done; a further test is called one (C4), and so is what an earlier visit had put off (feature 24). Whoever
/// pays instead of the customer stands before it.
fn labelled<'a>(cx: &Cx<'a>, line: &'a LineRow) -> Cow<'a, str> {
    let label = format::told(cx.words(), &line.label, &line.english.label);
    let label = match (line.test, &line.from) {
        (true, _) => Cow::Owned(cx.with("order-test", &[("line", label)])),
        (false, Some(_)) => Cow::Owned(cx.with("order-again", &[("line", label)])),
        (false, None) => Cow::Borrowed(label),
    };
    match line.payers.iter().find(|share| !share.payer.is_customer()) {
        Some(share) => {
            let payer = cx.get(term::payer(share.payer));
            Cow::Owned(cx.with("order-paid-by", &[("payer", &payer), ("line", &label)]))
        }
        None => label,
    }
}

fn line_row<'a>(cx: &Cx<'a>, line: &'a LineRow, next: Next, wide: bool) -> Row<'a, u16> {
    let (decided, decision) = brief::decision(cx, line.decision);
    // The check sent it back: that it was finished once is no news.
    let sent_back = matches!(next, Next::Redo { line: back } if back == line.number);
    let (far, work) = if sent_back { (Role::Soon, cx.get("brief-work-redo")) } else { brief::work(cx, &line.work) };
    let who = line.work.technicians.last().filter(|_| wide).map_or("", |id| cx.name(id));
    let cells = vec![
        Cell::new(Role::Dim, line.number.to_string()),
        labelled(cx, line).into(),
        Cell::new(Role::Dim, format::told(cx.words(), &line.why, &line.english.why)),
        format::hours(line.minutes).into(),
        line.price.to_string().into(),
        Cell::new(decided, decision),
        Cell::new(far, format!("{work}  {who}").trim().to_owned()),
    ];
    Row::new(line.number, cells)
}
