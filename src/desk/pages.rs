//! Pages and rows made from records.

use super::comeback;
use super::error::DeskError;
use super::feedback;
use super::files;
use super::parts_on_order;
use super::quoted;
use super::repeats;
use super::requests;
use super::rows::{
    ATTEMPT, BoardPage, BoardRow, ComplaintPage, ComplaintRow, ComplaintsPage, Entry, EntryRow, ExitRow, FeedbackPage,
    OrderPage, PartsFlag, SaidRow,
};
use super::visit;
use crate::domain::complaint::Complaint;
use crate::domain::complaint::clock;
use crate::domain::complaint::close::Closed;
use crate::domain::complaint::ladder::Rung;
use crate::domain::complaint::note::Note;
use crate::domain::order::exit::ExitCheck;
use crate::domain::order::next::next;
use crate::domain::order::ready::PACK;
use crate::domain::order::stage::{self, Around, Stage};
use crate::domain::order::work::Stopped;
use crate::domain::order::{Did, Order, Said};
use crate::domain::requirement;
use crate::domain::rules::{IntakeRules, Rules};
use crate::domain::{ComplaintId, CustomerId, FeedbackId, Key, Personal, Record, Stamp, VehicleId, event, file, plan};
use crate::store::keys;
use crate::store::reading::{Reading, Way};
use crate::store::rows::DeferredRow;
use std::sync::Arc;

/// Closed complaints and lines put off that a page shows at most.
pub(super) const OLD_MAX: usize = 50;

/// What a row shows of a car.
#[derive(Default)]
pub struct Car {
    /// The file that is kept.
    pub id: Option<VehicleId>,
    /// The plate, without separators.
    pub plate: String,
    /// The VIN.
    pub vin: String,
    /// Make and model.
    pub model: String,
    /// Visits so far.
    pub visits: u32,
    /// Files that were merged into it.
    pub aliases: Vec<VehicleId>,
}

/// What a row shows of a customer.
#[derive(Default)]
pub struct Person {
    /// The file that is kept.
    pub id: Option<CustomerId>,
    /// The name.
    pub name: String,
    /// The phone.
    pub phone: String,
    /// A caller found the phone to be wrong.
    pub wrong_number: bool,
    /// Visits so far; `None` for nobody.
    pub visits: Option<u32>,
}

pub(super) fn text(personal: Option<&Personal>) -> String {
    personal.and_then(Personal::text).unwrap_or_default().to_string()
}

/// What a row shows of the car `id`, or of the one that it was merged into.
pub fn car(reading: &Reading<'_>, id: &VehicleId) -> Result<Car, DeskError> {
    let Some(file) = file::vehicle(reading, id)? else { return Ok(Car::default()) };
    let kept = file.kept();
    Ok(Car {
        id: Some(kept.id.clone()),
        plate: text(Some(&kept.plate)),
        vin: file.vin().unwrap_or_default().to_string(),
        model: kept.model.clone().unwrap_or_default(),
        visits: file.visits(),
        aliases: file.all().skip(1).map(|vehicle| vehicle.id.clone()).collect(),
    })
}

/// What a row shows of a customer, if there is one: of the file that is kept, if that one was merged.
pub fn person(reading: &Reading<'_>, id: Option<&CustomerId>) -> Result<Person, DeskError> {
    let Some(id) = id else { return Ok(Person::default()) };
    let Some(file) = file::customer(reading, id)? else { return Ok(Person::default()) };
    let kept = file.kept();
    Ok(Person {
        id: Some(kept.id.clone()),
        name: text(Some(&kept.name)),
        phone: file.phones().first().copied().unwrap_or_default().to_string(),
        wrong_number: kept.wrong_number,
        visits: Some(kept.visits),
    })
}

/// Lines of these vehicles that were put off.
pub fn deferred<'v>(
    reading: &Reading<'_>,
    vehicles: impl Iterator<Item = &'v VehicleId>,
) -> Result<Vec<DeferredRow>, DeskError> {
    let mut rows = Vec::new();
    for vehicle in vehicles {
        rows.extend(reading.rows(&keys::deferred(vehicle.as_str()), Way::Up, OLD_MAX)?);
    }
    Ok(rows)
}

/// The cars in the shop, as of one journal line. What the clock changes is left open: `calls_due` and `plan_due`.
pub fn board(reading: &Reading<'_>, workshop_first: bool) -> Result<BoardPage, DeskError> {
    let in_shop = reading.live.orders().filter(|order| order.stage.in_shop());
    let rows: Result<Vec<BoardRow>, DeskError> =
        in_shop.map(|order| board_row(reading, order, workshop_first)).collect();
    let mut rows = rows?;
    rows.sort_by(|a, b| {
        let key = |row: &BoardRow| (!row.needs_engineer(), row.promise.is_none(), row.promise, row.received);
        key(a).cmp(&key(b)).then_with(|| a.order.cmp(&b.order))
    });
    Ok(BoardPage {
        rows: Arc::new(rows),
        calls_due: 0,
        complaints_open: reading.live.complaints().count(),
        online: reading.live.online().count(),
        requests_open: requests::open(reading),
        parts_awaited: parts_on_order::open(reading).filter(|(_, part)| part.is_awaited()).count(),
        parts_here: parts_on_order::open(reading).filter(|(_, part)| part.untold_since().is_some()).count(),
        plan_due: None,
    })
}

