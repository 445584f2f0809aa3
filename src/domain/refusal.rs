//! Every reason to say no, as data. The sentences are made in `text`; meaning is never inferred from a sentence.

use super::customer::contact::Contact;
use super::department::Department;
use super::id::{OrderId, StaffId};
use super::money::Money;
use super::order::confirmed::Side;
use super::order::part_on_order::PartStep;
use super::order::stage::{Need, Stage};
use super::staff::role::Right;
use super::stamp::Stamp;
use serde::{Deserialize, Serialize};

/// A command that was refused, and why. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Refusal {
    /// A field that the command needs is not there.
    Missing {
        /// The field.
        field: String,
    },
    /// A field holds something that cannot be.
    Invalid {
        /// The field.
        field: String,
        /// What was given.
        value: String,
        /// What is wrong with it.
        why: Why,
    },
    /// There is no such record.
    NotFound {
        /// The field that named it.
        field: String,
        /// The name given.
        value: String,
    },
    /// Someone changed the same part after it was shown (DESIGN 2.2). Both values are here; neither is lost.
    Conflict {
        /// The part.
        field: String,
        /// What stands there now.
        theirs: String,
        /// What this command would have written.
        yours: String,
        /// Who changed it.
        by: StaffId,
        /// When.
        at: Stamp,
        /// The other parts of the same command that someone changed too: each has both its values, none is lost.
        #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
        also: Box<[Clash]>,
    },
    /// The order may not enter that stage yet; the first need names the field to jump to.
    Gate {
        /// The order.
        order: OrderId,
        /// The stage it would enter.
        to: Stage,
        /// What is missing, most urgent first.
        needs: Vec<Need>,
    },
    /// The workflow has no such step.
    NoSuchMove {
        /// The order.
        order: OrderId,
        /// Where it stands.
        from: Stage,
        /// Where it was to go.
        to: Stage,
    },
    /// The step belongs to another stage.
    WrongStage {
        /// The order.
        order: OrderId,
        /// Where it stands.
        stage: Stage,
    },
    /// Work may not start on a line that the customer did not accept (S6: 经过顾客同意后开始进行维修).
    NoConsent {
        /// The line.
        line: u16,
    },
    /// Lines that cannot be accepted yet: each lacks something that the customer must be told (A9).
    LinesLack {
        /// Each line and all that it lacks.
        lines: Vec<Lacking>,
    },
    /// The technician works on another job, which must be stopped with a code first (S12, G2).
    Busy {
        /// The technician.
        technician: StaffId,
        /// The order of the running job.
        order: OrderId,
        /// Its line.
        line: u16,
    },
    /// The person who repaired may not check the repair (S10, I2).
    SamePerson {
        /// Who.
        staff: StaffId,
    },
    /// Whoever wrote the plan may not approve it (S17: 按经批准的方案实施; L6).
    OwnPlan {
        /// Who.
        staff: StaffId,
    },
    /// Feedback of another department (S17: 责任部门; L15).
    OtherDepartment {
        /// The department that owns it.
        department: Department,
        /// Who tried.
        who: StaffId,
    },
    /// What quality judged, and what makes a major complaint smaller, quality alone changes (S1, S17; L3, L4).
    QualityOnly {
        /// The field.
        field: String,
    },
    /// The other side was confirmed by the same person (S9, C3).
    OnePerson {
        /// Who.
        staff: StaffId,
        /// The side that they confirmed.
        side: Side,
        /// When.
        at: Stamp,
    },
    /// The bill would exceed what the customer authorised (S6: 不得随意增加费用).
    OverCeiling {
        /// The bill.
        bill: Money,
        /// What was authorised.
        ceiling: Money,
    },
    /// More money than is due.
    PaidTooMuch {
        /// What is still due.
        due: Money,
        /// What was offered.
        amount: Money,
    },
    /// It was done before.
    AlreadyDone {
        /// The field or step.
        field: String,
        /// By whom.
        by: StaffId,
        /// When.
        at: Stamp,
    },
    /// A plate, VIN or name that already belongs to another record.
    Taken {
        /// The field.
        field: String,
        /// The value.
        value: String,
        /// Who or what has it.
        by: String,
    },
    /// The newest action on the order cannot be taken back.
    NoUndo {
        /// The order.
        order: OrderId,
        /// Why.
        why: NoUndo,
    },
    /// The record has as many entries as one may have.
    RecordFull {
        /// Its noun and id.
        record: String,
        /// So many.
        most: usize,
    },
    /// A configuration text changed without a new version (CONTRACTS 2).
    SameVersion {
        /// `scheme visit`.
        what: String,
        /// The version that both texts carry.
        version: u32,
    },
}

