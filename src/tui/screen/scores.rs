//! Scores: one month under the scheme that follow-up calls ask by, in several views. Every number can be taken apart
//! with one key.
//!
//! The scores come from counts that the store keeps, however many answers there are. The facts of the month, and of no
//! other, are read once a number is taken apart or a view concludes something from them.

mod action;
mod causes;
mod compare;
mod draw;
mod explained;
mod groups;
mod kept;
pub(super) mod month;
mod trend;
mod view;
mod what_if;

use super::Screen;
use crate::desk::rows::SchemeRow;
use crate::desk::{Answer, Query};
use crate::scoring::What;
use crate::scoring::explain::{ExplainError, Step as Made};
use crate::scoring::study::Study;
use crate::scoring::study::compare::Standing;
use crate::text::format;
use crate::tui::action::{Action, Step};
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::layout::wrap;
use chrono::NaiveDate;
use month::{Failure, Month};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use view::{Cursor, Go, Line, View};

/// Lines that a page up or down of an explanation moves by.
const PAGE: usize = 10;
/// Cells of a line of an explanation.
const BOX_COLUMNS: u16 = 58;
/// Cells that lines are made for where only their number and order count.
const ANY_COLUMNS: u16 = 76;

/// One month's scores.
pub struct Scores {
    first: NaiveDate,
    month: Option<Month>,
    fault: String,
    /// What the numbers were read from; the same state of the shop is not read twice.
    read: Option<Read>,
    view: View,
    /// By what groups are made, as a place in [`groups::BY`].
    by: usize,
    /// The groups, once they were asked for.
    standings: Option<Vec<Standing>>,
    /// What may be concluded, once a view asked for it.
    study: Option<Study>,
    /// The scheme beside this one, and the month under it.
    second: Option<(String, Option<Month>)>,
    choosing: Option<Choosing>,
    /// The number or line under the cursor.
    selected: usize,
    explained: Option<Explained>,
}

/// State of the shop, month and scheme.
type Read = (u64, NaiveDate, String);

/// The list of schemes, while one is chosen.
struct Choosing {
    schemes: Vec<SchemeRow>,
    at: usize,
}

/// A box over the month.
struct Explained {
    about: Go,
    top: usize,
}

/// What stands in a box, and the first line seen.
struct Page {
    title: String,
    lines: Vec<(Role, String)>,
    top: usize,
}

impl Scores {
    /// Reads the month of today.
    pub fn new(cx: &Cx<'_>) -> Self {
        let first = month::first_of(cx.now.day());
        let mut scores = Self {
            first,
            month: None,
            fault: String::new(),
            read: None,
            view: View::Month,
            by: 0,
            standings: None,
            study: None,
            second: None,
            choosing: None,
            selected: 0,
            explained: None,
        };
        scores.refresh(cx);
        scores
    }

    /// The numbers that the cursor walks through.
    fn numbers(&self) -> Vec<What> {
        let Some(month) = &self.month else { return Vec::new() };
        let internal = month.scheme.internal.as_ref().map(|_| What::Internal);
        let items = month.scheme.items.iter().map(|item| What::Item(item.id.clone()));
        [What::Total, What::External].into_iter().chain(internal).chain(items).collect()
    }

    /// The lines of a view that is made of lines.
    fn lines(&self, cx: &Cx<'_>, columns: u16) -> Vec<Line> {
        let Some(month) = &self.month else { return Vec::new() };
        let nothing = || vec![Line::of(Role::Text, cx.get("scores-nothing-yet"))];
        match (self.view, &self.study) {
            (View::Month, _) => Vec::new(),
            (View::Trend, _) => trend::lines(cx, month, columns),
            (View::Schemes, _) => match &self.second {
                Some((_, Some(second))) => compare::lines(cx, month, second, columns),
                Some((_, None)) => nothing(),
                None => view::sentence(Role::Text, &cx.get("scores-choose-second"), columns),
            },
            (View::Groups, _) => match &self.standings {
                Some(standings) => groups::lines(cx, month, standings, groups::BY[self.by].0, columns),
                None => nothing(),
            },
            (View::Action | View::Causes, None) => nothing(),
            (View::Action, Some(study)) => action::lines(cx, month, study, columns),
            (View::Causes, Some(study)) => causes::lines(cx, month, study, columns),
        }
    }