/// The year whose plan is still to be approved.
pub fn plan_due(reading: &Reading<'_>, now: Stamp) -> Result<Option<i32>, DeskError> {
    let Some(year) = plan::awaited(now.day()) else { return Ok(None) };
    let record = reading.record(&Key::Plan(year))?;
    let approved = record.as_deref().and_then(Record::as_plan).is_some_and(|plan| plan.approved.is_some());
    Ok((!approved).then_some(year))
}

fn board_row(reading: &Reading<'_>, order: &Order, workshop_first: bool) -> Result<BoardRow, DeskError> {
    let (car, owner) = (car(reading, &order.vehicle)?, person(reading, order.customer.as_ref())?);
    let at_work = order.lines.iter().find(|line| line.work.is_running());
    Ok(BoardRow {
        order: order.id.clone(),
        version: order.marks.version(),
        plate: car.plate,
        model: car.model,
        name: owner.name,
        stage: order.stage,
        next: next(order, !owner.phone.is_empty(), workshop_first),
        promise: order.promise.as_ref().map(|promise| promise.at),
        proposed: order.promise.as_ref().and_then(|promise| promise.proposed),
        idle_minutes: order.idle_minutes(),
        received: order.received,
        waiting: order.waiting,
        comeback: order.comeback_of.is_some(),
        request: order.open_requests().next().is_some(),
        parts: PartsFlag::of(order.open_parts()),
        advisor: order.advisor.clone(),
        technician: at_work.and_then(|line| line.work.technicians.last().cloned()),
        complaint: order.complaints.iter().any(|id| is_open(reading, id)),
        urgent: order.visit.urgent.is_some(),
        engineer: order.visit.urgent.as_ref().and_then(|urgent| urgent.engineer.clone()),
        place: order.visit.place.clone().unwrap_or_default(),
        requirements: !requirement::standing(reading, order)?.is_empty(),
        packed: order.checklists.contains_key(PACK),
    })
}

/// One order, whole.
pub fn order(reading: &Reading<'_>, order: &Order, rules: &IntakeRules) -> Result<OrderPage, DeskError> {
    let (car, owner) = (car(reading, &order.vehicle)?, person(reading, order.customer.as_ref())?);
    let reachable = !owner.phone.is_empty();
    let requirements = files::over_order(reading, order)?;
    let around = Around { reachable, unticked: requirements.iter().any(|row| row.ticked.is_none()) };
    let deferred = files::put_off(reading, &order.vehicle)?;
    let onward = stage::MOVES.iter().find(|m| m.from == order.stage && m.to != Stage::Cancelled);
    Ok(OrderPage {
        order: order.id.clone(),
        version: order.marks.version(),
        stage: order.stage,
        entered: order.entered,
        next: next(order, reachable, rules.workshop_handover),
        needs: onward.map(|step| stage::missing(step, order, around)).unwrap_or_default(),
        vehicle: car.id.unwrap_or_else(|| order.vehicle.clone()),
        plate: car.plate,
        vin: car.vin,
        model: car.model,
        customer: owner.id.or_else(|| order.customer.clone()),
        name: owner.name,
        phone: owner.phone,
        wrong_number: owner.wrong_number,
        advisor: order.advisor.clone(),
        channel: order.channel,
        waiting: order.waiting,
        comeback: comeback::of(reading, order)?,
        came_back: comeback::came_back(reading, order)?,
        received: order.received,
        says: order.says.iter().map(said).collect(),
        mileage: order.mileage,
        fuel: order.fuel,
        belongings: text(order.belongings.as_ref()),
        walk_round: order.walk_round.clone(),
        visit: visit::page(order, owner.visits.unwrap_or(car.visits) <= 1, &rules.checklists),
        promise: order.promise.clone(),
        idle_minutes: order.idle_minutes(),
        findings: order.findings.clone(),
        untold: order.untold(),
        lines: order.lines.iter().map(quoted::line).collect(),
        versions: order.versions.clone(),
        ceiling: order.ceiling,
        raised: order.raised.clone(),
        lacks_contract: order.lacks_contract(),
        reviews: order.reviews.clone(),
        disclosed: order.is_disclosed(),
        reviewed: order.is_reviewed(),
        contract: order.contract.as_ref().map(quoted::contract),
        total: order.total(),
        bill: order.bill(),
        paid: order.paid(),
        due: order.due(),
        payers: quoted::payers(order),
        payments: order.payments.clone(),
        checks: order.checks.clone(),
        ready_told: order.ready_told.clone(),
        viewed: order.viewed,
        exit: order.exit_check.as_ref().map(exit),
        judged: order.promises_judged.clone(),
        explained: order.explained.as_ref().map(|e| (e.at, e.cautions.clone().unwrap_or_default())),
        signed: order.signed.as_ref().map(|signed| signed.at),
        handed: order.handed.as_ref().map(|handed| handed.at),
        verified: order.verified(),
        confirmed_by: order.handed.as_ref().and_then(|handed| handed.confirmed_by.clone()),
        invited: order.handed.as_ref().map(|handed| handed.invited),
        call: order.call.clone(),
        complaints: order.complaints.clone(),
        open_complaint: order.complaints.iter().find(|id| is_open(reading, id)).cloned(),
        faults: order.faults.clone(),
        requests: requests::rows(order),
        parts: parts_on_order::rows(order),
        deferred,
        requirements,
        alike_vehicles: files::like_vehicle(reading, &order.vehicle)?,
        alike_customers: files::like_customer(reading, order.customer.as_ref())?,
        log: history(reading, order)?,
    })
}

