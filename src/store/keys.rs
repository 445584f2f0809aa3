//! The bytes of every index key. One letter says what kind of row it is; parts of varying length end with a zero
//! byte, which no part contains; numbers are big-endian, so that they sort.
//!
//! | key | row |
//! |---|---|
//! | `r` kind id | a record |
//! | `f` kind tail 0 vehicle | a line of the find box; tails are written backwards, so that a tail is a prefix |
//! | `h` vehicle 0 order | a visit of a vehicle |
//! | `d` vehicle 0 order 0 line | a line put off |
//! | `b` customer 0 kind id | a visit, complaint, opinion or day of readings in a customer's file |
//! | `c` day id | a call that is over |
//! | `a` day id number | an attempt to call a customer |
//! | `n` day customer | a customer without a car here, by the day of the last contact |
//! | `y` day vehicle | a car, by the day on which its next service is due |
//! | `w` day order 0 number | a fault of the shop, by the day on which it was recorded |
//! | `g` day order | a car given back, with what became of its promises |
//! | `z` order 0 order | a comeback, under the order that did not hold |
//! | `xc` id | a complaint that is closed |
//! | `xf` id | feedback that is over |
//! | `xh` day id | a complaint or feedback, by the day on which it was said |
//! | `xr` what value 0 day id | a complaint about a car, a job or part, a technician, a cause: repeats are found by it |
//! | `ic` id | a corrective action that is closed |
//! | `ip` period 0 id | an improvement project |
//! | `is` id | a campaign that is over |
//! | `iv` day order | whose car was taken in on a day |
//! | `e` seq id part | a fact, in the order in which it came to be |
//! | `s` day id part | the same fact, by the day it is about |
//! | `u` period by name | counts of the facts of a day, or of a month (day 0): of all, or of one advisor and so on |
//! | `l` record key | a record that is still moving: read into memory at opening |
//! | `k` key | the answer to a command that carried an idempotency key |

use crate::domain::Key;
use crate::scoring::By;
use chrono::{Datelike, NaiveDate};

/// What a find row is found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// The plate, backwards.
    Plate,
    /// The VIN, backwards.
    Vin,
    /// A phone, backwards.
    Phone,
    /// A name, from any of its characters or words.
    Name,
    /// Pinyin initials.
    Initials,
}

impl Tail {
    fn letter(self) -> u8 {
        match self {
            Self::Plate => b'p',
            Self::Vin => b'v',
            Self::Phone => b't',
            Self::Name => b'n',
            Self::Initials => b'i',
        }
    }
}

/// A record's key.
pub fn record(key: &Key) -> Vec<u8> {
    let kind = match key {
        Key::Shop => b's',
        Key::Staff(_) => b'p',
        Key::Customer(_) => b'c',
        Key::Vehicle(_) => b'v',
        Key::Order(_) => b'o',
        Key::Call(_) => b'f',
        Key::Complaint(_) => b't',
        Key::Feedback(_) => b'b',
        Key::Capa(_) => b'a',
        Key::Project(_) => b'j',
        Key::Once(_) => b'1',
        Key::Requirement(_) => b'q',
        Key::Online(_) => b'w',
        Key::Campaign(_) => b'd',
        Key::Form(_) => b'e',
        Key::Plan(_) => b'y',
        Key::Slot(_) => b'l',
        Key::Plate(_) => b'n',
        Key::Phone(_) => b'm',
        Key::User(_) => b'u',
        Key::Login(_) => b'k',
        Key::Reads(_) => b'r',
        Key::Counter(_) => b'#',
    };
    [b"r", [kind].as_slice(), key.id().as_bytes()].concat()
}

/// All records that are still moving.
pub const MOVING: &[u8] = b"l";

/// The note that a record is still moving.
pub fn moving(key: &Key) -> Vec<u8> {
    [MOVING, &record(key)].concat()
}

/// All find rows whose text begins with `typed`; `typed` is already backwards for tails.
pub fn find_prefix(tail: Tail, typed: &str) -> Vec<u8> {
    [b"f", [tail.letter()].as_slice(), typed.as_bytes()].concat()
}

/// One find row.
pub fn find(tail: Tail, text: &str, id: &str) -> Vec<u8> {
    [find_prefix(tail, text).as_slice(), &[0], id.as_bytes()].concat()
}

/// All visits of a vehicle, oldest first.
pub fn visits(vehicle: &str) -> Vec<u8> {
    [b"h", vehicle.as_bytes(), &[0]].concat()
}

/// One visit.
pub fn visit(vehicle: &str, order: &str) -> Vec<u8> {
    [visits(vehicle).as_slice(), order.as_bytes()].concat()
}

/// All lines of a vehicle that were put off.
pub fn deferred(vehicle: &str) -> Vec<u8> {
    [b"d", vehicle.as_bytes(), &[0]].concat()
}

