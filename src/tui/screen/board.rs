//! The cars in the shop: what is late, what is mine, what is next.
//!
//! ```text
//!     plate      car             customer   stage      next step      promised   left
//!   ! 沪A 12345  VW Passat       王建国     inspect    check            14:20  -0:12
//! >   沪A F3389  Tesla Model 3   孙丽       repair     finish job 2/3   17:30   2:58
//!
//!  ready 2   waiting for customer 3   for parts 1   calls due 7   complaints 1
//! ```
//! From 140 columns on, each stage has a column of cards ([`cards`]).

mod cards;
mod figures;
mod room;
mod told;

use super::next_step::{self, Shown};
use super::{Screen, brief, order};
use crate::desk::rows::{BoardPage, BoardRow};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::order::stage::Stage;
use crate::domain::{OrderId, Stamp};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::{put, width, wrap};
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use figures::{flow, rows_of};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use room::{CAR, PLATE, Room, STAFF};
use std::cell::Cell as Memory;
use std::collections::HashMap;
use told::{arrived, flags, flags_role, letters, letters_role, next_cell, part_mark, tells};

/// From this width on, a column per stage.
const CARDS_FROM: u16 = 140;
/// Rows that the cars keep beside the figures below: the headings, and three cars.
const ROWS_LEAST: u16 = 4;
/// How long a changed row stays marked, in milliseconds (SCREENS, Tone).
pub const MARKED_MS: i64 = 2_000;

/// The board.
pub struct Board {
    page: BoardPage,
    fault: Option<DeskError>,
    only_mine: bool,
    table: Table<OrderId>,
    seen: HashMap<OrderId, Seen>,
    /// What a key gave a command to: what comes next is said when it is done.
    stepped: Option<OrderId>,
    /// Whether the last picture had cards: arrows go by what a person sees.
    has_cards: Memory<bool>,
}

/// What a row was when it was last read.
#[derive(Clone, Copy)]
struct Seen {
    version: u64,
    changed: Option<Stamp>,
}

impl Board {
    /// Reads the board.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut board = Self {
            page: BoardPage::default(),
            fault: None,
            only_mine: false,
            table: Table::new(),
            seen: HashMap::new(),
            stepped: None,
            has_cards: Memory::new(false),
        };
        board.refresh(cx);
        board
    }

    /// The rows shown: all, or those of the person at the keys.
    fn rows<'s>(&'s self, cx: &Cx<'_>) -> Vec<&'s BoardRow> {
        let me = &cx.session.who;
        let mine = |row: &&BoardRow| !self.only_mine || row.advisor == *me || row.technician.as_ref() == Some(me);
        self.page.rows.iter().filter(mine).collect()
    }

    fn selected(&self) -> Option<&BoardRow> {
        let id = self.table.selected()?;
        self.page.rows.iter().find(|row| row.order == *id)
    }

    fn keep_selection(&mut self, cx: &Cx<'_>) {
        let ids: Vec<OrderId> = self.rows(cx).into_iter().map(|row| row.order.clone()).collect();
        self.table.keep(ids.iter());
    }

    /// Remembers each row's version, and when it last became another one. Nothing is new to one who just came.
    fn notice(&mut self, now: Stamp) {
        let came = self.seen.is_empty();
        let mut seen = HashMap::with_capacity(self.page.rows.len());
        for row in self.page.rows.iter() {
            let changed = match self.seen.get(&row.order) {
                Some(old) if old.version == row.version => old.changed,
                Some(_) => Some(now),
                None => (!came).then_some(now),
            };
            seen.insert(row.order.clone(), Seen { version: row.version, changed });
        }
        self.seen = seen;
    }

    fn has_changed(&self, row: &BoardRow, now: Stamp) -> bool {
        let changed = self.seen.get(&row.order).and_then(|seen| seen.changed);
        changed.is_some_and(|at| now.since(at) < MARKED_MS)
    }

    fn move_to(&mut self, cx: &Cx<'_>, action: Action) -> bool {
        if self.has_cards.get() {
            let to = cards::neighbour(&self.rows(cx), self.table.selected(), action);
            if let Some(to) = to {
                self.table.select(to);
                self.keep_selection(cx);
                return true;
            }
        }
        let ids: Vec<OrderId> = self.rows(cx).into_iter().map(|row| row.order.clone()).collect();
        self.table.on(action, &ids)
    }

    fn draw_empty(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) {
        let sentence = match (&self.fault, self.only_mine) {
            (Some(fault), _) => cx.say(fault).message,
            (None, true) => cx.get("board-none-mine").into_owned(),
            (None, false) => cx.with("board-empty", &[("key", &key_of(cx, Action::NewOrder))]),
        };
        let role = if self.fault.is_some() { Role::Error } else { Role::Text };
        let lines = wrap(&sentence, area.width.saturating_sub(8));
        for (line, y) in lines.iter().zip(area.y + 1..area.bottom()) {
            put(buffer, area.x + 4, y, area.width.saturating_sub(8), line, cx.look.theme.style(role));
        }
    }

    fn draw_table(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer, rows: &[&BoardRow]) {
        let room = Room::of(cx, area.width, rows);
        let columns = [
            Column::left(cx.get("board-plate"), Width::Fixed(PLATE)),
            Column::left("", Width::Fixed(room.letters)).only_if(room.letters > 0),
            Column::left(cx.get("board-car"), Width::Flex(CAR)).only_if(room.car),
            Column::left(cx.get("board-customer"), Width::Fixed(room.names)).only_if(room.customer),
            Column::left(cx.get("board-stage"), Width::Fixed(room.stages)).only_if(room.stage),
            Column::left(cx.get("board-next"), Width::Fixed(room.next)),
            Column::left("", Width::Fixed(room.flags)).only_if(room.flags > 0),
            Column::left(cx.get("board-technician"), Width::Fixed(STAFF)).only_if(room.technician),
            Column::left(cx.get("board-advisor"), Width::Fixed(STAFF)).only_if(room.advisor),
            Column::right(cx.get("board-promised"), Width::Fixed(room.times)).only_if(room.promised),
            Column::right(cx.get("board-left"), Width::Fixed(room.left)),
        ];
        let rows: Vec<Row<'_, OrderId>> = rows
            .iter()
            .map(|row| {
                let urgency = urgency(cx, row);
                // Being late counts more than a special requirement; both are red.
                let special = row.requirements.then_some((cx.look.theme.marks.needed, Role::Late));
                Row {
                    mark: mark(cx, urgency).or(part_mark(cx, row)).or(special),
                    changed: self.has_changed(row, cx.now),
                    ..Row::new(row.order.clone(), cells(cx, row, urgency, room.weekday))
                }
            })
            .collect();
        self.table.draw(&cx.look, area, buffer, &columns, &rows, "");
    }
}

