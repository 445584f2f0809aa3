//! Scores: one month under the scheme that follow-up calls ask by. Every number can be taken apart with one key.

mod draw;
mod explained;
mod kept;
mod month;

use super::Screen;
use crate::desk::{Answer, Query};
use crate::scoring::What;
use crate::text::format;
use crate::tui::action::{Action, Step};
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use chrono::NaiveDate;
use month::{Failure, Month};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Lines that a page up or down of an explanation moves by.
const PAGE: usize = 10;

/// One month's scores.
pub struct Scores {
    first: NaiveDate,
    month: Option<Month>,
    fault: String,
    /// What the numbers were read from; the same state of the shop is not read twice.
    read: Option<Read>,
    /// The number under the cursor.
    selected: usize,
    explained: Option<Explained>,
}

/// State of the shop, month and scheme.
type Read = (u64, NaiveDate, String);

/// A box over the month.
struct Explained {
    about: About,
    top: usize,
}

/// What stands in a box, and the first line seen.
struct Page {
    title: String,
    lines: Vec<(Role, String)>,
    top: usize,
}

/// What a box is about.
enum About {
    /// A number, taken apart.
    Number(What),
    /// The people behind the numbers.
    Groups,
    /// Promises and repairs.
    Kept,
}

impl Scores {
    /// Reads the month of today.
    pub fn new(cx: &Cx<'_>) -> Self {
        let first = month::first_of(cx.now.day());
        let mut scores = Self { first, month: None, fault: String::new(), read: None, selected: 0, explained: None };
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

    fn walk(&mut self, cx: &Cx<'_>, to: NaiveDate) -> Effect {
        if to > month::first_of(cx.now.day()) {
            return Effect::Say(Role::Text, cx.get("scores-newest").into_owned());
        }
        self.first = to;
        self.refresh(cx);
        Effect::Stay
    }

    /// The lines of the open box.
    fn explanation(&self, cx: &Cx<'_>) -> Option<Page> {
        let (explained, month) = (self.explained.as_ref()?, self.month.as_ref()?);
        let (title, lines) = match &explained.about {
            About::Groups => (cx.get("scores-groups").into_owned(), explained::group_lines(cx, month)),
            About::Kept => (cx.get("scores-kept").into_owned(), kept::lines(cx, month)),
            About::Number(what) => (explained::name(cx, month, what), number_lines(cx, month, what)),
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
}

impl Screen for Scores {
    fn place(&self) -> Place {
        Place::Scores
    }

    fn layers(&self) -> Vec<Layer> {
        if self.explained.is_some() { vec![Layer::Page] } else { vec![Layer::Scores, Layer::List] }
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let month = format::month(cx.words(), self.first);
        let mut parts = vec![Part::new(Role::Title, cx.get("scores-title")), Part::new(Role::Accent, month)];
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
        match Month::read(cx, self.first) {
            Ok(month) => (self.month, self.fault) = (Some(month), String::new()),
            Err(Failure::Desk(error)) => (self.month, self.fault) = (None, cx.say(&error).message),
            Err(Failure::Score(error)) => {
                let fault = cx.with("scores-refused", &[("why", &error.to_string())]);
                (self.month, self.fault) = (None, fault);
            }
        }
        self.read = Some(now);
        self.selected = self.selected.min(self.numbers().len().saturating_sub(1));
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        if self.explained.is_some() {
            return self.on_box(cx, action);
        }
        let Some(action) = action else { return Effect::Pass };
        match action {
            Action::Next | Action::Open => {
                let what = self.numbers().into_iter().nth(self.selected);
                self.explained = what.map(|what| Explained { about: About::Number(what), top: 0 });
                Effect::Stay
            }
            Action::GroupBy => {
                self.explained = Some(Explained { about: About::Groups, top: 0 });
                Effect::Stay
            }
            Action::Kept => {
                self.explained = Some(Explained { about: About::Kept, top: 0 });
                Effect::Stay
            }
            Action::Period | Action::Left => self.walk(cx, month::before(self.first)),
            Action::Right => self.walk(cx, month::after(self.first)),
            action => match action.step() {
                Some(step) => {
                    self.selected = step.from(self.selected, self.numbers().len(), PAGE);
                    Effect::Stay
                }
                None => Effect::Pass,
            },
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        draw::draw(self, cx, area, buffer);
        None
    }
}

fn number_lines(cx: &Cx<'_>, month: &Month, what: &What) -> Vec<(Role, String)> {
    match month.explain(what) {
        Ok(steps) => explained::lines(cx, month, &steps),
        // Nothing was told this month: there is nothing to take apart.
        Err(_) => vec![(Role::Text, cx.get("scores-nothing-yet").into_owned())],
    }
}
