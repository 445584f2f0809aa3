//! When the fault shows: nine questions, each answered by one key and kept as a code (S5; A11, feature 6). A question
//! that was not asked has no code; that is not the same as "no".

use super::Order;
use crate::domain::OrderId;
use crate::domain::decide::{Deciding, Stop};
use crate::domain::event::{Event, code};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The state of the engine (冷车/热车).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// Cold.
    Cold,
    /// Warm.
    Warm,
}

/// How fast the car goes (高速/低速).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Speed {
    /// Slowly.
    Low,
    /// Fast.
    High,
}

/// How much the car carries (空载/满载).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Load {
    /// Nothing but the driver.
    Empty,
    /// A full load.
    Loaded,
}

/// What it drives on (公路/土路).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// A smooth road.
    Smooth,
    /// A rough road.
    Rough,
    /// A wet road.
    Wet,
    /// Up or down a slope.
    Slope,
    /// In a bend.
    Bend,
}

/// Air conditioning, lights and the like (附加设备).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Accessories {
    /// Switched on.
    On,
    /// Switched off.
    Off,
}

/// When it was last serviced (何时维护).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Serviced {
    /// Within a month.
    Month,
    /// Within half a year.
    HalfYear,
    /// Within a year.
    Year,
    /// Longer ago.
    Longer,
    /// The customer does not know.
    Unknown,
}

/// What was repaired before (以前修过什么).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Repaired {
    /// Nothing.
    Nothing,
    /// The same thing.
    Same,
    /// Something else.
    Other,
}

/// Since when it shows (何时出现).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// Today.
    Today,
    /// This week.
    Week,
    /// This month.
    Month,
    /// Longer.
    Longer,
}

/// How often it shows (经常/偶尔).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Often {
    /// Always.
    Always,
    /// Sometimes.
    Sometimes,
    /// Once so far.
    Once,
}

/// One of the nine questions, by the name of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Cold or warm engine.
    Engine,
    /// Low or high speed.
    Speed,
    /// Empty or loaded.
    Load,
    /// The road.
    Ground,
    /// Accessories on or off.
    Accessories,
    /// When it was last serviced.
    Serviced,
    /// What was repaired before.
    Repaired,
    /// Since when.
    Since,
    /// Always or sometimes.
    Often,
}

impl Question {
    /// All nine.
    pub const ALL: [Self; 9] = [
        Self::Engine,
        Self::Speed,
        Self::Load,
        Self::Ground,
        Self::Accessories,
        Self::Serviced,
        Self::Repaired,
        Self::Since,
        Self::Often,
    ];

    /// The field: the same name in `apply` and on the form.
    pub fn field(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Speed => "speed",
            Self::Load => "load",
            Self::Ground => "ground",
            Self::Accessories => "accessories",
            Self::Serviced => "serviced",
            Self::Repaired => "repaired",
            Self::Since => "since",
            Self::Often => "often",
        }
    }
}

/// The answers so far; `None`: not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Symptoms {
    /// Cold or warm engine.
    pub engine: Option<Engine>,
    /// Low or high speed.
    pub speed: Option<Speed>,
    /// Empty or loaded.
    pub load: Option<Load>,
    /// The road.
    pub ground: Option<Ground>,
    /// Accessories on or off.
    pub accessories: Option<Accessories>,
    /// When it was last serviced.
    pub serviced: Option<Serviced>,
    /// What was repaired before.
    pub repaired: Option<Repaired>,
    /// Since when.
    pub since: Option<Since>,
    /// Always or sometimes.
    pub often: Option<Often>,
}

impl Symptoms {
    /// True if nothing was asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The code of an answer; `None`: not asked.
    pub fn answer(&self, question: Question) -> Option<String> {
        match question {
            Question::Engine => self.engine.as_ref().map(code),
            Question::Speed => self.speed.as_ref().map(code),
            Question::Load => self.load.as_ref().map(code),
            Question::Ground => self.ground.as_ref().map(code),
            Question::Accessories => self.accessories.as_ref().map(code),
            Question::Serviced => self.serviced.as_ref().map(code),
            Question::Repaired => self.repaired.as_ref().map(code),
            Question::Since => self.since.as_ref().map(code),
            Question::Often => self.often.as_ref().map(code),
        }
    }

    /// The questions that were answered.
    pub fn answered(&self) -> impl Iterator<Item = Question> + '_ {
        Question::ALL.into_iter().filter(|question| self.answer(*question).is_some())
    }

    /// Takes an answer back: the question was not asked.
    fn forget(&mut self, question: Question) {
        match question {
            Question::Engine => self.engine = None,
            Question::Speed => self.speed = None,
            Question::Load => self.load = None,
            Question::Ground => self.ground = None,
            Question::Accessories => self.accessories = None,
            Question::Serviced => self.serviced = None,
            Question::Repaired => self.repaired = None,
            Question::Since => self.since = None,
            Question::Often => self.often = None,
        }
    }

    /// Takes over what `newer` answers.
    fn merge(&mut self, newer: &Self) {
        self.engine = newer.engine.or(self.engine);
        self.speed = newer.speed.or(self.speed);
        self.load = newer.load.or(self.load);
        self.ground = newer.ground.or(self.ground);
        self.accessories = newer.accessories.or(self.accessories);
        self.serviced = newer.serviced.or(self.serviced);
        self.repaired = newer.repaired.or(self.repaired);
        self.since = newer.since.or(self.since);
        self.often = newer.often.or(self.often);
    }
}

/// The symptoms were asked after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SymptomsNoted {
    /// The order.
    pub order: OrderId,
    /// The answers; a question without one stays as it was.
    pub symptoms: Symptoms,
    /// Questions whose answers were taken back: they were not asked after all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_asked: Vec<Question>,
}

impl SymptomsNoted {
    /// Takes over the answers, and forgets those that were taken back.
    pub fn fold(&self, order: &mut Order) {
        order.symptoms.merge(&self.symptoms);
        self.not_asked.iter().for_each(|question| order.symptoms.forget(*question));
    }

    /// The questions that it writes.
    pub fn questions(&self) -> Vec<Question> {
        self.symptoms.answered().chain(self.not_asked.iter().copied()).collect()
    }
}

/// Writes the answers, unless there are none. Only an answer that was given can be taken back.
pub fn note(d: &mut Deciding<'_>, id: &OrderId, symptoms: &Symptoms, not_asked: &[Question]) -> Result<(), Stop> {
    let stands = d.open_order(id)?.symptoms.clone();
    let given = |question: &Question| stands.answer(*question).is_some() && symptoms.answer(*question).is_none();
    let not_asked: Vec<Question> = not_asked.iter().copied().filter(given).collect();
    if symptoms.is_empty() && not_asked.is_empty() {
        return Ok(());
    }
    d.emit(Event::SymptomsNoted(SymptomsNoted { order: id.clone(), symptoms: symptoms.clone(), not_asked }))
}
