//! Refusals and failures as sentences: what happened, the value and field, what to do next.
//!
//! A sentence has a key and, under the same key with `-hint` after it, perhaps a remedy. What is refused is data all
//! the way to here; nothing reads meaning out of a sentence.

use super::{Words, format, term, visit};
use crate::desk::{DeskError, Newer};
use crate::domain::decide::Warning;
use crate::domain::order::stage::Need;
use crate::domain::refusal::{Clash, Lacking, NoUndo, Why};
use crate::domain::staff::role::{RIGHTS, allows};
use crate::domain::{Refusal, StaffId, Stamp};

/// A sentence for a person, and what to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// What happened, with the value and field.
    pub message: String,
    /// What to do next; may be empty.
    pub hint: String,
}

impl Sentence {
    /// Message and hint in one line.
    pub fn whole(&self) -> String {
        // A Chinese stop brings its own blank.
        let blank = if self.message.ends_with(['。', '！', '？']) || self.hint.is_empty() { "" } else { " " };
        format!("{}{blank}{}", self.message, self.hint)
    }
}

/// A key and its values.
type Said = (&'static str, Vec<(&'static str, String)>);

/// How many characters of a refused value are said again.
const VALUE_MAX: usize = 60;

/// Says what kept the desk from doing something. `name` tells the name of a member of staff.
pub fn error(words: &Words, now: Stamp, name: &dyn Fn(&StaffId) -> String, error: &DeskError) -> Sentence {
    let said: Said = match error {
        DeskError::Refused(refusal) => return self::refusal(words, now, name, refusal),
        DeskError::NotAllowed { who, .. } if who.as_str().is_empty() => ("error-stranger", vec![]),
        DeskError::NotAllowed { right, who } => {
            let (asked, right) = (*right, words.get(term::right(*right)).into_owned());
            let roles = RIGHTS.iter().map(|(role, _)| *role).filter(|role| allows(*role, asked));
            let roles: Vec<_> = roles.map(|role| words.get(term::role(role)).into_owned()).collect();
            let between = words.get("refusal-list-comma");
            ("error-not-allowed", vec![("who", name(who)), ("right", right), ("roles", roles.join(&between))])
        }
        DeskError::NotSetUp => ("error-not-set-up", vec![]),
        DeskError::Held { who, since } => {
            ("error-held", vec![("who", name(who)), ("at", format::moment(words, *since, now))])
        }
        DeskError::PinNeeded { who } => ("error-pin-needed", vec![("who", name(who))]),
        DeskError::WrongPin { who } => ("error-wrong-pin", vec![("who", name(who))]),
        DeskError::PinWait { who, seconds } => {
            ("error-pin-wait", vec![("who", name(who)), ("seconds", seconds.to_string())])
        }
        DeskError::NotFound { what } => ("error-not-found", vec![("what", short(what))]),
        DeskError::KeyTaken { seq } => ("error-key-taken", vec![("seq", seq.to_string())]),
        DeskError::KeyLength { bytes, most } => {
            ("error-key-length", vec![("bytes", bytes.to_string()), ("most", most.to_string())])
        }
        DeskError::Store { code, place, detail } => return store(words, now, code, place, detail),
        DeskError::NewerStore { place, what } => newer(place, what),
        DeskError::Fault { what } => ("error-fault", vec![("what", what.clone())]),
        DeskError::BadConfig { file, why } => ("error-bad-config", vec![("file", file.clone()), ("why", why.clone())]),
        DeskError::Gone { reached: false, .. } => ("error-gone-before", vec![]),
        DeskError::Gone { why, .. } if why.is_empty() => ("error-gone", vec![]),
        DeskError::Gone { why, .. } => ("error-gone-said", vec![("why", why.clone())]),
        DeskError::TurnedAway { why, remedy } => {
            let message = words.with("error-turned-away", &[("why", why)]);
            return Sentence { message, hint: remedy.clone() };
        }
    };
    sentence(words, said)
}

