//! Survey campaigns: what the calendar proposes, those that are open with what they reached, then those that are over
//! (S7; M1, feature 62).

use super::Screen;
use super::improvement::tabs;
use super::survey::{audience_word, bar, due_word, gate_bar, period, state_word};
use crate::desk::campaigns::CampaignsPage;
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::campaign::State;
use crate::domain::campaign::brief::Brief;
use crate::domain::campaign::calendar::Slot;
use crate::domain::campaign::open::OpenCampaign;
use crate::domain::{CampaignId, Command};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::Part;
use crate::tui::widget::table::{Cell, Column, Row, Table, Width};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// A place of the calendar that nobody has opened.
    Slot(String),
    /// A campaign.
    Campaign(CampaignId),
}

/// The list of campaigns.
pub struct Campaigns {
    page: CampaignsPage,
    fault: String,
    table: Table<Entry>,
}

impl Campaigns {
    /// Reads the campaigns.
    pub fn new(cx: &Cx<'_>) -> Self {
        let mut campaigns = Self { page: CampaignsPage::default(), fault: String::new(), table: Table::new() };
        campaigns.refresh(cx);
        campaigns
    }

    fn entries(&self) -> Vec<Entry> {
        let slots = self.page.proposals.iter().map(|slot| Entry::Slot(slot.name.clone()));
        let briefs = self.page.open.iter().chain(&self.page.over);
        slots.chain(briefs.map(|brief| Entry::Campaign(brief.campaign.clone()))).collect()
    }
}

/// Opens the draft of a place in the calendar.
fn draft(slot: &str) -> Ask {
    let command = Command::OpenCampaign(OpenCampaign { slot: Some(slot.to_string()), ..OpenCampaign::default() });
    Ask { command, seen: None }
}