/// One more part on which two people's writing differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clash {
    /// The part.
    pub field: String,
    /// What stands there now.
    pub theirs: String,
    /// What the command would have written.
    pub yours: String,
    /// Who changed it.
    pub by: StaffId,
    /// When.
    pub at: Stamp,
}

impl Clash {
    /// The refusal of this part and the others after it.
    pub fn refusal(self, also: Vec<Clash>) -> Refusal {
        let Self { field, theirs, yours, by, at } = self;
        Refusal::Conflict { field, theirs, yours, by, at, also: also.into() }
    }
}

impl Refusal {
    /// The stable name of this refusal, as `apply` prints it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "missing",
            Self::Invalid { .. } => "invalid",
            Self::NotFound { .. } => "not-found",
            Self::Conflict { .. } => "conflict",
            Self::Gate { .. } => "gate",
            Self::NoSuchMove { .. } => "no-such-move",
            Self::WrongStage { .. } => "wrong-stage",
            Self::NoConsent { .. } => "no-consent",
            Self::LinesLack { .. } => "lines-lack",
            Self::Busy { .. } => "busy",
            Self::SamePerson { .. } => "same-person",
            Self::OwnPlan { .. } => "own-plan",
            Self::QualityOnly { .. } => "quality-only",
            Self::OtherDepartment { .. } => "other-department",
            Self::OnePerson { .. } => "one-person",
            Self::OverCeiling { .. } => "over-ceiling",
            Self::PaidTooMuch { .. } => "paid-too-much",
            Self::AlreadyDone { .. } => "already-done",
            Self::Taken { .. } => "taken",
            Self::NoUndo { .. } => "no-undo",
            Self::RecordFull { .. } => "record-full",
            Self::SameVersion { .. } => "same-version",
        }
    }

    /// The field to jump to, where one is at fault.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Missing { field }
            | Self::Invalid { field, .. }
            | Self::NotFound { field, .. }
            | Self::Conflict { field, .. }
            | Self::AlreadyDone { field, .. }
            | Self::QualityOnly { field }
            | Self::Taken { field, .. } => Some(field),
            Self::Gate { needs, .. } => needs.first().map(|need| need.field()),
            Self::NoConsent { .. } | Self::LinesLack { .. } => Some("lines"),
            Self::Busy { .. } => Some("technician"),
            Self::SamePerson { .. } => Some("inspector"),
            Self::OwnPlan { .. } => Some("approved"),
            Self::OtherDepartment { .. } => Some("department"),
            Self::OnePerson { .. } => Some("confirm"),
            Self::OverCeiling { .. } => Some("ceiling"),
            Self::PaidTooMuch { .. } => Some("amount"),
            Self::NoSuchMove { .. } | Self::WrongStage { .. } => None,
            Self::SameVersion { .. } | Self::RecordFull { .. } | Self::NoUndo { .. } => None,
        }
    }

    /// A field that is not there.
    pub fn missing(field: &str) -> Self {
        Self::Missing { field: field.into() }
    }

    /// A field that cannot be so.
    pub fn invalid(field: &str, value: impl ToString, why: Why) -> Self {
        match why {
            Why::Empty => Self::missing(field),
            why => Self::Invalid { field: field.into(), value: value.to_string(), why },
        }
    }

    /// A record that does not exist.
    pub fn not_found(field: &str, value: impl ToString) -> Self {
        Self::NotFound { field: field.into(), value: value.to_string() }
    }
}

/// Why nothing is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoUndo {
    /// There is nothing that could be: the order has only just begun, or was taken back just now.
    Nothing,
    /// Somebody else did something after it.
    Others {
        /// Who.
        by: StaffId,
        /// When.
        at: Stamp,
    },
    /// It was taken back just now: what came before it stays.
    Already,
    /// Others rely on it: money, a car given back, the customer's words, an odometer.
    Lasting,
}