/// Says why a command was refused.
pub fn refusal(words: &Words, now: Stamp, name: &dyn Fn(&StaffId) -> String, refusal: &Refusal) -> Sentence {
    let said: Said = match refusal {
        Refusal::Missing { field: name } => return missing(words, name),
        Refusal::Invalid { field: of, value, why } => return invalid(words, now, of, value, why),
        Refusal::NotFound { field: of, value } => {
            ("refusal-not-found", vec![("field", field(words, of)), ("value", short(value))])
        }
        Refusal::Conflict { field, theirs, yours, by, at, also } => {
            let first =
                Clash { field: field.clone(), theirs: theirs.clone(), yours: yours.clone(), by: by.clone(), at: *at };
            let all: Vec<String> =
                std::iter::once(&first).chain(also).map(|clash| self::clash(words, now, name, clash)).collect();
            let nothing = words.get("refusal-conflict-nothing");
            let message = format!("{} {nothing}", all.join(" "));
            return Sentence { message, hint: words.get("refusal-conflict-hint").into_owned() };
        }
        Refusal::Gate { order, to, needs } => return gate(words, order.as_str(), term::stage(*to), needs),
        Refusal::NoSuchMove { order, from, to } => {
            let stage = |stage| words.get(term::stage(stage)).into_owned();
            let (from, to) = (stage(*from), stage(*to));
            ("refusal-no-such-move", vec![("order", order.to_string()), ("from", from), ("to", to)])
        }
        Refusal::WrongStage { order, stage } => {
            let stage = words.get(term::stage(*stage)).into_owned();
            ("refusal-wrong-stage", vec![("order", order.to_string()), ("stage", stage)])
        }
        Refusal::NoConsent { line } => ("refusal-no-consent", vec![("line", line.to_string())]),
        Refusal::LinesLack { lines } => {
            let list = |items: Vec<String>| items.join(&words.get("refusal-list-comma"));
            let line = |of: &Lacking| {
                let lacks = list(of.lacks.iter().map(|name| field(words, name)).collect());
                words.with("refusal-line-lacks", &[("line", &of.line.to_string()), ("lacks", &lacks)])
            };
            ("refusal-lines-lack", vec![("lines", list(lines.iter().map(line).collect()))])
        }
        Refusal::Busy { technician, order, line } => {
            let (order, line) = (order.to_string(), line.to_string());
            ("refusal-busy", vec![("technician", name(technician)), ("order", order), ("line", line)])
        }
        Refusal::OwnPlan { staff } => ("refusal-own-plan", vec![("who", name(staff))]),
        Refusal::OtherDepartment { department, who } => {
            let department = words.get(term::of_department(*department)).into_owned();
            ("refusal-other-department", vec![("department", department), ("who", name(who))])
        }
        Refusal::QualityOnly { field: of } => ("refusal-quality-only", vec![("field", field(words, of))]),
        Refusal::SamePerson { staff } => ("refusal-same-person", vec![("who", name(staff))]),
        Refusal::OnePerson { staff, side, at } => {
            let (side, at) = (words.get(visit::side(*side)).into_owned(), format::moment(words, *at, now));
            ("refusal-one-person", vec![("who", name(staff)), ("side", side), ("at", at)])
        }
        Refusal::OverCeiling { bill, ceiling } => {
            ("refusal-over-ceiling", vec![("bill", bill.to_string()), ("ceiling", ceiling.to_string())])
        }
        Refusal::PaidTooMuch { due, amount } => {
            ("refusal-paid-too-much", vec![("due", due.to_string()), ("amount", amount.to_string())])
        }
        Refusal::AlreadyDone { field: of, by, at } => {
            let at = format::moment(words, *at, now);
            ("refusal-already-done", vec![("field", field(words, of)), ("by", name(by)), ("at", at)])
        }
        Refusal::Taken { field: of, value, by } => {
            // Where two fields of one form hold the same value, the other one is named, not a record.
            let by = field(words, by);
            ("refusal-taken", vec![("field", field(words, of)), ("value", short(value)), ("by", by)])
        }
        Refusal::NoUndo { order, why } => {
            let order = ("order", order.to_string());
            match why {
                NoUndo::Nothing => ("refusal-undo-nothing", vec![order]),
                NoUndo::Already => ("refusal-undo-already", vec![order]),
                NoUndo::Lasting => ("refusal-undo-lasting", vec![order]),
                NoUndo::Others { by, at } => {
                    let at = format::moment(words, *at, now);
                    ("refusal-undo-others", vec![order, ("by", name(by)), ("at", at)])
                }
            }
        }
        Refusal::RecordFull { record, most } => {
            ("refusal-record-full", vec![("record", record.clone()), ("most", most.to_string())])
        }
        Refusal::SameVersion { what, version } => {
            ("refusal-same-version", vec![("what", what.clone()), ("version", version.to_string())])
        }
    };
    sentence(words, said)
}

