//! Rows that lists are made of: each holds what the list shows, so that a list costs one range scan.
//!
//! Rows are a pure function of records, and so is the index: it can always be thrown away and made again.

use super::called::{call_rows, contact_row};
use super::codec::pack;
use super::error::StoreError;
use super::facts;
use super::given_back;
use super::heard;
use super::keys::{self, Tail};
use crate::domain::customer::read::Read;
use crate::domain::file::{CustomerFile, VehicleFile};
use crate::domain::order::fault::Process;
use crate::domain::order::kept::Remedy;
use crate::domain::order::quote::{Decision, Line};
use crate::domain::order::{Order, stage::Stage};
use crate::domain::{CapaId, CustomerId, Money, OrderId, ProjectId, Record, Stamp, VehicleId};
use pinyin::ToPinyin;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Rows by their keys.
pub type Rows = BTreeMap<Vec<u8>, Vec<u8>>;

/// A line of the find box: a vehicle with its owner, or a customer without a vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindRow {
    /// The vehicle.
    pub vehicle: Option<VehicleId>,
    /// Its owner.
    pub customer: Option<CustomerId>,
    /// The plate, without separators.
    pub plate: String,
    /// Make and model.
    pub model: String,
    /// The owner's name.
    pub name: String,
    /// The owner's phone.
    pub phone: String,
    /// A caller found the phone to be wrong.
    pub wrong_number: bool,
    /// Visits so far.
    pub visits: u32,
    /// The open order, if the car is here.
    pub open: Option<OrderId>,
    /// Special requirements that stand over the car or its owner (S2).
    pub requirements: u16,
    /// The files that were merged into the vehicle's: what was put off may stand under any of them.
    pub aliases: Vec<VehicleId>,
    /// It is found by a plate that it wore before, or by that of a file that was merged into its own.
    pub formerly: bool,
}

/// A visit in a customer's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerVisit {
    /// The car.
    pub vehicle: VehicleId,
    /// The visit.
    pub visit: VisitRow,
}

/// A visit in a vehicle's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitRow {
    /// The order.
    pub order: OrderId,
    /// When the car was taken in.
    pub received: Stamp,
    /// Where the order stands.
    pub stage: Stage,
    /// Odometer, km.
    pub mileage: Option<u32>,
    /// What was done, or what the customer said.
    pub about: String,
    /// What was done, in English where the menu has it; else empty.
    pub english: String,
    /// The bill.
    pub bill: Money,
    /// Lines put off.
    pub deferred: u16,
    /// The order whose repair did not hold (I5).
    pub comeback_of: Option<OrderId>,
    /// How often the quality check sent it back (I1).
    pub reworks: u16,
    /// How often the shop was at fault (E5).
    pub faults: u16,
    /// What that cost it.
    pub fault_cost: Money,
}

/// A line that was put off at an earlier visit, or declined there: it is asked about again (feature 24).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeferredRow {
    /// The order it was quoted on.
    pub order: OrderId,
    /// Its line there.
    pub line: u16,
    /// The code of a canned job; empty for none.
    pub job: String,
    /// What it is.
    pub label: String,
    /// The same in English, for a job of the menu; else empty.
    pub english: String,
    /// Its price then.
    pub price: Money,
    /// The customer said no; else not now.
    pub declined: bool,
    /// When it was put off.
    pub on: Stamp,
}

/// Something that went wrong in the shop, and what it cost: poor quality of one day (E5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRow {
    /// The order.
    pub order: OrderId,
    /// When it was recorded.
    pub at: Stamp,
    /// Where it went wrong; nothing for promises that were broken.
    pub process: Option<Process>,
    /// What the customer was given.
    pub remedy: Remedy,
    /// What that cost.
    pub cost: Money,
}

/// An improvement project of a month or year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectRow {
    /// The project.
    pub project: ProjectId,
    /// What it deals with.
    pub cause: String,
    /// How many corrective actions belong to it.
    pub capas: u32,
    /// How many of them are not closed.
    pub open: u32,
}

/// What the rows of a record show besides it.
#[derive(Default)]
pub struct Around {
    /// A vehicle's whole file; none for one that was merged into another.
    pub vehicle: Option<VehicleFile>,
    /// The whole file of a vehicle's owner, or of a customer without a vehicle.
    pub customer: Option<CustomerFile>,
    /// Special requirements that stand over them.
    pub requirements: usize,
}