/// One line put off.
pub fn deferred_line(vehicle: &str, order: &str, line: u16) -> Vec<u8> {
    [deferred(vehicle).as_slice(), order.as_bytes(), &[0], &line.to_be_bytes()].concat()
}

/// What stands in a customer's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A visit.
    Visit,
    /// A complaint.
    Complaint,
    /// Feedback.
    Feedback,
    /// What was said in a follow-up call.
    Opinion,
    /// Who read it on a day.
    Reads,
}

impl Entry {
    fn letter(self) -> u8 {
        match self {
            Self::Visit => b'o',
            Self::Complaint => b't',
            Self::Feedback => b'f',
            Self::Opinion => b'v',
            Self::Reads => b'r',
        }
    }
}

/// All entries of a kind in a customer's file, oldest first.
pub fn all_of_customer(customer: &str, kind: Entry) -> Vec<u8> {
    [b"b", customer.as_bytes(), &[0, kind.letter()]].concat()
}

/// One entry of a customer's file.
pub fn of_customer(customer: &str, kind: Entry, id: &str) -> Vec<u8> {
    [all_of_customer(customer, kind).as_slice(), id.as_bytes()].concat()
}

/// The day as four sortable bytes.
fn day(day: NaiveDate) -> [u8; 4] {
    ((day.year().max(0) as u32) * 10_000 + day.month() * 100 + day.day()).to_be_bytes()
}

/// All calls that were over on a day.
pub fn calls_on(on: NaiveDate) -> Vec<u8> {
    [b"c".as_slice(), &day(on)].concat()
}

/// One call that is over.
pub fn call(on: NaiveDate, id: &str) -> Vec<u8> {
    [calls_on(on).as_slice(), id.as_bytes()].concat()
}

/// Where the attempts of a day begin.
pub fn attempts_on(on: NaiveDate) -> Vec<u8> {
    [b"a".as_slice(), &day(on)].concat()
}

/// One attempt to call a customer.
pub fn attempt(on: NaiveDate, call: &str, number: u16) -> Vec<u8> {
    [attempts_on(on).as_slice(), call.as_bytes(), &[0], &number.to_be_bytes()].concat()
}

/// One customer by the day of the last contact; without a name, where those of a day begin.
pub fn contacted(on: NaiveDate, customer: &str) -> Vec<u8> {
    [b"n".as_slice(), &day(on), customer.as_bytes()].concat()
}

/// One car by the day of its next service; without a name, where those of a day begin.
pub fn service(on: NaiveDate, vehicle: &str) -> Vec<u8> {
    [b"y".as_slice(), &day(on), vehicle.as_bytes()].concat()
}

/// Where the shop's faults of a day begin.
pub fn faults_on(on: NaiveDate) -> Vec<u8> {
    [b"w".as_slice(), &day(on)].concat()
}

/// One fault of the shop; number 0 is what made good the broken promises of the order.
pub fn fault(on: NaiveDate, order: &str, number: u16) -> Vec<u8> {
    [faults_on(on).as_slice(), order.as_bytes(), &[0], &number.to_be_bytes()].concat()
}

/// One car given back; without an order, where those of a day begin.
pub fn given_back(on: NaiveDate, order: &str) -> Vec<u8> {
    [b"g".as_slice(), &day(on), order.as_bytes()].concat()
}

/// One comeback of an order; without its own id, where those of that order begin.
pub fn came_back(of: &str, order: &str) -> Vec<u8> {
    [b"z", of.as_bytes(), &[0], order.as_bytes()].concat()
}

/// Where the comebacks of an order end.
pub fn came_back_after(of: &str) -> Vec<u8> {
    [b"z", of.as_bytes(), &[1]].concat()
}

/// One closed complaint.
pub fn complaint(id: &str) -> Vec<u8> {
    [b"xc", id.as_bytes()].concat()
}

/// Feedback that is over.
pub fn feedback(id: &str) -> Vec<u8> {
    [b"xf", id.as_bytes()].concat()
}

/// Where what was said on a day begins: complaints and feedback.
pub fn heard_on(on: NaiveDate) -> Vec<u8> {
    [b"xh".as_slice(), &day(on)].concat()
}

/// One complaint or feedback by its day. What becomes a complaint keeps its number: each has a letter behind it, so that the
/// one's going is not the other's.
pub fn heard(on: NaiveDate, id: &str, complaint: bool) -> Vec<u8> {
    [heard_on(on).as_slice(), id.as_bytes(), if complaint { b"c" } else { b"f" }].concat()
}

/// What two complaints may have in common (feature 54).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Same {
    /// The car.
    Car,
    /// The job or part.
    Part,
    /// Who repaired.
    Technician,
    /// What it came from.
    Cause,
}

