//! Survey campaigns: asking many customers at one time, as S7 and S19 want it, apart from the call after each visit (AM15).
//!
//! ```text
//! draft → signed → running → evaluated → reviewed → closed        (O7)
//! ```
//! Where a campaign stands follows from what was done: nothing is stored twice.

pub mod answer;
pub mod brief;
pub mod calendar;
pub mod close;
pub mod evaluate;
pub mod gates;
pub mod issue;
pub mod open;
pub mod review;
pub mod sheet;
pub mod sign;
pub mod start;

use super::complaint::approve::Signed;
use super::customer::Segment;
use super::marks::Marks;
use super::{CampaignId, CustomerId, FormId, StaffId, Stamp};
use chrono::NaiveDate;
use close::Ended;
use evaluate::Evaluated;
use gates::Wanted;
use review::Reviewed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sheet::Sheet;
use start::Started;

/// The fewest topics of a campaign (S7: 调查内容最少应包括…; M4).
pub const TOPICS_MIN: usize = 7;

/// Regular, by the calendar, or special (S7: 常规/特别; M1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CampaignKind {
    /// 常规调查.
    Regular,
    /// 特别调查: at no fixed time, perhaps by another firm.
    #[default]
    Special,
}

/// Whom a campaign asks (S7: 一般客户/重点客户).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Key customers.
    Key,
    /// General customers.
    General,
    /// All of them.
    #[default]
    All,
}

impl Audience {
    /// True if a customer of this segment is asked.
    pub fn includes(self, segment: Segment) -> bool {
        match self {
            Self::Key => segment == Segment::Key,
            Self::General => segment == Segment::General,
            Self::All => true,
        }
    }
}

/// How a campaign asks. One way for all of its forms: those of competitors are made by the same method (M3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// A form on paper, by letter or at the counter.
    #[default]
    Form,
    /// By phone.
    Phone,
    /// By visiting customers.
    Visit,
    /// A form at the hand-over.
    Handover,
    /// By message.
    Message,
}

/// Who fills a form in (M2, M3, M14).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Respondent {
    /// A customer.
    #[default]
    Customer,
    /// A dealer.
    Dealer,
    /// The shop's own people at the counter, about how they think customers see it (S7: 自评).
    Staff,
    /// A customer, about a competitor.
    Competitor,
    /// An internal customer: measured besides, never part of the score of customers.
    Internal,
}

impl Respondent {
    /// Every kind, in the order in which counts are shown.
    pub const ALL: [Self; 5] = [Self::Customer, Self::Dealer, Self::Staff, Self::Competitor, Self::Internal];

    /// True for a form that counts among the hundred (AM32): customers, dealers and staff.
    pub fn counts(self) -> bool {
        match self {
            Self::Customer | Self::Dealer | Self::Staff => true,
            Self::Competitor | Self::Internal => false,
        }
    }
}

/// What is asked: the scheme's items and grades as they were when the campaign was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// The scheme.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// Its items, in order.
    pub items: Vec<String>,
    /// Its grades, best first.
    pub grades: Vec<u8>,
    /// The fewest answers that make a form whole (N8).
    pub answered_min: u16,
}

/// One form that was issued: handed over, sent, or a customer to be rung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its number in the campaign, from 1.
    pub number: u16,
    /// Who fills it in.
    pub respondent: Respondent,
    /// Which customer.
    pub customer: Option<CustomerId>,
    /// When it was issued, and the journal line.
    pub at: Stamp,
    /// The journal line.
    pub seq: u64,
    /// When it came back.
    pub returned: Option<Stamp>,
    /// It reached nobody: a wrong number or address. It stays among those issued (N8).
    pub undelivered: bool,
}

/// Where a campaign stands (O7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Being written.
    Draft,
    /// Both departments signed.
    Signed,
    /// Forms go out and come back.
    Running,
    /// Figures were taken and written about.
    Evaluated,
    /// It was met about; there are minutes (O5).
    Reviewed,
    /// What was learnt is settled.
    Closed,
    /// It was given up before it began.
    Cancelled,
}

impl State {
    /// The way of a campaign, for the strip.
    pub const WAY: [Self; 6] =
        [Self::Draft, Self::Signed, Self::Running, Self::Evaluated, Self::Reviewed, Self::Closed];
}

/// The next step of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// Fill in what the sheet lacks.
    Sheet,
    /// The quality department signs.
    SignQuality,
    /// The technical department signs.
    SignTechnical,
    /// Start it.
    Start,
    /// Issue forms.
    Issue,
    /// Type in the answers.
    Answers,
    /// Evaluate it.
    Evaluate,
    /// Hold the meeting.
    Review,
    /// Close it.
    Close,
    /// Nothing more.
    Nothing,
}