/// The rows of one record.
///
/// # Errors
/// A row longer than a row may be.
pub fn of(record: &Record, around: &Around) -> Result<Rows, StoreError> {
    let mut rows = Rows::new();
    match record {
        Record::Vehicle(vehicle) => {
            find_rows(&mut rows, around)?;
            if let Some(due) = vehicle.service.filter(|_| vehicle.merged.is_none()) {
                rows.insert(keys::service(due, vehicle.id.as_str()), pack::<VehicleId>(&vehicle.id)?);
            }
        }
        // What was merged is found by the file that is kept.
        Record::Customer(customer) if customer.merged.is_none() => {
            find_rows(&mut rows, around)?;
            contact_row(&mut rows, customer)?;
        }
        Record::Order(order) => {
            visit_rows(&mut rows, order)?;
            fault_rows(&mut rows, order)?;
            given_back::rows(&mut rows, order)?;
            if let Some(customer) = &order.customer {
                let key = keys::visitor(order.received.day(), order.id.as_str());
                rows.insert(key, pack::<CustomerId>(customer)?);
            }
        }
        Record::Call(call) => call_rows(&mut rows, call)?,
        Record::Campaign(campaign) => {
            if let Some(ended) = &campaign.ended {
                let brief = campaign.brief(ended.at.day());
                rows.insert(keys::campaign(campaign.id.as_str()), pack(&brief)?);
            }
        }
        Record::Complaint(complaint) => heard::complaint_rows(&mut rows, complaint)?,
        Record::Feedback(feedback) => heard::feedback_rows(&mut rows, feedback)?,
        Record::Capa(capa) => {
            if !capa.is_open() {
                rows.insert(keys::capa(capa.id.as_str()), pack::<CapaId>(&capa.id)?);
            }
        }
        Record::Project(project) => {
            let of = ProjectRow {
                project: project.id.clone(),
                cause: project.cause.clone(),
                capas: project.capas.len() as u32,
                open: project.open,
            };
            rows.insert(keys::project(&project.period, project.id.as_str()), pack(&of)?);
        }
        Record::Reads(reads) => {
            let key = keys::of_customer(reads.customer.as_str(), keys::Entry::Reads, &reads.day.to_string());
            rows.insert(key, pack::<Vec<Read>>(&reads.reads)?);
        }
        Record::Customer(_)
        | Record::Requirement(_)
        | Record::Online(_)
        | Record::Once(_)
        | Record::Shop(_)
        | Record::Staff(_)
        | Record::Plate(_)
        | Record::User(_)
        | Record::Login(_)
        | Record::Form(_)
        | Record::Plan(_)
        | Record::Slot(_)
        | Record::Phone(_)
        | Record::Counter(_) => {}
    }
    for fact in facts::of(record) {
        rows.insert(keys::fact_by_seq(fact.seq, fact.kind, &fact.id), fact.json.clone().into_bytes());
        rows.insert(keys::fact_by_day(fact.day, fact.kind, &fact.id), fact.json.into_bytes());
    }
    Ok(rows)
}

/// The lines by which a car, or a customer without one, is found. A merged file has none of its own: whatever it was
/// found by leads to the one that is kept.
fn find_rows(rows: &mut Rows, around: &Around) -> Result<(), StoreError> {
    let (car, owner) = (around.vehicle.as_ref(), around.customer.as_ref());
    let text = |t: Option<&str>| t.unwrap_or_default().to_string();
    let vehicle = car.map(VehicleFile::kept);
    let customer = owner.map(CustomerFile::kept);
    let row = FindRow {
        vehicle: vehicle.map(|v| v.id.clone()),
        customer: customer.map(|c| c.id.clone()),
        plate: text(vehicle.and_then(|v| v.plate.text())),
        model: text(vehicle.and_then(|v| v.model.as_deref())),
        name: text(customer.and_then(|c| c.name.text())),
        phone: text(owner.and_then(|owner| owner.phones().first().copied())),
        wrong_number: customer.is_some_and(|c| c.wrong_number),
        visits: car.map_or(0, VehicleFile::visits),
        open: car.and_then(VehicleFile::open).cloned(),
        requirements: u16::try_from(around.requirements).unwrap_or(u16::MAX),
        aliases: car.iter().flat_map(|car| car.all().skip(1)).map(|v| v.id.clone()).collect(),
        formerly: false,
    };
    let id = row.vehicle.as_ref().map(VehicleId::as_str).or(row.customer.as_ref().map(CustomerId::as_str));
    let Some(id) = id else { return Ok(()) };
    let past = car.map(VehicleFile::past_plates).unwrap_or_default();
    if !past.is_empty() {
        let row = pack(&FindRow { formerly: true, ..row.clone() })?;
        for plate in past.iter().filter_map(|worn| worn.plate.text()) {
            rows.insert(keys::find(Tail::Plate, &backwards(plate), id), row.clone());
        }
    }
    let packed = pack(&row)?;
    let mut put = |tail, text: &str| rows.insert(keys::find(tail, text, id), packed.clone());
    if !row.plate.is_empty() {
        put(Tail::Plate, &backwards(&row.plate));
    }
    for vin in car.iter().flat_map(|car| car.all()).filter_map(|v| v.vin.as_ref()?.text()) {
        put(Tail::Vin, &backwards(vin));
    }
    for phone in owner.map(CustomerFile::phones).unwrap_or_default() {
        put(Tail::Phone, &backwards(phone));
    }
    for name in owner.iter().flat_map(|owner| owner.all()).filter_map(|c| c.name.text()) {
        for start in name_starts(name) {
            put(Tail::Name, &start);
        }
        if let Some(initials) = initials(name) {
            put(Tail::Initials, &initials);
        }
    }
    Ok(())
}