impl Same {
    fn letter(self) -> u8 {
        match self {
            Self::Car => b'v',
            Self::Part => b'p',
            Self::Technician => b't',
            Self::Cause => b'c',
        }
    }
}

/// Where the complaints of a day begin that have `value` in common.
pub fn repeats_on(same: Same, value: &str, on: NaiveDate) -> Vec<u8> {
    [b"xr".as_slice(), &[same.letter()], value.as_bytes(), &[0], &day(on)].concat()
}

/// One complaint under what it may have in common with others.
pub fn repeat(same: Same, value: &str, on: NaiveDate, id: &str) -> Vec<u8> {
    [repeats_on(same, value, on).as_slice(), id.as_bytes()].concat()
}

/// One corrective action that is closed; without an id, where they begin.
pub fn capa(id: &str) -> Vec<u8> {
    [b"ic", id.as_bytes()].concat()
}

/// One improvement project; without an id, where those of a month or year begin.
pub fn project(period: &str, id: &str) -> Vec<u8> {
    [b"ip", period.as_bytes(), &[0], id.as_bytes()].concat()
}

/// One campaign that is over; without an id, where they begin.
pub fn campaign(id: &str) -> Vec<u8> {
    [b"is", id.as_bytes()].concat()
}

/// Whose car was taken in; without an order, where those of a day begin.
pub fn visitor(on: NaiveDate, order: &str) -> Vec<u8> {
    [b"iv".as_slice(), &day(on), order.as_bytes()].concat()
}

/// Where the facts after journal line `seq` begin.
pub fn facts_after(seq: u64) -> Vec<u8> {
    [b"e".as_slice(), &seq.saturating_add(1).to_be_bytes()].concat()
}

/// A fact by the journal line it came to be in.
pub fn fact_by_seq(seq: u64, kind: u8, id: &str) -> Vec<u8> {
    [b"e".as_slice(), &seq.to_be_bytes(), &[kind], id.as_bytes()].concat()
}

/// Where the facts of a day begin.
pub fn facts_on(on: NaiveDate) -> Vec<u8> {
    [b"s".as_slice(), &day(on)].concat()
}

/// A fact by its day.
pub fn fact_by_day(on: NaiveDate, kind: u8, id: &str) -> Vec<u8> {
    [facts_on(on).as_slice(), &[kind], id.as_bytes()].concat()
}

/// Year and month of the day under which a fact is kept; nothing for the key of another row.
pub fn month_of_fact(key: &[u8]) -> Option<(i32, u32)> {
    let day: [u8; 4] = key.strip_prefix(b"s")?.get(..4)?.try_into().ok()?;
    let day = u32::from_be_bytes(day);
    Some((i32::try_from(day / 10_000).ok()?, day / 100 % 100))
}

/// True for the key of a fact by its day that enters scores: an answer, a car given back, a complaint.
pub fn is_scored_fact(key: &[u8]) -> bool {
    key.first() == Some(&b's') && matches!(key.get(5), Some(b'r' | b'd' | b'c'))
}

/// The day under which a fact is kept, and its month, as the keys of buckets write them.
pub fn periods_of_fact(key: &[u8]) -> [u32; 2] {
    let day = key.get(1..5).and_then(|day| day.try_into().ok()).map_or(0, u32::from_be_bytes);
    [day, day / 100 * 100]
}

/// The month of a day, as the keys of buckets write it: its day is 0, so that it stands before its days.
pub fn month(on: NaiveDate) -> u32 {
    u32::from_be_bytes(day(on)) / 100 * 100
}

/// Where the buckets of a day or month begin, those of all its facts or those by something.
pub fn buckets(period: u32, by: Option<By>) -> Vec<u8> {
    let by = match by {
        None => b'*',
        Some(By::Advisor) => b'a',
        Some(By::Technician) => b't',
        Some(By::Caller) => b'c',
        Some(By::Mode) => b'm',
        // There are none of these; nothing is found under the letter.
        Some(By::Month | By::Segment | By::Stage | By::Shop | By::Item) => b'-',
    };
    [b"u".as_slice(), &period.to_be_bytes(), &[by]].concat()
}

/// One bucket; that of facts which name nobody sorts last.
pub fn bucket(period: u32, by: Option<By>, name: Option<&str>) -> Vec<u8> {
    let named = name.map_or_else(|| vec![1], |name| [&[0], name.as_bytes()].concat());
    [buckets(period, by), named].concat()
}

/// Whose facts a bucket counts; nothing of those that name nobody.
pub fn name_of_bucket(key: &[u8]) -> Option<String> {
    let named = key.get(6..)?.strip_prefix(&[0])?;
    Some(String::from_utf8_lossy(named).into_owned())
}

/// The answer under an idempotency key.
pub fn answer(key: &str) -> Vec<u8> {
    [b"k", key.as_bytes()].concat()
}