fn is_open(reading: &Reading<'_>, id: &ComplaintId) -> bool {
    reading.live.get(&Key::Complaint(id.clone())).is_some()
}

/// What happened to the order, with the calls about it.
fn history(reading: &Reading<'_>, order: &Order) -> Result<Vec<Did>, DeskError> {
    let mut log = order.log.clone();
    let record = order.call.as_ref().map(|id| reading.record(&Key::Call(id.clone()))).transpose()?.flatten();
    if let Some(call) = record.as_deref().and_then(Record::as_call) {
        log.extend(call.attempts.iter().map(|attempt| Did {
            seq: 0,
            at: attempt.at,
            by: attempt.by.clone(),
            kind: ATTEMPT.into(),
            detail: event::code(&attempt.outcome),
            doer: None,
            note: String::new(),
        }));
        log.sort_by_key(|did| did.at);
    }
    Ok(log)
}

fn exit(check: &ExitCheck) -> ExitRow {
    let (as_received, by, at) = (check.as_received, check.by.clone(), check.at);
    ExitRow { as_received, difference: text(check.difference.as_ref()), by, at }
}

fn said(said: &Said) -> SaidRow {
    SaidRow { words: text(Some(&said.words)), at: said.at, by: said.by.clone() }
}

fn noted(note: &Note) -> SaidRow {
    SaidRow { words: text(Some(&note.text)), at: note.at, by: note.by.clone() }
}

/// Open complaints, the earliest answer due first, then closed ones.
pub fn complaints(reading: &Reading<'_>, rules: &Rules) -> Result<ComplaintsPage, DeskError> {
    let mut open: Vec<&Complaint> = reading.live.complaints().collect();
    open.sort_by(|a, b| a.answer_due.cmp(&b.answer_due).then_with(|| a.id.cmp(&b.id)));
    let closed: Vec<ComplaintId> = reading.rows(&keys::complaint(""), Way::Down, OLD_MAX)?;
    let mut page = ComplaintsPage::default();
    for complaint in open {
        page.open.push(complaint_row(reading, complaint, &rules.ladder)?);
    }
    for id in closed {
        let record = reading.record(&Key::Complaint(id))?;
        if let Some(complaint) = record.as_deref().and_then(Record::as_complaint) {
            page.closed.push(complaint_row(reading, complaint, &rules.ladder)?);
        }
    }
    Ok(page)
}

pub(super) fn complaint_row(
    reading: &Reading<'_>,
    complaint: &Complaint,
    ladder: &[Rung],
) -> Result<ComplaintRow, DeskError> {
    let owner = person(reading, complaint.customer.as_ref())?;
    let plate = match &complaint.vehicle {
        Some(vehicle) => car(reading, vehicle)?.plate,
        None => String::new(),
    };
    Ok(ComplaintRow {
        complaint: complaint.id.clone(),
        order: complaint.order.clone(),
        name: if owner.name.is_empty() { text(complaint.name.as_ref()) } else { owner.name },
        plate,
        category: complaint.category,
        severity: complaint.severity,
        spoke: complaint.spoke,
        answer_due: complaint.answer_due,
        answered: complaint.answered.is_some(),
        refused: complaint.rounds.last().map(|round| round.no.at),
        words: text(complaint.words.first().map(|said| &said.words)),
        closed: complaint.closed.as_ref().map(|closed| closed.at),
        unreached: complaint.closed.as_ref().is_some_and(|closed| closed.unreached),
        due: complaint.due(),
        reports: complaint.reports(ladder),
    })
}