/// A text backwards, so that its tail becomes a prefix.
pub fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// A name from each of its Chinese characters, or from each of its words, in lower case: 建国 finds 王建国.
fn name_starts(name: &str) -> Vec<String> {
    let name = name.to_lowercase();
    let begins = |before: Option<char>, c: char| !c.is_ascii() || before.is_none_or(|b| !b.is_alphanumeric());
    let mut starts = Vec::new();
    let mut before = None;
    for (i, c) in name.char_indices() {
        if c.is_alphanumeric() && begins(before, c) && starts.len() < 8 {
            starts.push(name[i..].to_string());
        }
        before = Some(c);
    }
    starts
}

/// Pinyin initials of a Chinese name: `wjg` for 王建国.
pub fn initials(name: &str) -> Option<String> {
    let letters: String = name.chars().filter_map(|c| c.to_pinyin()).filter_map(|p| p.plain().chars().next()).collect();
    (!letters.is_empty()).then_some(letters)
}

fn visit_rows(rows: &mut Rows, order: &Order) -> Result<(), StoreError> {
    let vehicle = order.vehicle.as_str();
    let is_over = !order.stage.in_shop();
    // What a cancelled order had taken over and nobody decided on is put off still.
    let put_off = |line: &&Line| {
        line.taken_to.is_none() && (line.is_put_off() || (is_over && line.from.is_some() && is_undecided(line)))
    };
    let put_off: Vec<_> = order.lines.iter().filter(put_off).collect();
    let done: Vec<_> = order.lines.iter().filter(|l| l.decision() == Decision::Accepted).collect();
    let said = || order.says.first().and_then(|said| said.words.text()).unwrap_or_default().to_string();
    let labels = |label: fn(&Line) -> &str| done.iter().map(|line| label(line)).collect::<Vec<_>>().join(", ");
    let row = VisitRow {
        order: order.id.clone(),
        received: order.received,
        stage: order.stage,
        mileage: order.mileage,
        about: if done.is_empty() { said() } else { labels(|line| &line.label) },
        english: labels(|line| english(line).unwrap_or(&line.label)),
        bill: order.total(),
        deferred: put_off.len() as u16,
        comeback_of: order.comeback_of.clone(),
        reworks: u16::try_from(order.reworks()).unwrap_or(u16::MAX),
        faults: u16::try_from(order.faults.len()).unwrap_or(u16::MAX),
        fault_cost: order.cost_of_faults(),
    };
    rows.insert(keys::visit(vehicle, order.id.as_str()), pack(&row)?);
    if let Some(customer) = &order.customer {
        let key = keys::of_customer(customer.as_str(), keys::Entry::Visit, order.id.as_str());
        rows.insert(key, pack(&CustomerVisit { vehicle: order.vehicle.clone(), visit: row })?);
    }
    if !is_over {
        return Ok(());
    }
    for line in put_off {
        let key = keys::deferred_line(vehicle, order.id.as_str(), line.number);
        let row = DeferredRow {
            order: order.id.clone(),
            line: line.number,
            job: line.job.clone().unwrap_or_default(),
            label: line.label.clone(),
            english: english(line).unwrap_or_default().to_string(),
            price: line.price(),
            declined: line.decision() == Decision::Declined,
            on: line.consent.as_ref().map_or(order.received, |consent| consent.at),
        };
        rows.insert(key, pack(&row)?);
    }
    Ok(())
}

fn fault_rows(rows: &mut Rows, order: &Order) -> Result<(), StoreError> {
    let row = |at, process, remedy, cost| FaultRow { order: order.id.clone(), at, process, remedy, cost };
    let mut put = |number: u16, row: FaultRow| -> Result<(), StoreError> {
        rows.insert(keys::fault(row.at.day(), order.id.as_str(), number), pack(&row)?);
        Ok(())
    };
    for fault in &order.faults {
        put(fault.number, row(fault.at, Some(fault.process), fault.remedy, fault.cost))?;
    }
    match order.promises_judged.as_ref().and_then(|judged| Some((judged.at, judged.remedy.as_ref()?))) {
        Some((at, made)) => put(0, row(at, None, made.kind, made.cost)),
        None => Ok(()),
    }
}

fn is_undecided(line: &Line) -> bool {
    line.decision() == Decision::Undecided
}

fn english(line: &Line) -> Option<&str> {
    line.english.as_ref().map(|told| told.label.as_str())
}

#[cfg(test)]
mod tests {
    use super::{initials, name_starts};

    #[test]
    fn a_chinese_name_is_found_from_any_character_and_by_initials() {
        assert_eq!(name_starts("王建国"), ["王建国", "建国", "国"]);
        assert_eq!(name_starts("Anna Li"), ["anna li", "li"]);
        assert_eq!(initials("王建国").as_deref(), Some("wjg"));
        assert_eq!(initials("Anna"), None);
    }
}