    fn cursor(&self) -> Cursor {
        Cursor { at: self.selected }
    }

    /// The schemes to choose from, and the one under the cursor, while the list is open.
    fn choosing(&self) -> Option<(&[SchemeRow], usize)> {
        self.choosing.as_ref().map(|choosing| (choosing.schemes.as_slice(), choosing.at))
    }

    /// Where the number or line under the cursor leads.
    fn under_cursor(&self, cx: &Cx<'_>) -> Option<Go> {
        if self.view == View::Month {
            return self.numbers().into_iter().nth(self.selected).map(Go::Number);
        }
        let lines = self.lines(cx, ANY_COLUMNS);
        let stops = Cursor::stops(&lines);
        let at = stops.get(self.selected).or(stops.last())?;
        lines.get(*at)?.go.clone()
    }

    fn count(&self, cx: &Cx<'_>) -> usize {
        match self.view {
            View::Month => self.numbers().len(),
            View::Trend | View::Groups | View::Action | View::Causes | View::Schemes => {
                Cursor::stops(&self.lines(cx, ANY_COLUMNS)).len()
            }
        }
    }

    fn walk(&mut self, cx: &Cx<'_>, to: NaiveDate) -> Effect {
        if to > month::first_of(cx.now.day()) {
            return Effect::Say(Role::Text, cx.get("scores-newest").into_owned());
        }
        self.first = to;
        self.refresh(cx);
        Effect::Stay
    }

    fn look_at(&mut self, cx: &Cx<'_>, view: View) -> Effect {
        (self.view, self.selected) = (view, 0);
        self.conclude(cx);
        Effect::Stay
    }

    /// Reads and works out what the view and the box in sight show, unless it is there.
    fn conclude(&mut self, cx: &Cx<'_>) {
        if let Err(failure) = self.read_for_view(cx) {
            self.fault = said(cx, &failure);
        }
    }

    fn read_for_view(&mut self, cx: &Cx<'_>) -> Result<(), Failure> {
        let Some(month) = &mut self.month else { return Ok(()) };
        match self.view {
            View::Month | View::Trend => {}
            View::Groups if self.standings.is_some() => {}
            View::Groups => self.standings = Some(month.standings(cx, groups::BY[self.by].0)?),
            View::Action | View::Causes if self.study.is_some() => {}
            View::Action | View::Causes => {
                month.load(cx)?;
                self.study = month.study();
            }
            View::Schemes => {
                if let Some((id, second @ None)) = &mut self.second {
                    *second = Some(Month::counted(cx, self.first, id)?);
                }
            }
        }
        if let Some(Explained { about, .. }) = &self.explained {
            match about {
                Go::Second(_) => self
                    .second
                    .iter_mut()
                    .filter_map(|(_, second)| second.as_mut())
                    .try_for_each(|second| second.load(cx))?,
                Go::Number(_) | Go::Group(..) | Go::Missing(_) | Go::Cause(..) | Go::Gate(_) => month.load(cx)?,
                Go::Kept | Go::Call(..) | Go::Customer(_) | Go::Improvement | Go::Month(_) => {}
            }
        }
        Ok(())
    }

    fn go(&mut self, cx: &Cx<'_>, go: Go) -> Effect {
        match go.place() {
            Some(place) => Effect::Open(place),
            None => match go {
                Go::Month(first) => {
                    (self.view, self.selected) = (View::Month, 0);
                    self.walk(cx, first)
                }
                about => {
                    self.explained = Some(Explained { about, top: 0 });
                    self.conclude(cx);
                    Effect::Stay
                }
            },
        }
    }