/// A line, and the fields that it lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// The line.
    pub line: u16,
    /// The names of the fields.
    pub lacks: Vec<String>,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Nothing was given.
    Empty,
    /// Longer than this many characters.
    TooLong(usize),
    /// No province begins a plate like this.
    PlateProvince(String),
    /// The second character of a plate is a letter A–Z.
    PlateLetter,
    /// So many characters after province and letter; five or six are right.
    PlateLength(usize),
    /// I and O are not used on plates.
    PlateNoIO(String),
    /// Not a letter or digit.
    PlateCharacter(String),
    /// Six characters, but not a new-energy pattern.
    PlateGreen,
    /// So many characters; seventeen are right.
    VinLength(usize),
    /// A character that no VIN has, and its place from 1.
    VinCharacter {
        /// The character.
        character: String,
        /// Its place, from 1.
        place: usize,
    },
    /// So many digits; seven at least.
    PhoneShort(usize),
    /// So many digits; fifteen at most.
    PhoneLong(usize),
    /// Not a digit.
    PhoneCharacter(String),
    /// Not a time.
    NotATime,
    /// Not a day or time.
    NotADay,
    /// The time has passed.
    Past,
    /// More than so many days ahead.
    FarAhead(u32),
    /// The shop is closed on that day.
    ClosedDay(Stamp),
    /// Nobody calls customers at that time of day; when they may be called, in minutes after midnight.
    CallingHours {
        /// From.
        from: u16,
        /// Until.
        until: u16,
    },
    /// The customer does not want to be contacted so.
    NotWanted {
        /// About what.
        contact: Contact,
        /// Since when.
        since: Stamp,
    },
    /// A call that asks no survey has no answers to it.
    NoSurvey,
    /// There is no attempt of one's own that was logged just now.
    NoAttempt,
    /// Somebody works on a corrective action that the answers opened.
    WorkedOn,
    /// The customer heard what was done, and their word ended a corrective action or began it anew.
    CustomerTold,
    /// Another call to the same customer ended since.
    CalledSince,
    /// The call is still to be made, until then.
    StillOpen(Stamp),
    /// The time is yet to come.
    Future,
    /// After it was taken down, which was at this time.
    AfterTakenDown(Stamp),
    /// Before the customer came, which was at this time.
    BeforeArrival(Stamp),
    /// No finding has a cause yet.
    BeforeDiagnosis,
    /// The one who gives cannot be the one who takes.
    SameAsGiver,
    /// That advisor has the order already.
    AdvisorAlready,
    /// The step before it was not taken: this one comes next (F1).
    PartStepMissing(PartStep),
    /// There is no mark on this item, so nothing to note beside it.
    Unmarked(String),
    /// Nobody approves their own trip.
    OwnTrip,
    /// Nobody verifies the corrective action that they answer for (O3).
    OwnAction,
    /// Nobody verifies what they carried out for a complaint (L7).
    OwnWork,
    /// A score that the rule does not fire at.
    FiresNothing,
    /// Not a month or year, whichever the rule looks at.
    NotAPeriod,
    /// No customer waits to hear of it.
    NobodyToTell,
    /// Before that moment, which it has to follow.
    Before(Stamp),
    /// The clock of a car does not run backwards: the last reading in km, and its day.
    MileageBackwards {
        /// The last reading, km.
        last: u32,
        /// When it was read.
        on: Stamp,
    },
    /// Outside these bounds, both inclusive.
    OutOfRange {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// Not one of these.
    NotOneOf(Vec<String>),
    /// Ids are lower-case letters, digits and hyphens, at most 16.
    NotAnId,
    /// Not a public key as OpenSSH or PuTTY writes one.
    NotAKey,
    /// A private key, which nobody but its owner should see.
    PrivateKey,
    /// Whose key it would have to be has none.
    NoKeys,
    /// A key of a kind that does not log in; these do.
    KeyKind(Vec<String>),
    /// Not four to eight digits.
    NotAPin,
    /// Not the argon2id hash of a PIN.
    NotAHash,
    /// Someone whose roles do not include what is asked of them here.
    NotTheirTrade(Right),
    /// Only a technician signs for a finding (C1).
    NoTechnician,
    /// It is there twice.
    Twice,
    /// Before this day, which it has to follow.
    BeforeDay(chrono::NaiveDate),
    /// Not in this year.
    OtherYear(i32),
    /// The other department's word was given by the same person.
    OtherDepartment,
    /// Only customers get a form by name.
    NoNames,
    /// Not a score from 0 to 100 with two decimals at most.
    NotAScore,
    /// A number where words are asked for.
    NotWords,
    /// The parts are not the whole.
    NotTheSum {
        /// The parts together.
        sum: Money,
        /// The whole.
        price: Money,
    },
    /// A file is not merged into itself.
    Itself,
    /// The file was not merged into another.
    NotMerged,
    /// Both cars stand in the shop: this is the other one's order.
    BothHere(OrderId),
    /// An order of another car.
    OtherCar,
    /// Two cars with different VINs.
    OtherVin,
    /// Must be above zero.
    NotPositive,
    /// Not readable as a configuration text.
    Unreadable(String),
}