/// Says what a command that was done has to be told with.
pub fn warning(words: &Words, now: Stamp, warning: &Warning) -> Sentence {
    match warning {
        Warning::PaidUnsigned => sentence(words, ("warning-paid-unsigned", vec![])),
        Warning::PromiseFar { days } => sentence(words, ("warning-promise-far", vec![("days", days.to_string())])),
        Warning::PromiseBeforePart { number, expected } => {
            let at = format::moment(words, *expected, now);
            sentence(words, ("warning-promise-before-part", vec![("number", number.to_string()), ("at", at)]))
        }
        Warning::JobTwice { line } => sentence(words, ("warning-job-twice", vec![("line", line.to_string())])),
        Warning::LongLabour { minutes } => {
            sentence(words, ("warning-long-labour", vec![("hours", format::hours(*minutes))]))
        }
        Warning::VinCheck { expected } => {
            sentence(words, ("warning-vin-check", vec![("expected", expected.to_string())]))
        }
        Warning::NumberCorrected { customer } => {
            sentence(words, ("warning-number-corrected", vec![("customer", customer.to_string())]))
        }
        Warning::NotWanted { customer, contact, since } => {
            let kind = words.get(term::contact(*contact)).into_owned();
            let since = format::day(words, since.day(), now.day());
            let values = vec![("customer", customer.to_string()), ("kind", kind), ("since", since)];
            sentence(words, ("warning-not-wanted", values))
        }
        Warning::PhoneKnown { customer, name } => {
            let values = vec![("customer", customer.to_string()), ("name", name.clone())];
            sentence(words, ("warning-phone-known", values))
        }
    }
}

/// Says what a gate still asks for, and how to give it.
pub fn need(words: &Words, need: Need) -> Sentence {
    let name = words.get(term::need(need)).into_owned();
    let hint = words.get(need_hint(need)).into_owned();
    Sentence { message: words.with("need-missing", &[("need", &name)]), hint }
}

/// Names a field of a command or form. A name that has no words of its own is shown as it is.
pub fn field(words: &Words, name: &str) -> String {
    let key = format!("field-{}", name.replace('_', "-"));
    if words.has(&key) { words.get(&key).into_owned() } else { name.to_string() }
}

fn sentence(words: &Words, (key, values): Said) -> Sentence {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let hint = format!("{key}-hint");
    let hint = if words.has(&hint) { words.with(&hint, &values) } else { String::new() };
    Sentence { message: words.with(key, &values), hint }
}

fn missing(words: &Words, of: &str) -> Sentence {
    let mut said = sentence(words, ("refusal-missing", vec![("field", field(words, of))]));
    // What a person has to do for it, where giving the field is not just typing it.
    let own = format!("missing-{}", of.replace('_', "-"));
    if words.has(&own) {
        said.hint = words.get(&own).into_owned();
    }
    said
}

fn invalid(words: &Words, now: Stamp, of: &str, value: &str, wrong: &Why) -> Sentence {
    let because = sentence(words, why(words, now, wrong));
    let (name, value) = (field(words, of), readable(words, now, of, value));
    let message = words.with("refusal-invalid", &[("field", &name), ("value", &value), ("why", &because.message)]);
    Sentence { message, hint: because.hint }
}

fn gate(words: &Words, order: &str, to: &'static str, needs: &[Need]) -> Sentence {
    let names: Vec<_> = needs.iter().map(|need| words.get(term::need(*need)).into_owned()).collect();
    let (to, needs_said) = (words.get(to), names.join(&words.get("refusal-list-comma")));
    let message = words.with("refusal-gate", &[("order", order), ("to", &to), ("needs", &needs_said)]);
    let hint = needs.first().map(|need| words.get(need_hint(*need)).into_owned()).unwrap_or_default();
    Sentence { message, hint }
}

