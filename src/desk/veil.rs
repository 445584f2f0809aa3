//! Whole phone numbers leave the desk only for those whose rights say so (E6, features 69 to 71): one rule for screens and
//! programs alike. What is hidden here nobody can show.

use super::{Answer, Desk, DeskError, Envelope, Query, Session};
use crate::domain::customer::phone::masked;
use crate::domain::customer::read::ReadCustomer;
use crate::domain::staff::role::Right;
use crate::domain::{Command, CustomerId, Key, Record, StaffId, file};
use crate::store::reading::Reading;
use chrono::NaiveDate;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

impl Desk {
    /// An answer as this session may see it.
    pub(super) fn veiled(&self, session: &Session, reading: &Reading<'_>, answer: Answer) -> Result<Answer, DeskError> {
        if self.has_right(session, Right::SeePhones) {
            return Ok(answer);
        }
        let mut answer = answer;
        match &mut answer {
            Answer::Order(page) => {
                hide(&mut page.phone);
                page.alike_customers.iter_mut().for_each(|row| hide(&mut row.by));
            }
            Answer::Find(hits) => hits.iter_mut().for_each(|hit| hide(&mut hit.phone)),
            Answer::Vehicle(page) => hide(&mut page.phone),
            Answer::Customer(page) => {
                page.phones.iter_mut().for_each(hide);
                page.alike.iter_mut().for_each(|row| hide(&mut row.by));
            }
            Answer::WhomToCall(rows) => rows.iter_mut().for_each(|row| hide(&mut row.phone)),
            Answer::Calls(page) => page.rows.iter_mut().for_each(|row| hide(&mut row.phone)),
            // Whoever dials has the number shown when the call is taken up, and that is journalled.
            Answer::Call(page) => {
                let shown = page.customer.as_ref().map(|id| self.has_revealed(session, reading, id)).transpose()?;
                if shown != Some(true) {
                    hide(&mut page.phone);
                }
            }
            Answer::Requests(page) => page.online.iter_mut().for_each(|row| hide(&mut row.phone)),
            // Whoever answers for a complaint has to ring back.
            Answer::Complaint(page) => {
                if !self.has_right(session, Right::HandleComplaint) {
                    hide(&mut page.phone);
                }
            }
            Answer::Feedback(page) => {
                if !self.has_right(session, Right::HandleComplaint) {
                    hide(&mut page.phone);
                }
            }
            // So has whoever is told of what came of it.
            Answer::Capa(page) => {
                if !self.has_right(session, Right::HandleComplaint) {
                    hide(&mut page.phone);
                }
            }
            Answer::Shop(_)
            | Answer::Staff(_)
            | Answer::Status(_)
            | Answer::Board(_)
            | Answer::Jobs(_)
            | Answer::Visits(_)
            | Answer::CustomerVisits(_)
            | Answer::Phones(_)
            | Answer::Reads(_)
            | Answer::NextCall(_)
            | Answer::LastAttempt(_)
            | Answer::Held(_)
            | Answer::Faults(_)
            | Answer::Kept(_)
            | Answer::Complaints(_)
            | Answer::Repeats(_)
            | Answer::FeedbackList(_)
            | Answer::Heard(_)
            | Answer::Improvement(_)
            | Answer::Project(_)
            | Answer::Projects(_)
            | Answer::Campaigns(_)
            | Answer::Campaign(_)
            | Answer::Plan(_)
            | Answer::Pack(_)
            | Answer::Lists(_)
            | Answer::Scheme(_)
            | Answer::Schemes(_)
            | Answer::Months(_)
            | Answer::Counted(_)
            | Answer::Facts(_) => {}
        }
        Ok(answer)
    }

    /// The whole numbers of a customer: for those who see them anyway, and those whose wish for them stands in the
    /// journal, as of today.
    pub(super) fn phones(
        &self,
        session: &Session,
        reading: &Reading<'_>,
        id: &CustomerId,
    ) -> Result<Vec<String>, DeskError> {
        if !self.has_right(session, Right::SeePhones) && !self.has_revealed(session, reading, id)? {
            return Err(DeskError::NotAllowed { right: Right::SeePhones, who: session.who.clone() });
        }
        let file = file::customer(reading, id)?.ok_or_else(|| DeskError::NotFound { what: id.to_string() })?;
        Ok(file.phones().into_iter().map(String::from).collect())
    }

    fn has_revealed(&self, session: &Session, reading: &Reading<'_>, id: &CustomerId) -> Result<bool, DeskError> {
        if !self.has_right(session, Right::Reveal) {
            return Ok(false);
        }
        let Some(file) = file::customer(reading, id)? else { return Ok(false) };
        let record = reading.record(&Key::reads(&file.kept().id, self.now().day()))?;
        Ok(matches!(record.as_deref(), Some(Record::Reads(reads)) if reads.has(&session.who, true)))
    }

    /// Notes in the journal that somebody read a customer's file, once a day; nobody waits for it.
    pub(super) fn note_read(&self, session: &Session, query: &Query, answer: &Answer) {
        let (Query::Customer { .. }, Answer::Customer(page)) = (query, answer) else { return };
        if self.reads.is_new(self.now().day(), &session.who, &page.customer) {
            let read = ReadCustomer { customer: page.customer.clone(), phone: false };
            // The clerk answers whether anybody listens or not.
            let _unheard = self.send(session, Envelope::new(Command::ReadCustomer(read)), None);
        }
    }
}

/// Who read whose file today: what the journal need not be asked again.
#[derive(Default)]
pub(super) struct ReadToday(Mutex<(NaiveDate, HashSet<(StaffId, CustomerId)>)>);

impl ReadToday {
    fn is_new(&self, day: NaiveDate, who: &StaffId, customer: &CustomerId) -> bool {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if today.0 != day {
            *today = (day, HashSet::new());
        }
        today.1.insert((who.clone(), customer.clone()))
    }
}

fn hide(phone: &mut String) {
    *phone = masked(phone);
}
