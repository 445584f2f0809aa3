//! Answering queries: each reads one consistent pair of live memory and index.

use super::error::DeskError;
use super::rows::{ShopPage, Status};
use super::visit::ListsPage;
use super::{
    Answer, Desk, Query, Session, calls, feedback, files, find, improvement, kept, months, pages, quoted, repeats,
    requests,
};
use crate::domain::{Key, Record};
use crate::store::keys;
use crate::store::reading::{Reading, Way};

impl Desk {
    pub(super) fn answer(&self, session: &Session, query: &Query) -> Result<Answer, DeskError> {
        let held = self.store.shelf().hold();
        let reading = held.reading()?;
        let answer = self.answered(session, query, &reading)?;
        self.veiled(session, &reading, answer)
    }

    fn answered(&self, session: &Session, query: &Query, reading: &Reading<'_>) -> Result<Answer, DeskError> {
        Ok(match query {
            Query::Shop => Answer::Shop(self.shop_page(reading)),
            Query::Staff => Answer::Staff(self.staff(reading)?),
            Query::Status => Answer::Status(self.status(reading)),
            Query::Board => Answer::Board(self.board(reading)?),
            Query::Order { id } => {
                let record = record(reading, Key::Order(id.clone()), id.as_str())?;
                let order = record.as_order().ok_or_else(|| not_found(id.as_str()))?;
                Answer::Order(Box::new(pages::order(reading, order, &self.rules().intake)?))
            }
            Query::Jobs => Answer::Jobs(quoted::jobs(&self.rules().menu, self.now().day())),
            Query::Find { text, limit } => Answer::Find(find::find(reading, text, *limit)?),
            Query::Vehicle { id } => {
                let page = files::vehicle(reading, id, &self.rules().intake, self.now())?;
                let page = page.ok_or_else(|| not_found(id.as_str()))?;
                Answer::Vehicle(Box::new(page))
            }
            Query::Visits { vehicle, before, limit } => {
                Answer::Visits(files::older_visits(reading, vehicle, before, *limit)?)
            }
            Query::Customer { id } => {
                let page = files::customer(reading, id)?.ok_or_else(|| not_found(id.as_str()))?;
                Answer::Customer(Box::new(page))
            }
            Query::CustomerVisits { customer, before, limit } => {
                Answer::CustomerVisits(files::older_of_customer(reading, customer, before, *limit)?)
            }
            Query::Phones { customer } => Answer::Phones(self.phones(session, reading, customer)?),
            Query::Reads { customer, days } => Answer::Reads(files::reads(reading, customer, *days)?),
            Query::Calls => Answer::Calls(calls::list(reading, &self.rules(), &session.who, self.now())?),
            Query::NextCall { but } => {
                let held = self.held_by_others(session);
                Answer::NextCall(calls::next(reading, but.as_ref(), &held, &session.who, self.now())?)
            }
            Query::LastAttempt => Answer::LastAttempt(calls::last_attempt(reading, &session.who, self.now())?),
            Query::WhomToCall => Answer::WhomToCall(calls::whom(reading, &self.rules().call, self.now())?),
            Query::Held => Answer::Held(self.held_by_others(session)),
            Query::Call { id } => {
                let record = record(reading, Key::Call(id.clone()), id.as_str())?;
                let call = record.as_call().ok_or_else(|| not_found(id.as_str()))?;
                Answer::Call(Box::new(calls::one(reading, call, &self.rules().call)?))
            }
            Query::Requests => Answer::Requests(requests::page(reading)?),
            Query::Faults { from, to } => {
                let after = to.succ_opt().unwrap_or(*to);
                Answer::Faults(reading.rows_between(&keys::faults_on(*from), &keys::faults_on(after))?)
            }
            Query::Kept { from, to } => {
                Answer::Kept(kept::page(reading, (*from, *to), &self.rules().intake, self.now())?)
            }
            Query::Complaints => Answer::Complaints(pages::complaints(reading, &self.rules())?),
            Query::Complaint { id } => {
                let record = record(reading, Key::Complaint(id.clone()), id.as_str())?;
                let complaint = record.as_complaint().ok_or_else(|| not_found(id.as_str()))?;
                Answer::Complaint(Box::new(pages::complaint(reading, complaint, &self.rules(), self.now())?))
            }
            Query::Repeats { order, vehicle, part } => {
                let about = (order.as_ref(), vehicle.as_ref(), part.as_deref());
                Answer::Repeats(repeats::before(reading, about, &self.rules(), self.now())?)
            }
            Query::FeedbackList => Answer::FeedbackList(feedback::list(reading)?),
            Query::Feedback { id } => {
                let record = record(reading, Key::Feedback(id.clone()), id.as_str())?;
                let found = record.as_feedback().ok_or_else(|| not_found(id.as_str()))?;
                Answer::Feedback(Box::new(feedback::page(reading, found)?))
            }
            Query::Heard { on } => Answer::Heard(feedback::heard(reading, *on)?),
            Query::Improvement => {
                let proposed = self.proposed(reading)?;
                Answer::Improvement(improvement::page(reading, proposed, self.now())?)
            }
            Query::Capa { id } => {
                let record = record(reading, Key::Capa(id.clone()), id.as_str())?;
                let capa = record.as_capa().ok_or_else(|| not_found(id.as_str()))?;
                Answer::Capa(Box::new(improvement::capa(reading, capa)?))
            }
            Query::Project { id } => {
                let record = record(reading, Key::Project(id.clone()), id.as_str())?;
                let project = record.as_project().ok_or_else(|| not_found(id.as_str()))?;
                Answer::Project(Box::new(improvement::project(reading, project, self.now())?))
            }
            Query::Projects { period } => {
                Answer::Projects(reading.rows(&keys::project(period, ""), Way::Up, usize::MAX)?)
            }
            Query::Campaigns => Answer::Campaigns(self.campaigns_page(reading)?),
            Query::Campaign { id } => {
                let record = record(reading, Key::Campaign(id.clone()), id.as_str())?;
                let campaign = record.as_campaign().ok_or_else(|| not_found(id.as_str()))?;
                Answer::Campaign(Box::new(self.campaign_page(reading, campaign)?))
            }
            Query::Plan { year } => Answer::Plan(Box::new(self.plan_page(reading, *year)?)),
            Query::Pack { year } => Answer::Pack(Box::new(self.pack_page(reading, *year)?)),
            Query::Lists => {
                let rules = self.rules();
                let (checklists, pledges) = (rules.intake.checklists.clone(), rules.intake.pledges.clone());
                Answer::Lists(ListsPage { checklists, pledges })
            }
            Query::Scheme { id } => Answer::Scheme(self.scheme_text(id)?),
            Query::Schemes => Answer::Schemes(months::schemes(&self.schemes.load())),
            Query::Months { scheme, last, limit } => Answer::Months(self.months(reading, scheme, *last, *limit)?),
            Query::Counted { on, by } => Answer::Counted(reading.counted(*on, *by)?),
            Query::FactsOn { from, to } => {
                let after = to.succ_opt().unwrap_or(*to);
                let texts = reading.texts(&keys::facts_on(*from), &keys::facts_on(after), usize::MAX)?;
                Answer::Facts(files::facts_of_kept(reading, texts)?)
            }
            Query::FactsSince { seq, limit } => {
                let texts = reading.texts(&keys::facts_after(*seq), &keys::facts_after(u64::MAX), *limit)?;
                Answer::Facts(files::facts_of_kept(reading, texts)?)
            }
        })
    }