fn why(words: &Words, now: Stamp, why: &Why) -> Said {
    match why {
        Why::Empty => ("why-empty", vec![]),
        Why::TooLong(most) => ("why-too-long", vec![("most", most.to_string())]),
        Why::PlateProvince(character) => ("why-plate-province", vec![("character", character.clone())]),
        Why::PlateLetter => ("why-plate-letter", vec![]),
        Why::PlateLength(found) => ("why-plate-length", vec![("found", found.to_string())]),
        Why::PlateNoIO(character) => ("why-plate-no-io", vec![("character", character.clone())]),
        Why::PlateCharacter(character) => ("why-plate-character", vec![("character", character.clone())]),
        Why::PlateGreen => ("why-plate-green", vec![]),
        Why::VinLength(found) => ("why-vin-length", vec![("found", found.to_string())]),
        Why::VinCharacter { character, place } => {
            // What is read for them: the shapes that VINs leave out are those of digits.
            let likely = match character.as_str() {
                "O" | "Q" => "0",
                "I" => "1",
                _ => "",
            };
            let values =
                vec![("character", character.clone()), ("place", place.to_string()), ("likely", likely.into())];
            ("why-vin-character", values)
        }
        Why::PhoneShort(found) => ("why-phone-short", vec![("found", found.to_string())]),
        Why::PhoneLong(found) => ("why-phone-long", vec![("found", found.to_string())]),
        Why::PhoneCharacter(character) => ("why-phone-character", vec![("character", character.clone())]),
        Why::NotATime => ("why-not-a-time", vec![]),
        Why::NotADay => ("why-not-a-day", vec![]),
        Why::Past => ("why-past", vec![]),
        Why::FarAhead(days) => ("why-far-ahead", vec![("days", days.to_string())]),
        Why::ClosedDay(at) => ("why-closed-day", vec![("day", format::day(words, at.day(), now.day()))]),
        Why::CallingHours { from, until } => {
            let time = |minute: &u16| format!("{:02}:{:02}", minute / 60, minute % 60);
            ("why-calling-hours", vec![("from", time(from)), ("until", time(until))])
        }
        Why::NotWanted { contact, since } => {
            let kind = words.get(term::contact(*contact)).into_owned();
            ("why-not-wanted", vec![("kind", kind), ("since", format::day(words, since.day(), now.day()))])
        }
        Why::NoAttempt => ("why-no-attempt", vec![]),
        Why::WorkedOn => ("why-worked-on", vec![]),
        Why::CustomerTold => ("why-customer-told", vec![]),
        Why::CalledSince => ("why-called-since", vec![]),
        Why::NoSurvey => ("why-no-survey", vec![]),
        Why::StillOpen(until) => ("why-still-open", vec![("until", format::moment(words, *until, now))]),
        Why::Future => ("why-future", vec![]),
        Why::AfterTakenDown(at) => ("why-after-taken-down", vec![("at", format::moment(words, *at, now))]),
        Why::BeforeArrival(came) => ("why-before-arrival", vec![("came", format::moment(words, *came, now))]),
        Why::BeforeDiagnosis => ("why-before-diagnosis", vec![]),
        Why::SameAsGiver => ("why-same-as-giver", vec![]),
        Why::AdvisorAlready => ("why-advisor-already", vec![]),
        Why::Unmarked(item) => ("why-unmarked", vec![("item", item.clone())]),
        Why::PartStepMissing(step) => {
            ("why-part-step-missing", vec![("step", words.get(term::part_step(*step)).into_owned())])
        }
        Why::OwnTrip => ("why-own-trip", vec![]),
        Why::OwnAction => ("why-own-action", vec![]),
        Why::OwnWork => ("why-own-work", vec![]),
        Why::FiresNothing => ("why-fires-nothing", vec![]),
        Why::NotAPeriod => ("why-not-a-period", vec![]),
        Why::NobodyToTell => ("why-nobody-to-tell", vec![]),
        Why::Before(moment) => ("why-before", vec![("moment", format::moment(words, *moment, now))]),
        Why::MileageBackwards { last, on } => {
            let day = format::day(words, on.day(), now.day());
            let day = if day.is_empty() { format::time(*on) } else { day };
            ("why-mileage-backwards", vec![("last", format::kilometres(*last)), ("on", day)])
        }
        Why::OutOfRange { least, most } => {
            ("why-out-of-range", vec![("least", least.to_string()), ("most", most.to_string())])
        }
        Why::NotOneOf(allowed) => ("why-not-one-of", vec![("allowed", allowed.join(", "))]),
        Why::NotAnId => ("why-not-an-id", vec![]),
        Why::NotAPin => ("why-not-a-pin", vec![]),
        Why::NotAHash => ("why-not-a-hash", vec![]),
        Why::NotAKey => ("why-not-a-key", vec![]),
        Why::NoKeys => ("why-no-keys", vec![]),
        Why::PrivateKey => ("why-private-key", vec![]),
        Why::KeyKind(kinds) => ("why-key-kind", vec![("kinds", kinds.join(", "))]),
        Why::NotTheirTrade(right) => {
            ("why-not-their-trade", vec![("right", words.get(term::right(*right)).into_owned())])
        }
        Why::NoTechnician => ("why-no-technician", vec![]),
        Why::BeforeDay(day) => ("why-before-day", vec![("day", day.to_string())]),
        Why::OtherYear(year) => ("why-other-year", vec![("year", year.to_string())]),
        Why::OtherDepartment => ("why-other-department", vec![]),
        Why::NoNames => ("why-no-names", vec![]),
        Why::NotAScore => ("why-not-a-score", vec![]),
        Why::NotWords => ("why-not-words", vec![]),
        Why::Twice => ("why-twice", vec![]),
        Why::NotTheSum { sum, price } => {
            ("why-not-the-sum", vec![("sum", sum.to_string()), ("price", price.to_string())])
        }
        Why::Itself => ("why-itself", vec![]),
        Why::NotMerged => ("why-not-merged", vec![]),
        Why::BothHere(order) => ("why-both-here", vec![("order", order.to_string())]),
        Why::OtherCar => ("why-other-car", vec![]),
        Why::OtherVin => ("why-other-vin", vec![]),
        Why::NotPositive => ("why-not-positive", vec![]),
        Why::Unreadable(reason) => ("why-unreadable", vec![("reason", reason.clone())]),
    }
}