impl Screen for Board {
    fn place(&self) -> Place {
        Place::Board
    }

    fn layers(&self) -> Vec<Layer> {
        let cards = self.has_cards.get().then_some(Layer::Cards);
        let marked = (!self.table.marked().is_empty()).then_some(Layer::Marked);
        marked.into_iter().chain([Layer::Board]).chain(cards).chain([Layer::List]).collect()
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let mut left = vec![Part::new(Role::Title, cx.get("board-title"))];
        if self.only_mine {
            left.push(Part::new(Role::Accent, cx.get("board-only-mine")));
        }
        let rows = self.rows(cx);
        let late = rows.iter().filter(|row| urgency(cx, row) == Role::Late).count();
        let marked = self.table.marked().len();
        if marked > 0 {
            let values = [("n", &*marked.to_string()), ("key", &key_of(cx, Action::Several))];
            left.push(Part::new(Role::Accent, cx.with("board-marked", &values)));
        }
        let mut right = Vec::new();
        if self.page.online > 0 {
            right.push(Part::new(Role::Soon, cx.with("board-online", &[("n", &self.page.online.to_string())])));
        }
        right.push(Part::new(Role::Dim, cx.with("board-in-shop", &[("n", &rows.len().to_string())])));
        if late > 0 {
            right.push(Part::new(Role::Late, cx.with("board-late", &[("n", &late.to_string())])));
        }
        (left, right)
    }

