//! Corrective actions and projects as pages: the open ones from memory, the closed ones by their rows in the index, so that
//! no list ever reads all of them.

use super::error::DeskError;
use super::pages::{self, OLD_MAX, text};
use super::rows::{CapaEntry, CapaPage, CapaRow, ImprovementPage, ProjectHead, ProjectPage, ProposedRow, SaidRow};
use crate::domain::call::Call;
use crate::domain::capa::course::Entry;
use crate::domain::capa::project::Project;
use crate::domain::capa::{Capa, On};
use crate::domain::complaint::Complaint;
use crate::domain::{CallId, CapaId, Key, ProjectId, Record, Stamp};
use crate::store::keys;
use crate::store::reading::{Reading, Way};
use std::collections::BTreeMap;

/// Open corrective actions of the list at most: what is red comes first, and a project has a page of its own.
const OPEN_MAX: usize = 300;
/// Corrective actions on the page of a project at most.
const OF_PROJECT_MAX: usize = 500;

/// The list: what is proposed, open ones by project, closed ones.
pub fn page(reading: &Reading<'_>, proposed: Vec<ProposedRow>, now: Stamp) -> Result<ImprovementPage, DeskError> {
    let mut open: Vec<&Capa> = reading.live.capas().collect();
    let mut red: BTreeMap<&ProjectId, usize> = BTreeMap::new();
    for capa in open.iter().filter(|capa| is_red(capa, now)) {
        *red.entry(&capa.project).or_default() += 1;
    }
    let red_of = |project: &ProjectId| red.get(project).copied().unwrap_or(0);
    let mut projects: Vec<ProjectHead> =
        reading.live.projects().map(|project| head(project, red_of(&project.id))).collect();
    projects.sort_by(|a, b| {
        let key = |head: &ProjectHead| (std::cmp::Reverse(head.red), std::cmp::Reverse(head.period.clone()));
        key(a).cmp(&key(b)).then_with(|| a.project.cmp(&b.project))
    });
    let place: BTreeMap<&ProjectId, usize> =
        projects.iter().enumerate().map(|(at, head)| (&head.project, at)).collect();
    open.sort_by_cached_key(|capa| {
        let place = place.get(&capa.project).copied().unwrap_or(usize::MAX);
        (place, !is_red(capa, now), capa.due.is_none(), capa.due, capa.id.clone())
    });
    let rows = open.iter().take(OPEN_MAX).map(|capa| row(reading, capa)).collect::<Result<_, _>>()?;
    let closed: Vec<CapaId> = reading.rows(&keys::capa(""), Way::Down, OLD_MAX)?;
    let closed = closed.iter().filter_map(|id| read_row(reading, id).transpose()).collect::<Result<_, _>>()?;
    Ok(ImprovementPage {
        proposed,
        open_count: open.len(),
        overdue: open.iter().filter(|capa| capa.is_overdue(now)).count(),
        ownerless: open.iter().filter(|capa| capa.lacks_owner()).count(),
        projects,
        open: rows,
        closed,
    })
}

fn is_red(capa: &Capa, now: Stamp) -> bool {
    capa.lacks_owner() || capa.is_overdue(now)
}

fn read_row(reading: &Reading<'_>, id: &CapaId) -> Result<Option<CapaRow>, DeskError> {
    let record = reading.record(&Key::Capa(id.clone()))?;
    record.as_deref().and_then(Record::as_capa).map(|capa| row(reading, capa)).transpose()
}

fn row(reading: &Reading<'_>, capa: &Capa) -> Result<CapaRow, DeskError> {
    let mut name = pages::person(reading, capa.customer.as_ref())?.name;
    if name.is_empty() {
        name = complaint(reading, capa)?.map(|record| name_of(&record)).unwrap_or_default();
    }
    Ok(CapaRow {
        capa: capa.id.clone(),
        version: capa.marks.version(),
        trigger: capa.trigger.clone(),
        level: capa.level,
        cause: capa.cause.clone(),
        period: capa.period.clone(),
        project: capa.project.clone(),
        evidence: capa.evidence.clone(),
        name,
        opened: capa.opened,
        department: capa.department.clone().unwrap_or_default(),
        responsible: capa.responsible.clone(),
        due: capa.due,
        next: capa.next(),
        reopened: capa.reopened,
        closed: capa.closed.as_ref().map(|closed| (closed.at, closed.how)),
    })
}

fn name_of(record: &Record) -> String {
    text(record.as_complaint().and_then(|complaint| complaint.name.as_ref()))
}

/// The complaint that it rests on.
fn complaint(reading: &Reading<'_>, capa: &Capa) -> Result<Option<std::sync::Arc<Record>>, DeskError> {
    let Some(id) = &capa.evidence.complaint else { return Ok(None) };
    Ok(reading.record(&Key::Complaint(id.clone()))?)
}