fn need_hint(need: Need) -> &'static str {
    match need {
        Need::Customer => "need-customer",
        Need::Phone => "need-phone",
        Need::Mileage => "need-mileage",
        Need::Cause => "need-cause",
        Need::Decisions => "need-decisions",
        Need::AcceptedLine => "need-accepted-line",
        Need::NoAcceptedLine => "need-no-accepted-line",
        Need::Promise => "need-promise",
        Need::Contract => "need-contract",
        Need::Disclosure => "need-disclosure",
        Need::Review => "need-review",
        Need::WorkFinished => "need-work-finished",
        Need::QualityPass => "need-quality-pass",
        Need::RoadTest => "need-road-test",
        Need::Viewed => "need-viewed",
        Need::ExitCheck => "need-exit-check",
        Need::Requirements => "need-requirements",
        Need::Explained => "need-explained",
        Need::Signed => "need-signed",
        Need::Paid => "need-paid",
        Need::InWorkshop => "need-in-workshop",
    }
}

/// Codes of the store and the keys of what is said about them; any other code is a failure of the file system.
const STORE: &[(&str, &str)] = &[
    ("no-rights", "store-no-rights"),
    ("full-disk", "store-full-disk"),
    ("damaged", "store-damaged"),
    ("other-journal", "store-other-journal"),
    ("held", "store-held"),
    ("read-only", "store-read-only"),
    ("ends-early", "store-ends-early"),
    ("bad-draft", "store-bad-draft"),
    ("index-broken", "store-index-broken"),
    ("index-stale", "store-index-broken"),
    ("long-key", "store-bad-draft"),
    ("bad-event", "store-bad-event"),
];