    fn shop_page(&self, reading: &Reading<'_>) -> ShopPage {
        let name = reading.live.shop().map(|shop| shop.name.clone()).unwrap_or_default();
        let rules = self.rules();
        let home_province = rules.intake.home_province.clone();
        let (survey, compensation_limit) = (rules.survey.scheme.clone(), rules.compensation_limit);
        ShopPage { name, survey, home_province, compensation_limit }
    }

    fn status(&self, reading: &Reading<'_>) -> Status {
        Status {
            data: self.data().display().to_string(),
            seq: reading.live.seq,
            journal_whole: self.store.damage().is_none(),
            index_whole: self.store.shelf().failure().is_none(),
            cut_bytes: self.cut().map_or(0, |cut| cut.bytes),
            open_orders: reading.live.orders().filter(|order| order.stage.in_shop()).count(),
            open_calls: reading.live.calls().count(),
            open_complaints: reading.live.complaints().count(),
        }
    }
}

fn record(reading: &Reading<'_>, key: Key, id: &str) -> Result<std::sync::Arc<Record>, DeskError> {
    reading.record(&key)?.ok_or_else(|| not_found(id))
}

fn not_found(id: &str) -> DeskError {
    DeskError::NotFound { what: id.to_string() }
}

impl Answer {
    /// The error for an answer of another kind than the question asked for.
    pub fn unexpected(&self) -> DeskError {
        DeskError::Fault { what: "an answer of another kind".into() }
    }
}
