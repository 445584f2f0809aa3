//! Which key asks for what, layer by layer. The lines stand in `config/keymap.toml`, key, command and help sentence
//! together, so that the footer, the page of keys and the palette can never disagree with what a key does.
//!
//! Layers lie on each other, the nearest first. In a text field, a form or a box a character is text: it never falls
//! through to a layer below, where it would be a command.

mod read;
mod show;

use serde::Deserialize;

use super::action::Action;
use super::input::Key;

pub use read::KeymapError;
pub use show::{Command, Hint, KeyGroup};

/// A layer of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// Everywhere.
    Global,
    /// Instead of everywhere, as long as the shop has neither name nor people.
    FirstRun,
    /// Instead of everywhere, on a locked screen.
    Locked,
    /// Where a draft came back.
    Draft,
    /// In a form that may be begun several times.
    Drafts,
    /// Inside a text field.
    Text,
    /// Inside a form.
    Form,
    /// Inside a form that was saved and is open for the next one.
    Again,
    /// Inside a form that has sections.
    Sections,
    /// In anything with rows.
    List,
    /// The board.
    Board,
    /// The board with rows that are marked.
    Marked,
    /// The board with a column for each stage.
    Cards,
    /// One order while the car is in the shop.
    Order,
    /// One order with the cursor on a line that the customer has not decided on.
    Line,
    /// One order whose car was handed over, or that was cancelled.
    PastOrder,
    /// One vehicle that is not in the shop.
    Vehicle,
    /// The card of a vehicle, in the shop or not.
    Card,
    /// One customer.
    Customer,
    /// The file of a vehicle or customer.
    File,
    /// The list of calls.
    Calls,
    /// Whom one might call besides.
    Whom,
    /// A held call before anybody answered: digits are outcomes.
    Ringing,
    /// A held call with the customer on the line: digits are grades.
    Grading,
    /// As before, under a scheme with more than five grades.
    MoreGrades,
    /// A held call, while the reason of a low grade is asked.
    Reason,
    /// What waits for an answer.
    Requests,
    /// The list of complaints.
    Complaints,
    /// The views beside it.
    ComplaintViews,
    /// Those that are about a month.
    ComplaintMonths,
    /// One piece of feedback.
    Feedback,
    /// One complaint.
    Complaint,
    /// One complaint that is closed.
    ClosedComplaint,
    /// Survey campaigns.
    Campaigns,
    /// One campaign.
    Campaign,
    /// The plan of a year.
    Plan,
    /// Scores.
    Scores,
    /// The list of corrective actions.
    Improvement,
    /// One corrective action.
    Capa,
    /// One corrective action that is closed.
    ClosedCapa,
    /// Feedback that is over.
    ClosedFeedback,
    /// One improvement project.
    Project,
    /// A box over the screen.
    Popup,
    /// A box that is only read, or that one key of its own answers.
    Page,
}

impl Layer {
    /// All layers, in the order of the page of keys.
    pub const ALL: &[Layer] = &[
        Layer::Draft,
        Layer::Drafts,
        Layer::Popup,
        Layer::Page,
        Layer::Text,
        Layer::Again,
        Layer::Sections,
        Layer::Form,
        Layer::Ringing,
        Layer::Grading,
        Layer::MoreGrades,
        Layer::Reason,
        Layer::List,
        Layer::Marked,
        Layer::Board,
        Layer::Cards,
        Layer::Order,
        Layer::Line,
        Layer::PastOrder,
        Layer::Vehicle,
        Layer::Card,
        Layer::Customer,
        Layer::File,
        Layer::Calls,
        Layer::Whom,
        Layer::Requests,
        Layer::Complaints,
        Layer::ComplaintViews,
        Layer::ComplaintMonths,
        Layer::Feedback,
        Layer::Complaint,
        Layer::ClosedComplaint,
        Layer::Campaigns,
        Layer::Campaign,
        Layer::Plan,
        Layer::Scores,
        Layer::Improvement,
        Layer::Capa,
        Layer::ClosedCapa,
        Layer::ClosedFeedback,
        Layer::Project,
        Layer::FirstRun,
        Layer::Locked,
        Layer::Global,
    ];