    /// The lines of the open box.
    fn explanation(&self, cx: &Cx<'_>) -> Option<Page> {
        let (explained, month) = (self.explained.as_ref()?, self.month.as_ref()?);
        let second = self.second.as_ref().and_then(|(_, second)| second.as_ref());
        let (title, lines) = match &explained.about {
            Go::Group(by, key) => {
                let made = month.explain_group(*by, key.as_deref());
                (groups::name(cx, *by, key.as_deref()), made_lines(cx, month, made))
            }
            Go::Number(what) => (explained::name(cx, month, what), number_lines(cx, month, what)),
            Go::Second(what) => {
                let second = second?;
                (explained::name(cx, second, what), number_lines(cx, second, what))
            }
            Go::Missing(at) => {
                let of = self.study.as_ref()?.what_if.get(*at)?;
                (cx.get("scores-missing").into_owned(), what_if::lines(cx, month, of))
            }
            Go::Cause(axis, id) => (causes::name(cx, month, *axis, id), causes::behind(cx, month, *axis, id)),
            Go::Gate(gate) => (action::gate_name(cx, gate), action::behind(cx, month, gate)),
            Go::Kept => (cx.get("scores-kept").into_owned(), kept::lines(cx, month)),
            Go::Call(..) | Go::Customer(_) | Go::Improvement | Go::Month(_) => return None,
        };
        Some(Page { title, lines, top: explained.top })
    }

    fn on_box(&mut self, cx: &Cx<'_>, action: Option<Action>) -> Effect {
        if matches!(action, Some(Action::Back | Action::Next)) {
            self.explained = None;
            return Effect::Stay;
        }
        let count = self.explanation(cx).map_or(0, |page| page.lines.len());
        if let (Some(explained), Some(step)) = (&mut self.explained, action.and_then(Action::step)) {
            let last = count.saturating_sub(PAGE);
            explained.top = if step == Step::Last { last } else { step.from(explained.top, last + 1, PAGE) };
        }
        Effect::Stay
    }

    fn choose(&mut self, cx: &Cx<'_>) -> Effect {
        let schemes = match cx.ask(&Query::Schemes) {
            Ok(Answer::Schemes(schemes)) => schemes,
            Ok(other) => return Effect::Say(Role::Error, cx.say(&other.unexpected()).message),
            Err(error) => return Effect::Say(Role::Error, cx.say(&error).message),
        };
        let mut schemes: Vec<SchemeRow> = schemes.into_iter().filter(|row| row.id != cx.shop.survey).collect();
        // Those that can make something of these answers come first.
        schemes.sort_by_key(|row| !row.reads.contains(&cx.shop.survey));
        let now = self.second.as_ref().map(|(id, _)| id.as_str());
        let at = schemes.iter().position(|row| Some(row.id.as_str()) == now).unwrap_or(0);
        self.choosing = Some(Choosing { schemes, at });
        Effect::Stay
    }

    fn on_choice(&mut self, cx: &Cx<'_>, action: Option<Action>) -> Effect {
        let Some(choosing) = &mut self.choosing else { return Effect::Stay };
        match action {
            Some(Action::Back) => self.choosing = None,
            Some(Action::Next) => {
                let chosen = choosing.schemes.get(choosing.at).map(|row| (row.id.clone(), None));
                (self.second, self.choosing) = (chosen, None);
                return self.look_at(cx, View::Schemes);
            }
            action => {
                if let Some(step) = action.and_then(Action::step) {
                    choosing.at = step.from(choosing.at, choosing.schemes.len(), PAGE);
                }
            }
        }
        Effect::Stay
    }

    fn on_view(&mut self, cx: &Cx<'_>, action: Action) -> Effect {
        match action {
            Action::Next => match self.under_cursor(cx) {
                Some(go) => self.go(cx, go),
                None => Effect::Stay,
            },
            Action::Open => match self.under_cursor(cx) {
                Some(Go::Call(_, Some(order))) => Effect::Open(Place::Order(order)),
                Some(go) => self.go(cx, go),
                None => Effect::Stay,
            },
            Action::NextField => self.look_at(cx, self.view.step(1)),
            Action::PreviousField => self.look_at(cx, self.view.back()),
            Action::GroupBy => {
                // The first time the key leads to the groups, then to the next kind of them.
                if self.view == View::Groups {
                    self.by = (self.by + 1) % groups::BY.len();
                    self.standings = None;
                }
                self.look_at(cx, View::Groups)
            }
            Action::Compare => self.choose(cx),
            Action::Kept => self.go(cx, Go::Kept),
            Action::Period | Action::Left => self.walk(cx, month::before(self.first)),
            Action::Right => self.walk(cx, month::after(self.first)),
            Action::Back if self.view != View::Month => self.look_at(cx, View::Month),
            action => match action.step() {
                Some(step) => {
                    self.selected = step.from(self.selected, self.count(cx), PAGE);
                    Effect::Stay
                }
                None => Effect::Pass,
            },
        }
    }
}