fn head(project: &Project, red: usize) -> ProjectHead {
    ProjectHead {
        project: project.id.clone(),
        version: project.marks.version(),
        cause: project.cause.clone(),
        period: project.period.clone(),
        responsible: project.responsible.clone(),
        goal: project.goal.clone(),
        capas: project.capas.len(),
        open: project.open as usize,
        red,
        state: project.state(),
        over: project.over,
    }
}

/// One corrective action, whole.
pub fn capa(reading: &Reading<'_>, capa: &Capa) -> Result<CapaPage, DeskError> {
    let record = reading.record(&Key::Project(capa.project.clone()))?;
    let project = record.as_deref().and_then(Record::as_project).map(|project| head(project, 0));
    let project = project.ok_or_else(|| DeskError::NotFound { what: capa.project.to_string() })?;
    let customer = pages::person(reading, capa.customer.as_ref())?;
    let order = capa.evidence.order.as_ref().map(|id| reading.record(&Key::Order(id.clone()))).transpose()?.flatten();
    let car = match order.as_deref().and_then(Record::as_order) {
        Some(order) => pages::car(reading, &order.vehicle)?,
        None => pages::Car::default(),
    };
    let call = capa.evidence.call.as_ref().map(|id| reading.record(&Key::Call(id.clone()))).transpose()?.flatten();
    let call = call.as_deref().and_then(Record::as_call);
    let complaint = complaint(reading, capa)?;
    let complaint = complaint.as_deref().and_then(Record::as_complaint);
    Ok(CapaPage {
        row: row(reading, capa)?,
        project,
        customer: customer.id.or_else(|| capa.customer.clone()),
        phone: customer.phone,
        plate: car.plate,
        model: car.model,
        words: complaint.and_then(complained).or_else(|| call.and_then(answered)),
        reason: call.and_then(|call| reason(call, &capa.trigger.on)),
        resources: capa.resources.clone(),
        plan: capa.plan.clone(),
        of_complaint: complaint.and_then(planned),
        needs_telling: capa.needs_telling(),
        needs_word: capa.needs_word(),
        days_tried: capa.days_tried(),
        call: to_make(reading, capa)?,
        thread: capa.thread.iter().map(entry).collect(),
    })
}

/// The call that is planned to tell the customer.
fn to_make(reading: &Reading<'_>, capa: &Capa) -> Result<Option<(CallId, Stamp)>, DeskError> {
    let Some(id) = &capa.call else { return Ok(None) };
    let record = reading.record(&Key::Call(id.clone()))?;
    let call = record.as_deref().and_then(Record::as_call).filter(|call| call.is_open());
    Ok(call.map(|call| (call.id.clone(), call.due)))
}

fn complained(complaint: &Complaint) -> Option<SaidRow> {
    let said = complaint.words.first()?;
    Some(SaidRow { words: text(Some(&said.words)), at: said.at, by: said.by.clone() })
}

fn answered(call: &Call) -> Option<SaidRow> {
    let answers = call.answers.as_ref()?;
    let words = answers.words.as_ref()?;
    Some(SaidRow { words: text(Some(words)), at: answers.at, by: answers.by.clone() })
}

fn reason(call: &Call, on: &On) -> Option<String> {
    let On::Answer { item, .. } = on else { return None };
    call.answers.as_ref()?.reasons.get(item).cloned()
}

/// Cause and plan of a complaint, which the department need not find twice.
fn planned(complaint: &Complaint) -> Option<(String, String)> {
    let plan = complaint.course.plan.as_ref()?;
    Some((plan.causes.join("; "), plan.plan.clone()))
}

fn entry(entry: &Entry) -> CapaEntry {
    let said = entry.said.iter().map(|words| text(Some(words)));
    let erased = entry.said.iter().any(|words| words.text().is_none());
    let words = entry.lines.iter().cloned().chain(said).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    CapaEntry { did: entry.did, said: SaidRow { words, at: entry.at, by: entry.by.clone() }, erased }
}

/// One project, whole.
pub fn project(reading: &Reading<'_>, project: &Project, now: Stamp) -> Result<ProjectPage, DeskError> {
    let mut rows = Vec::new();
    for id in project.capas.iter().rev().take(OF_PROJECT_MAX) {
        rows.extend(read_row(reading, id)?);
    }
    rows.sort_by_cached_key(|row| {
        (row.closed.is_some(), !row.is_red(now), row.due.is_none(), row.due, row.capa.clone())
    });
    let red = rows.iter().filter(|row| row.is_red(now)).count();
    Ok(ProjectPage { head: head(project, red), rows })
}