fn newer(place: &str, what: &Newer) -> Said {
    let place = ("place", place.to_string());
    match what {
        Newer::Event { kind, version } => {
            ("store-newer-event", vec![place, ("kind", kind.clone()), ("version", version.to_string())])
        }
        Newer::Line => ("store-newer-line", vec![place]),
        Newer::State => ("store-newer-state", vec![place]),
    }
}

fn store(words: &Words, now: Stamp, code: &str, place: &str, detail: &str) -> Sentence {
    let key = STORE.iter().find(|(known, _)| *known == code).map_or("store-io", |(_, key)| *key);
    if code == "held" {
        return held(words, now, key, place, detail);
    }
    sentence(words, (key, vec![("place", place.to_string()), ("detail", detail.to_string())]))
}

/// Says who holds the data folder. A holder that has not yet written down who it is leaves gaps.
fn held(words: &Words, now: Stamp, key: &'static str, what: &str, detail: &str) -> Sentence {
    let (pid, since) = detail.split_once(' ').unwrap_or((detail, ""));
    let since = Stamp::parse(since).map(|since| format::moment(words, since, now));
    let gap = |text: &str| if text.is_empty() { "?".to_string() } else { text.to_string() };
    let values = vec![("what", gap(what)), ("pid", gap(pid)), ("since", gap(&since.unwrap_or_default()))];
    sentence(words, (key, values))
}

/// The field of labour: people read and type it in hours.
const MINUTES: &str = "minutes";

/// Fields whose conflicting values hold a code, and the beginning of the key that names it.
const CODED: &[(&str, &str)] = &[
    ("lines", "term-decision-"),
    ("done", "term-part-"),
    ("outcome", "term-outcome-"),
    ("outcome", "visit-outcome-"),
    ("topic", "visit-topic-"),
    ("class", "visit-class-"),
    ("channel", "term-channel-"),
    ("engine", "symptom-"),
    ("speed", "symptom-"),
    ("load", "symptom-"),
    ("ground", "symptom-"),
    ("accessories", "symptom-"),
    ("since", "symptom-"),
    ("often", "symptom-"),
    ("repaired", "symptom-"),
    ("serviced", "symptom-within-"),
    ("serviced", "symptom-"),
    ("confirm", "mark-"),
    ("answers", "term-call-"),
    ("move_order", "term-stage-"),
    ("hand_over", "term-stage-"),
    ("cancel_order", "term-stage-"),
];

/// Says who changed a part meanwhile, with both its values.
pub fn clash(words: &Words, now: Stamp, name: &dyn Fn(&StaffId) -> String, clash: &Clash) -> String {
    let of = &clash.field;
    let (theirs, yours) = (readable(words, now, of, &clash.theirs), readable(words, now, of, &clash.yours));
    let (by, ago) = (name(&clash.by), format::ago(words, clash.at, now));
    let field = if of == MINUTES { words.get("entry-hours").into_owned() } else { field(words, of) };
    let values = [("field", &*field), ("theirs", &*theirs), ("yours", &*yours), ("by", &*by), ("ago", &*ago)];
    words.with("refusal-conflict", &values)
}

/// A value of a conflict as people read it: a time as a time, a code by its name.
fn readable(words: &Words, now: Stamp, of: &str, value: &str) -> String {
    if let (MINUTES, Ok(minutes)) = (of, value.parse()) {
        return format::hours(minutes);
    }
    if let Some(stamp) = Stamp::parse(value) {
        return format::moment(words, stamp, now);
    }
    let word = |word: &str| {
        let bare = word.trim_end_matches(',');
        let of_code = CODED.iter().filter(|(field, _)| *field == of).map(|(_, prefix)| format!("{prefix}{bare}"));
        let key = match bare {
            "true" => Some("form-yes".to_string()),
            "false" => Some("form-no".to_string()),
            _ => of_code.into_iter().find(|key| words.has(key)),
        };
        key.map_or_else(|| word.to_string(), |key| word.replace(bare, &words.get(&key)))
    };
    short(&value.split(' ').map(word).collect::<Vec<_>>().join(" "))
}

/// The beginning of a value that would not fit into a sentence.
fn short(value: &str) -> String {
    match value.char_indices().nth(VALUE_MAX) {
        Some((cut, _)) => format!("{}…", &value[..cut]),
        None => value.to_string(),
    }
}