impl Screen for Campaigns {
    fn place(&self) -> Place {
        Place::Campaigns
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Campaigns, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let n = |n: usize| n.to_string();
        let mut parts = vec![
            Part::new(Role::Title, cx.get("campaigns-title")),
            Part::new(Role::Text, cx.with("campaigns-open", &[("n", &n(self.page.open.len()))])),
        ];
        if !self.page.proposals.is_empty() {
            let proposed = cx.with("campaigns-proposed", &[("n", &n(self.page.proposals.len()))]);
            parts.push(Part::new(Role::Soon, proposed));
        }
        (parts, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        match cx.ask(&Query::Campaigns) {
            Ok(Answer::Campaigns(page)) => (self.page, self.fault) = (page, String::new()),
            Ok(other) => self.fault = cx.say(&other.unexpected()).message,
            Err(error) => self.fault = cx.say(&error).message,
        }
        let entries = self.entries();
        self.table.keep(entries.iter());
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let entries = self.entries();
        if self.table.on(action, &entries) {
            return Effect::Stay;
        }
        match (action, self.table.selected()) {
            (Action::Next, Some(Entry::Slot(slot))) => Effect::Run(Box::new(draft(slot))),
            (Action::Next, Some(Entry::Campaign(id))) => Effect::Open(Place::Campaign(id.clone())),
            (Action::Open, Some(Entry::Campaign(id))) => Effect::Open(Place::Campaign(id.clone())),
            (Action::Open, _) => Effect::Say(Role::Dim, cx.get("campaigns-enter-drafts").into_owned()),
            (Action::Next, None) => Effect::Say(Role::Dim, cx.get("campaigns-none").into_owned()),
            (Action::Several, _) => match self.page.proposals.as_slice() {
                [] => Effect::Say(Role::Dim, cx.get("campaigns-no-proposals").into_owned()),
                slots => Effect::RunEach(slots.iter().map(|slot| draft(&slot.name)).collect()),
            },
            (Action::Add, _) => Effect::Open(Place::NewCampaign),
            (Action::NextField, _) => tabs::next(cx, tabs::View::Campaigns),
            (Action::PreviousField, _) => tabs::back(cx, tabs::View::Campaigns),
            _ => Effect::Pass,
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        let area = tabs::draw(cx, area, buffer, tabs::View::Campaigns);
        let columns = [
            Column::left(cx.get("campaigns-which"), Width::Fixed(15)),
            Column::left(cx.get("campaigns-whom"), Width::Fixed(8)).only_if(area.width >= 100),
            Column::left(cx.get("campaigns-period"), Width::Fixed(12)),
            Column::left(cx.get("campaigns-state"), Width::Fixed(10)),
            Column::left("", Width::Fixed(10)).only_if(area.width >= 100),
            Column::left(cx.get("campaigns-reached"), Width::Flex(20)),
        ];
        let proposals = self.page.proposals.iter().map(|slot| proposal(cx, slot));
        let briefs = self.page.open.iter().chain(&self.page.over).map(|brief| line(cx, brief));
        let mut rows: Vec<Row<'_, Entry>> = proposals.chain(briefs).collect();
        let (proposed, open) = (self.page.proposals.len(), self.page.open.len());
        for first in [proposed, proposed + open] {
            if let Some(row) = rows.get_mut(first).filter(|_| first > 0) {
                row.apart = true;
            }
        }
        let empty = if self.fault.is_empty() { cx.get("campaigns-none") } else { self.fault.as_str().into() };
        self.table.draw(&cx.look, area, buffer, &columns, &rows, &empty);
        None
    }

    fn done(&mut self, cx: &Cx<'_>, receipt: &Receipt) -> Effect {
        self.table.select(Entry::Campaign(CampaignId::new(&receipt.id)));
        self.refresh(cx);
        Effect::Say(Role::Good, cx.with("campaigns-drafted", &[("id", &receipt.id)]))
    }

    fn done_each(&mut self, cx: &Cx<'_>, outcomes: &[Result<Receipt, DeskError>]) -> Effect {
        self.refresh(cx);
        let refused = outcomes.iter().find_map(|outcome| outcome.as_ref().err());
        match refused {
            Some(error) => Effect::Say(Role::Error, cx.say(error).whole()),
            None => {
                let n = outcomes.len().to_string();
                Effect::Say(Role::Good, cx.with("campaigns-drafted-all", &[("n", &n)]))
            }
        }
    }
}

fn proposal<'a>(cx: &Cx<'a>, slot: &'a Slot) -> Row<'a, Entry> {
    let cells = vec![
        Cell::new(Role::Soon, slot.name.as_str()),
        Cell::new(Role::Text, audience_word(cx.words(), slot.audience)),
        Cell::new(Role::Dim, period(slot.from, slot.to)),
        Cell::new(Role::Soon, cx.get("campaigns-state-proposed")),
        "".into(),
        Cell::new(Role::Dim, cx.get("campaigns-enter-drafts")),
    ];
    let mark = Some((cx.look.theme.marks.soon, Role::Soon));
    Row { mark, ..Row::new(Entry::Slot(slot.name.clone()), cells) }
}

fn line<'a>(cx: &Cx<'a>, brief: &'a Brief) -> Row<'a, Entry> {
    let over = matches!(brief.state, State::Closed | State::Cancelled);
    let plain = if over { Role::Dim } else { Role::Text };
    let late = brief.state == State::Running && cx.now.day() > brief.to;
    let (role, reached) = match brief.state {
        State::Draft | State::Signed => (Role::Dim, cx.get(due_word(brief.due)).into_owned()),
        State::Cancelled => (Role::Dim, String::new()),
        State::Running | State::Evaluated | State::Reviewed | State::Closed => gate_bar(cx, brief),
    };
    let state = if late { Role::Late } else { plain };
    let cells = vec![
        Cell::new(plain, brief.slot.as_deref().unwrap_or(brief.campaign.as_str())),
        Cell::new(plain, audience_word(cx.words(), brief.audience)),
        Cell::new(Role::Dim, period(brief.from, brief.to)),
        Cell::new(state, state_word(cx.words(), brief.state)),
        Cell::new(role, if brief.started.is_some() { bar(cx, brief, 10) } else { String::new() }),
        Cell::new(role, reached),
    ];
    let mark = late.then_some((cx.look.theme.marks.late, Role::Late));
    Row { mark, ..Row::new(Entry::Campaign(brief.campaign.clone()), cells) }
}