/// A survey campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// The id.
    pub id: CampaignId,
    /// Regular or special.
    pub kind: CampaignKind,
    /// Whom it asks.
    pub audience: Audience,
    /// The place in the calendar that it fills, `2026-Q4-key`; none for a special one.
    pub slot: Option<String>,
    /// What is asked.
    pub questionnaire: Questionnaire,
    /// What it must reach.
    pub wanted: Wanted,
    /// When, by who, how, about what.
    pub sheet: Sheet,
    /// Who opened it.
    pub opened: Signed,
    /// The quality department's word.
    pub signed_quality: Option<Signed>,
    /// The technical department's word.
    pub signed_technical: Option<Signed>,
    /// When it began, and whom it is held against.
    pub started: Option<Started>,
    /// Every form issued, by number.
    pub forms: Vec<Issued>,
    /// Its figures.
    pub evaluated: Option<Evaluated>,
    /// The meeting about it.
    pub reviewed: Option<Reviewed>,
    /// How it ended.
    pub ended: Option<Ended>,
    /// Who touched what last.
    pub marks: Marks,
}

impl Campaign {
    /// Where it stands.
    pub fn state(&self) -> State {
        match &self.ended {
            Some(ended) if ended.cancelled => return State::Cancelled,
            Some(_) => return State::Closed,
            None => {}
        }
        match (self.started.is_some(), self.evaluated.is_some(), self.reviewed.is_some()) {
            (_, _, true) => State::Reviewed,
            (_, true, false) => State::Evaluated,
            (true, false, false) => State::Running,
            (false, false, false) if self.is_signed() => State::Signed,
            (false, false, false) => State::Draft,
        }
    }

    /// True until it is closed or given up.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// True once both departments signed (M4).
    pub fn is_signed(&self) -> bool {
        self.signed_quality.is_some() && self.signed_technical.is_some()
    }

    /// What comes next, on `today`.
    pub fn due(&self, today: NaiveDate) -> Due {
        match self.state() {
            State::Draft if !self.sheet.lacks().is_empty() => Due::Sheet,
            State::Draft if self.signed_quality.is_none() => Due::SignQuality,
            State::Draft => Due::SignTechnical,
            State::Signed if !self.sheet.lacks().is_empty() => Due::Sheet,
            State::Signed => Due::Start,
            State::Running if self.forms.is_empty() => Due::Issue,
            State::Running if self.open_forms().next().is_some() && today <= self.sheet.to => Due::Answers,
            State::Running => Due::Evaluate,
            State::Evaluated => Due::Review,
            State::Reviewed => Due::Close,
            State::Closed | State::Cancelled => Due::Nothing,
        }
    }

    /// Forms that are out and may still come back.
    pub fn open_forms(&self) -> impl Iterator<Item = &Issued> {
        self.forms.iter().filter(|form| form.returned.is_none() && !form.undelivered)
    }

    /// A form by its number.
    pub fn form(&self, number: u16) -> Option<&Issued> {
        self.forms.iter().find(|form| form.number == number)
    }

    /// The form that one customer holds.
    pub fn form_of(&self, customer: &CustomerId) -> Option<&Issued> {
        let holds =
            |form: &&Issued| form.customer.as_ref() == Some(customer) && form.respondent == Respondent::Customer;
        self.forms.iter().find(holds)
    }

    /// The id of the answers on a form.
    pub fn form_id(&self, number: u16) -> FormId {
        FormId::new(format!("{}.{number}", self.id))
    }
}

/// An answered form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyForm {
    /// The id, `M261123-001.17`.
    pub id: FormId,
    /// Its campaign.
    pub campaign: CampaignId,
    /// Who filled it in.
    pub respondent: Respondent,
    /// Which customer.
    pub customer: Option<CustomerId>,
    /// The scheme.
    pub scheme: String,
    /// Its version.
    pub version: u32,
    /// How they were asked.
    pub way: Way,
    /// Item → grade; `None` is "not applicable".
    pub answers: std::collections::BTreeMap<String, Option<u8>>,
    /// What else they wrote, in the free column (M4: 可增加反映内容栏).
    pub words: Option<super::Personal>,
    /// What kind of words they are.
    pub opinion: Option<super::call::answer::Opinion>,
    /// Who typed it in.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
    /// Who touched what last.
    pub marks: Marks,
}