/// One complaint, whole.
pub fn complaint(
    reading: &Reading<'_>,
    complaint: &Complaint,
    rules: &Rules,
    now: Stamp,
) -> Result<ComplaintPage, DeskError> {
    let model = match &complaint.vehicle {
        Some(vehicle) => car(reading, vehicle)?.model,
        None => String::new(),
    };
    let end = complaint.closed.as_ref().map_or(now, |closed| closed.at);
    let (closing, judged) = (complaint.closed.as_ref(), complaint.course.judged.as_ref());
    Ok(ComplaintPage {
        row: complaint_row(reading, complaint, &rules.ladder)?,
        version: complaint.marks.version(),
        phone: person(reading, complaint.customer.as_ref())?.phone,
        model,
        channel: complaint.channel,
        mood: complaint.mood,
        fault: complaint.fault,
        advisor: complaint.advisor.clone(),
        technician: complaint.technician.clone(),
        says: complaint.words.iter().map(said).collect(),
        before: before(reading, complaint)?,
        thread: thread(complaint),
        answered: complaint.answered.as_ref().map(noted),
        closing: closing.map(closed),
        reopened: complaint.reopened,
        handler: complaint.handler.clone(),
        aside: complaint.aside,
        valid: judged.map(|judged| judged.valid),
        number: judged.and_then(|judged| judged.number.clone()),
        capa: judged.and_then(|judged| judged.capa.clone()),
        department: judged.and_then(|judged| judged.department.clone()),
        plan: complaint.course.plan.clone(),
        owes_apology: complaint.is_ours() && !complaint.course.apologised,
        needs_summary: complaint.needs_summary(),
        days_tried: complaint.days_tried(),
        parts: complaint.parts.clone(),
        cause: complaint.cause,
        repeats: repeats::of(reading, complaint, rules)?,
        ledger: clock::ledger(complaint.spoke, end, &rules.hours, &stops_of(reading, complaint)?, rules.zone),
    })
}

/// The feedback that became the complaint, under the same number (L15).
fn before(reading: &Reading<'_>, complaint: &Complaint) -> Result<Option<Box<FeedbackPage>>, DeskError> {
    let record = reading.record(&Key::Feedback(FeedbackId::new(complaint.id.as_str())))?;
    let Some(feedback) = record.as_deref().and_then(Record::as_feedback) else { return Ok(None) };
    let page = feedback::page(reading, feedback)?;
    Ok(Some(Box::new(FeedbackPage { phone: String::new(), ..page })))
}

/// What the car of the visit waited for.
fn stops_of(reading: &Reading<'_>, complaint: &Complaint) -> Result<Vec<Stopped>, DeskError> {
    let Some(order) = &complaint.order else { return Ok(Vec::new()) };
    let record = reading.record(&Key::Order(order.clone()))?;
    let lines = record.as_deref().and_then(Record::as_order).map(|order| order.lines.as_slice()).unwrap_or_default();
    Ok(lines.iter().flat_map(|line| line.work.stops.iter().cloned()).collect())
}

/// What was done about a complaint and what the customer said to it, as it came.
fn thread(complaint: &Complaint) -> Vec<EntryRow> {
    let due = |answer: &Note| {
        let before = complaint.rounds.iter().find(|round| round.answered == answer.at).map(|round| round.due);
        let now = complaint.answered.as_ref().filter(|now| now.at == answer.at).map(|_| complaint.answer_due);
        before.or(now)
    };
    let noted = complaint.notes.iter().map(|note| {
        let step = note.step.map_or(Entry::Note, Entry::Done);
        let entry = if note.answers { Entry::Answer { due: due(note) } } else { step };
        EntryRow { entry, said: noted(note), changes: Vec::new() }
    });
    let refused = complaint.rounds.iter().map(|round| EntryRow {
        entry: Entry::Refusal,
        said: closed(&round.no),
        changes: Vec::new(),
    });
    let taken = complaint.steps.iter().map(|taken| EntryRow {
        entry: Entry::Step { step: taken.step, good: taken.good },
        said: SaidRow { words: taken.lines.join("\n"), at: taken.at, by: taken.by.clone() },
        changes: Vec::new(),
    });
    let changed = complaint.changes.iter().map(|changed| EntryRow {
        entry: Entry::Changed,
        said: SaidRow { words: changed.reason.clone().unwrap_or_default(), at: changed.at, by: changed.by.clone() },
        changes: changed.changes.clone(),
    });
    let mut thread: Vec<EntryRow> = taken.chain(noted).chain(refused).chain(changed).collect();
    // Stable: what was written down in one moment stays in its order.
    thread.sort_by_key(|row| row.said.at);
    thread
}

fn closed(closed: &Closed) -> SaidRow {
    SaidRow { words: text(Some(&closed.words)), at: closed.at, by: closed.by.clone() }
}