    /// Names the layer as `keymap.toml` does.
    pub fn name(self) -> &'static str {
        match self {
            Layer::Global => "global",
            Layer::FirstRun => "first-run",
            Layer::Locked => "locked",
            Layer::Draft => "draft",
            Layer::Drafts => "drafts",
            Layer::Text => "text",
            Layer::Form => "form",
            Layer::Again => "again",
            Layer::Sections => "sections",
            Layer::List => "list",
            Layer::Board => "board",
            Layer::Marked => "marked",
            Layer::Cards => "cards",
            Layer::Order => "order",
            Layer::Line => "line",
            Layer::PastOrder => "past-order",
            Layer::Vehicle => "vehicle",
            Layer::Card => "card",
            Layer::Customer => "customer",
            Layer::File => "file",
            Layer::Calls => "calls",
            Layer::Whom => "whom",
            Layer::Ringing => "ringing",
            Layer::Grading => "grading",
            Layer::MoreGrades => "more-grades",
            Layer::Reason => "reason",
            Layer::Requests => "requests",
            Layer::Complaints => "complaints",
            Layer::ComplaintViews => "complaint-views",
            Layer::ComplaintMonths => "complaint-months",
            Layer::Feedback => "feedback",
            Layer::Complaint => "complaint",
            Layer::ClosedComplaint => "closed-complaint",
            Layer::Campaigns => "campaigns",
            Layer::Campaign => "campaign",
            Layer::Plan => "plan",
            Layer::Scores => "scores",
            Layer::Improvement => "improvement",
            Layer::Capa => "capa",
            Layer::ClosedCapa => "closed-capa",
            Layer::ClosedFeedback => "closed-feedback",
            Layer::Project => "project",
            Layer::Popup => "popup",
            Layer::Page => "page",
        }
    }

    /// Tells whether characters are text here and go no further.
    pub fn takes_text(self) -> bool {
        matches!(self, Layer::Text | Layer::Form | Layer::Popup | Layer::Page | Layer::Reason | Layer::Locked)
    }

    /// Tells whether a call is held: only here may a key mean something else than elsewhere.
    pub fn holds_call(self) -> bool {
        matches!(self, Layer::Ringing | Layer::Grading | Layer::MoreGrades)
    }
}

/// One line of the keymap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The layer of the line.
    pub layer: Layer,
    /// The keys that ask for it, the one to show first.
    pub on: Vec<Key>,
    /// What they ask for.
    pub run: Action,
    /// The help sentence in English.
    pub en: String,
    /// The help sentence in Chinese.
    pub zh: String,
    /// How early it comes in the footer, 1 first; without it, it does not.
    pub foot: Option<u8>,
    /// What the footer shows instead of the key, for a line that stands for several.
    pub show: Option<String>,
}

/// All keys of a session. Read once and shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Keymap {
    /// Returns the keys that are compiled in.
    pub fn built_in() -> Keymap {
        Keymap::parse(include_str!("../../../config/keymap.toml")).expect("the compiled-in keymap is parsed by a test")
    }

    /// Finds what a key asks for in the given layers, the nearest first.
    ///
    /// A capital that asks for nothing is taken for its small letter: plates are typed in capitals, and the lock
    /// stays on.
    pub fn lookup(&self, layers: &[Layer], key: Key) -> Option<Action> {
        let key = key.narrow();
        self.find(layers, key).or_else(|| self.find(layers, key.lowered()))
    }

    fn find(&self, layers: &[Layer], key: Key) -> Option<Action> {
        for layer in layers {
            if let Some(binding) = self.in_layer(*layer).find(|binding| binding.on.contains(&key)) {
                return Some(binding.run);
            }
            if layer.takes_text() && key.typed().is_some() {
                return None;
            }
        }
        None
    }

    /// Walks through all lines, as they stand in the file.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        self.bindings.iter()
    }

    fn in_layer(&self, layer: Layer) -> impl Iterator<Item = &Binding> {
        self.bindings.iter().filter(move |binding| binding.layer == layer)
    }
}