    fn came_from(&mut self, order: &OrderId) {
        if self.page.rows.iter().any(|row| row.order == *order) {
            self.table.select(order.clone());
            self.table.keep(self.page.rows.iter().map(|row| &row.order));
        }
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        match cx.ask(&Query::Board) {
            Ok(Answer::Board(page)) => (self.page, self.fault) = (page, None),
            Ok(other) => self.fault = Some(other.unexpected()),
            Err(error) => self.fault = Some(error),
        }
        self.notice(cx.now);
        self.keep_selection(cx);
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        if action == Action::Filter {
            self.only_mine = !self.only_mine;
            self.keep_selection(cx);
            return Effect::Stay;
        }
        if action == Action::Request {
            return Effect::Open(Place::Requests);
        }
        if action == Action::Mark {
            let ids: Vec<OrderId> = self.rows(cx).into_iter().map(|row| row.order.clone()).collect();
            self.table.on(action, &ids);
            return Effect::Stay;
        }
        if action == Action::Several {
            return match self.table.marked() {
                [] => Effect::Say(Role::Dim, cx.with("board-none-marked", &[("key", &key_of(cx, Action::Mark))])),
                marked => Effect::Open(Place::Several(marked.to_vec())),
            };
        }
        // One step back from a board with marks is a board without.
        if action == Action::Back && self.table.unmark() {
            return Effect::Stay;
        }
        if self.move_to(cx, action) {
            return Effect::Stay;
        }
        let Some(row) = self.selected() else { return Effect::Pass };
        if action == Action::Open {
            return Effect::Open(Place::Order(row.order.clone()));
        }
        let shown = Shown { delayed: tells(cx, row), arrived: arrived(cx, row), ..Shown::from(row) };
        let effect = shown.on(cx, action).unwrap_or(Effect::Pass);
        // A part has steps of its own: the next one of the order is no news then.
        let steps = matches!(effect, Effect::Run(_) | Effect::Sure(..)) && action != Action::PartStep;
        self.stepped = steps.then_some(shown.order);
        effect
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let figures = self.summary(cx);
        let lines = flow(figures.iter().map(|(_, text)| width(text)), area.width.saturating_sub(2));
        // Where there is little room, the cars come before the figures, of which those that fit are told.
        let spare = area.height.saturating_sub(ROWS_LEAST);
        let foot = if spare >= 2 { (rows_of(&lines) + 1).min(spare) } else { 0 };
        let body = Rect { height: area.height - foot, ..area };
        let rows = self.rows(cx);
        self.has_cards.set(area.width >= CARDS_FROM);
        if rows.is_empty() {
            self.draw_empty(cx, body, buffer);
        } else if self.has_cards.get() {
            let changed = |row: &BoardRow| self.has_changed(row, cx.now);
            let shown =
                cards::Shown { selected: self.table.selected(), marked: self.table.marked(), changed: &changed };
            cards::draw(cx, body, buffer, &rows, &shown);
        } else {
            self.draw_table(cx, body, buffer, &rows);
        }
        if foot > 0 {
            for ((role, text), (x, y)) in figures.iter().zip(&lines).filter(|(_, (_, y))| *y + 1 < foot) {
                let (x, y) = (area.x + 1 + x, body.bottom() + 1 + y);
                put(buffer, x, y, area.right() - x, text, cx.look.theme.style(*role));
            }
        }
        None
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        let page = self.stepped.take().and_then(|id| order::read(cx, id).ok());
        page.map_or(Effect::Stay, |page| next_step::said(cx, &page))
    }
}

/// The key that asks for an action here.
fn key_of(cx: &Cx<'_>, action: Action) -> String {
    let commands = cx.keymap.commands(&[Layer::Board, Layer::Global], cx.words().lang());
    commands.into_iter().find(|command| command.action == action).map(|command| command.key).unwrap_or_default()
}

/// How near the promise is; a car that is ready is in order as long as it is not late.
fn urgency(cx: &Cx<'_>, row: &BoardRow) -> Role {
    // Nobody goes to a customer who cannot wait: that is late whatever was promised (A4).
    if row.needs_engineer() {
        return Role::Late;
    }
    let urgency = match row.promise.map_or(Role::Dim, |promise| cx.urgency(promise)) {
        // A delay that nobody told of is an open task, however far the old promise is.
        Role::Text if row.untold_delay(cx.now) => Role::Soon,
        urgency => urgency,
    };
    if row.stage == Stage::HandOver && urgency != Role::Late { Role::Good } else { urgency }
}

/// How near the promise is, told without colour.
fn mark<'a>(cx: &Cx<'a>, urgency: Role) -> Option<(&'a str, Role)> {
    let marks = &cx.look.theme.marks;
    [(marks.late, Role::Late), (marks.soon, Role::Soon)].into_iter().find(|(_, role)| *role == urgency)
}

/// The time that is left; nothing without a promise. Until another day only hours: `18:25` beside a time of day would
/// read as one more time of day. A word instead while nobody was named for an urgent one.
fn left(cx: &Cx<'_>, row: &BoardRow) -> String {
    if row.needs_engineer() {
        return cx.get("board-urgent").into_owned();
    }
    let Some(promise) = row.promise else { return String::new() };
    let another_day = promise.day() > cx.now.day();
    if another_day { format::left_roughly(promise, cx.now) } else { format::left(promise, cx.now) }
}

fn cells<'a>(cx: &Cx<'a>, row: &'a BoardRow, urgency: Role, weekday: bool) -> Vec<Cell<'a>> {
    vec![
        Cell::new(Role::Title, format::plate(&row.plate)),
        Cell::new(letters_role(row), letters(cx, row)),
        row.model.as_str().into(),
        row.name.as_str().into(),
        Cell::new(Role::Dim, brief::stage(cx, row.stage)),
        next_cell(cx, row),
        Cell::new(flags_role(cx, row), flags(cx, row).join("  ")),
        Cell::new(Role::Dim, row.technician.as_ref().map_or("", |id| cx.name(id))),
        Cell::new(Role::Dim, cx.name(&row.advisor)),
        Cell::new(Role::Text, promised_at(cx, row, weekday)),
        Cell::new(urgency, left(cx, row)),
    ]
}

/// The promised time; on another day with that day, and, where there is room, with its weekday.
fn promised_at(cx: &Cx<'_>, row: &BoardRow, weekday: bool) -> String {
    let Some(at) = row.promise else { return String::new() };
    if weekday { format::moment(cx.words(), at, cx.now) } else { format::short_moment(cx.words(), at, cx.now) }
}