impl Screen for Scores {
    fn place(&self) -> Place {
        Place::Scores
    }

    fn layers(&self) -> Vec<Layer> {
        match (&self.choosing, &self.explained) {
            (Some(_), _) => vec![Layer::Popup],
            (None, Some(_)) => vec![Layer::Page],
            (None, None) => vec![Layer::Scores, Layer::List],
        }
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let month = format::month(cx.words(), self.first);
        let mut parts = vec![Part::new(Role::Title, cx.get("scores-title")), Part::new(Role::Accent, month)];
        parts.push(Part::new(Role::Title, cx.get(self.view.word())));
        if let Some(of) = &self.month {
            let forms = of.report.counts.forms.to_string();
            let title = format::label(cx.words(), &of.scheme.title);
            parts.push(Part::new(Role::Text, cx.with("scores-forms", &[("n", &forms)])));
            parts.push(Part::new(Role::Dim, format!("{title} v{}", of.scheme.version)));
        }
        (parts, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        let seq = match cx.ask(&Query::Status) {
            Ok(Answer::Status(status)) => status.seq,
            Ok(other) => return self.fault = cx.say(&other.unexpected()).message,
            Err(error) => return self.fault = cx.say(&error).message,
        };
        let now = (seq, self.first, cx.shop.survey.clone());
        if self.read.as_ref() == Some(&now) {
            return;
        }
        match Month::read(cx, self.first, &cx.shop.survey) {
            Ok(month) => (self.month, self.fault) = (Some(month), String::new()),
            Err(failure) => (self.month, self.fault) = (None, said(cx, &failure)),
        }
        self.read = Some(now);
        (self.study, self.standings) = (None, None);
        if let Some((_, second)) = &mut self.second {
            *second = None;
        }
        self.conclude(cx);
        self.selected = self.selected.min(self.count(cx).saturating_sub(1));
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        if self.choosing.is_some() {
            return self.on_choice(cx, action);
        }
        if self.explained.is_some() {
            return self.on_box(cx, action);
        }
        action.map_or(Effect::Pass, |action| self.on_view(cx, action))
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        draw::draw(self, cx, area, buffer);
        None
    }
}

/// Why there are no numbers, as a sentence.
fn said(cx: &Cx<'_>, failure: &Failure) -> String {
    match failure {
        Failure::Desk(error) => cx.say(error).message,
        Failure::Score(error) => cx.with("scores-refused", &[("why", &error.to_string())]),
    }
}

fn number_lines(cx: &Cx<'_>, month: &Month, what: &What) -> Vec<(Role, String)> {
    let mut lines = made_lines(cx, month, month.explain(what));
    if matches!(what, What::External)
        && let Some(half) = draw::half_width(cx, month)
    {
        let text = cx.with("scores-half-width-means", &[("half", &half)]);
        lines.push((Role::Text, String::new()));
        lines.extend(wrap(&text, BOX_COLUMNS).into_iter().map(|line| (Role::Dim, line)));
    }
    lines
}

fn made_lines(cx: &Cx<'_>, month: &Month, made: Result<Vec<Made>, ExplainError>) -> Vec<(Role, String)> {
    match made {
        Ok(steps) => explained::lines(cx, month, &steps),
        // Nothing was told this month: there is nothing to take apart.
        Err(_) => vec![(Role::Text, cx.get("scores-nothing-yet").into_owned())],
    }
}
