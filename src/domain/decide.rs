//! Deciding a command: current state, rules and time in; events or a refusal out. Pure.
//!
//! A decision reads through [`Deciding`] and emits events into it. Each event is folded at once into an overlay, so
//! that a command of several steps sees what its earlier steps did, and nothing outside sees any of it until the
//! journal has it.

use super::call::Call;
use super::campaign::Campaign;
use super::capa::Capa;
use super::capa::project::Project;
use super::clean::{TEXT_MAX, clean};
use super::complaint::Complaint;
use super::customer::Customer;
use super::customer::contact::Contact;
use super::event::{Event, Meta};
use super::feedback::Feedback;
use super::file::{self, CustomerFile, VehicleFile};
use super::fold::{self, BadHistory};
use super::marks::Group;
use super::online::Online;
use super::order::Order;
use super::order::move_to::OrderMoved;
use super::order::stage::{self, Around, Stage};
use super::plan::Plan;
use super::records::{ENTRIES_MAX, Key, Record, Records, Unreadable};
use super::refusal::{Clash, Why};
use super::requirement::{self, Requirement};
use super::shop::Shop;
use super::staff::Staff;
use super::staff::role::Right;
use super::vehicle::{Vehicle, plate::Plate};
use super::{
    CallId, CampaignId, CapaId, Command, ComplaintId, CustomerId, FeedbackId, OnlineId, OrderId, ProjectId, Refusal,
    RequirementId, Rules, StaffId, Stamp, VehicleId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Why a decision ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The command is refused.
    Refused(Refusal),
    /// The index could not be read.
    Unreadable(Unreadable),
    /// An event does not fit: a fault of this program, caught before anything is written.
    Bad(BadHistory),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Unreadable> for Stop {
    fn from(unreadable: Unreadable) -> Self {
        Self::Unreadable(unreadable)
    }
}

impl From<BadHistory> for Stop {
    fn from(bad: BadHistory) -> Self {
        Self::Bad(bad)
    }
}

/// Something to tell the user about a command that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Warning {
    /// Money was taken before the customer signed (S18: sign, then pay; J3).
    PaidUnsigned,
    /// The promised time is further off than repairs are promised for.
    PromiseFar {
        /// Days until then.
        days: i64,
    },
    /// The promised time is before that at which a part on order is expected.
    PromiseBeforePart {
        /// The part.
        number: u16,
        /// When it is expected.
        expected: Stamp,
    },
    /// A job stands on the quote already.
    JobTwice {
        /// The other line.
        line: u16,
    },
    /// A line takes longer than a day and a night of work.
    LongLabour {
        /// Minutes.
        minutes: u32,
    },
    /// The VIN's check digit does not fit; European makers may not use it.
    VinCheck {
        /// The digit that would fit.
        expected: char,
    },
    /// The phone that a caller found to be wrong was put right (feature 45).
    NumberCorrected {
        /// Whose.
        customer: CustomerId,
    },
    /// No call was planned: the customer does not want to be contacted so.
    NotWanted {
        /// Who.
        customer: CustomerId,
        /// About what.
        contact: Contact,
        /// Since when.
        since: Stamp,
    },
    /// Another customer has this phone: perhaps one person with two files.
    PhoneKnown {
        /// The other one.
        customer: CustomerId,
        /// Their name.
        name: String,
    },
}

/// Who gives a command, when, and what they had seen.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Who.
    pub by: &'a StaffId,
    /// Their user id of the operating system, if they have one.
    pub uid: Option<u32>,
    /// When.
    pub now: Stamp,
    /// The journal line that the events will stand in.
    pub seq: u64,
    /// Noun → the version of the record that the screen showed.
    pub seen: &'a BTreeMap<String, u64>,
}

/// What a command comes to.
#[derive(Debug)]
pub struct Decided {
    /// The events, in order; none if the command changes nothing.
    pub events: Vec<Event>,
    /// The records after them.
    pub after: BTreeMap<Key, Arc<Record>>,
    /// The id to answer with.
    pub id: String,
    /// What to tell the user.
    pub warnings: Vec<Warning>,
}

/// Decides `command` against `records`.
///
/// # Errors
/// The refusal, or why it could not be decided.
pub fn decide(records: &dyn Records, rules: &Rules, asked: &Asked<'_>, command: &Command) -> Result<Decided, Stop> {
    let mut d = Deciding {
        records,
        rules,
        by: asked.by.clone(),
        uid: asked.uid,
        now: asked.now,
        seq: asked.seq,
        after: BTreeMap::new(),
        events: Vec::new(),
        warnings: Vec::new(),
    };
    d.refuse_stale(command, asked.seen)?;
    let id = dispatch(&mut d, command)?;
    Ok(Decided { events: d.events, after: d.after, id, warnings: d.warnings })
}

fn dispatch(d: &mut Deciding<'_>, command: &Command) -> Result<String, Stop> {
    use super::{
        call, campaign, capa, complaint, customer, feedback, online, order, plan, requirement, shop, staff, vehicle,
    };
    match command {
        Command::SetUpShop(c) => shop::set_up::decide(d, c),
        Command::AdoptConfig(c) => shop::adopt::decide(d, c),
        Command::AddStaff(c) => staff::add::decide(d, c),
        Command::AddKey(c) => staff::key::decide_add(d, c),
        Command::DropKey(c) => staff::key::decide_drop(d, c),
        Command::SetPin(c) => staff::pin::decide(d, c),
        Command::AddCustomer(c) => customer::add::decide(d, c),
        Command::ReadCustomer(c) => customer::read::decide(d, c),
        Command::ChangeCustomer(c) => customer::change::decide(d, c),
        Command::AddVehicle(c) => vehicle::add::decide(d, c),
        Command::ChangeVehicle(c) => vehicle::change::decide(d, c),
        Command::LinkOwner(c) => vehicle::owner::decide(d, c),
        Command::MergeCustomers(c) => customer::merge::decide(d, c),
        Command::UnmergeCustomers(c) => customer::merge::take_apart(d, c),
        Command::MergeVehicles(c) => vehicle::merge::decide(d, c),
        Command::UnmergeVehicles(c) => vehicle::merge::take_apart(d, c),
        Command::NoteRequirement(c) => requirement::note::decide(d, c),
        Command::ReviewRequirement(c) => requirement::review::decide(d, c),
        Command::EndRequirement(c) => requirement::end::decide(d, c),
        Command::TickRequirement(c) => order::tick::decide(d, c),
        Command::OpenOrder(c) => order::receive::decide(d, c),
        Command::NoteIntake(c) => order::intake::decide(d, c),
        Command::NoteTrip(c) => order::trip::decide(d, c),
        Command::SetPromise(c) => order::promise::decide(d, c),
        Command::NoteFinding(c) => order::finding::decide(d, c),
        Command::WriteLine(c) => order::line::decide(d, c),
        Command::DropLine(c) => order::line::drop_line(d, c),
        Command::DecideLines(c) => order::consent::decide(d, c),
        Command::SetPayers(c) => order::payer::decide(d, c),
        Command::NoteClaim(c) => order::claim::decide(d, c),
        Command::ShowEstimate(c) => order::version::decide(d, c),
        Command::ReviewContract(c) => order::review::decide(d, c),
        Command::SignContract(c) => order::contract::sign(d, c),
        Command::ChangeContract(c) => order::contract::change(d, c),
        Command::RaiseCeiling(c) => order::ceiling::decide(d, c),
        Command::StartWork(c) => order::work::start(d, c),
        Command::StopWork(c) => order::work::stop(d, c),
        Command::FinishWork(c) => order::work::finish(d, c),
        Command::CheckQuality(c) => order::quality::decide(d, c),
        Command::TakePayment(c) => order::pay::decide(d, c),
        Command::TellReady(c) => order::ready::decide(d, c),
        Command::HandOver(c) => order::hand_over::decide(d, c),
        Command::MoveOrder(c) => order::move_to::decide(d, c),
        Command::HandToWorkshop(c) => order::workshop::decide(d, c),
        Command::TakeOver(c) => order::take_over::decide(d, c),
        Command::ConfirmVisit(c) => order::confirm::decide(d, c),
        Command::NoteChecklist(c) => order::checked::decide(d, c),
        Command::GivePromises(c) => order::given::decide(d, c),
        Command::NoteFault(c) => order::fault::decide(d, c),
        Command::OrderPart(c) => order::part_step::order(d, c),
        Command::NotePart(c) => order::part_step::decide(d, c),
        Command::CancelPart(c) => order::part_step::cancel(d, c),
        Command::NoteRequest(c) => order::request::note(d, c),
        Command::AnswerRequest(c) => order::request::answer(d, c),
        Command::CancelOrder(c) => order::cancel::decide(d, c),
        Command::Undo(c) => order::undo::decide(d, c),
        Command::TakeOnline(c) => online::take::decide(d, c),
        Command::DiscardOnline(c) => online::discard::decide(d, c),
        Command::LogAttempt(c) => call::attempt::decide(d, c),
        Command::AnswerCall(c) => call::answer::decide(d, c),
        Command::TakeBackAttempt(c) => call::take_back::decide(d, c),
        Command::PlanCall(c) => call::plan::decide(d, c),
        Command::ExpireCall(c) => call::ended::decide(d, c),
        Command::OptOut(c) => customer::contact::decide_out(d, c),
        Command::OptIn(c) => customer::contact::decide_in(d, c),
        Command::RaiseComplaint(c) => complaint::raise::decide(d, c),
        Command::NoteComplaint(c) => complaint::note::decide(d, c),
        Command::CloseComplaint(c) => complaint::close::decide(d, c),
        Command::JudgeComplaint(c) => complaint::judge::decide(d, c),
        Command::PlanComplaint(c) => complaint::plan::decide(d, c),
        Command::ApproveComplaint(c) => complaint::approve::decide(d, c),
        Command::VerifyComplaint(c) => complaint::verify::decide(d, c),
        Command::GiveUpComplaint(c) => complaint::give_up::decide(d, c),
        Command::ChangeComplaint(c) => complaint::change::decide(d, c),
        Command::NoteFeedback(c) => feedback::note::decide(d, c),
        Command::ReadFeedback(c) => feedback::read::decide(d, c),
        Command::RouteFeedback(c) => feedback::route::decide(d, c),
        Command::AnswerFeedback(c) => feedback::answer::decide(d, c),
        Command::TurnFeedback(c) => feedback::turn::decide(d, c),
        Command::OpenCapa(c) => capa::open::decide(d, c),
        Command::IssueCapa(c) => capa::issue::decide(d, c),
        Command::ReassignCapa(c) => capa::reassign::decide(d, c),
        Command::PlanCapa(c) => capa::plan::decide(d, c),
        Command::ActCapa(c) => capa::act::decide(d, c),
        Command::VerifyCapa(c) => capa::verify::decide(d, c),
        Command::TellCapa(c) => capa::tell::decide(d, c),
        Command::LinkCapa(c) => capa::link::decide(d, c),
        Command::PlanProject(c) => capa::project::decide(d, c),
        Command::OpenCampaign(c) => campaign::open::decide(d, c),
        Command::ChangeCampaign(c) => campaign::sheet::decide(d, c),
        Command::SignCampaign(c) => campaign::sign::decide(d, c),
        Command::StartCampaign(c) => campaign::start::decide(d, c),
        Command::IssueForms(c) => campaign::issue::decide(d, c),
        Command::AnswerForm(c) => campaign::answer::decide(d, c),
        Command::EvaluateCampaign(c) => campaign::evaluate::decide(d, c),
        Command::ReviewCampaign(c) => campaign::review::decide(d, c),
        Command::CloseCampaign(c) => campaign::close::decide(d, c),
        Command::CancelCampaign(c) => campaign::close::cancel(d, c),
        Command::WritePlan(c) => plan::write::decide(d, c),
        Command::PlanSurvey(c) => plan::entry::decide(d, c),
        Command::ApproveYear(c) => plan::approve::decide(d, c),
        Command::NoteOutreach(c) => plan::outreach::decide(d, c),
    }
}

/// A decision on its way: what it reads, and the events it has emitted.
pub struct Deciding<'a> {
    records: &'a dyn Records,
    /// The shop's configuration.
    pub rules: &'a Rules,
    /// Who gives the command.
    pub by: StaffId,
    /// Their user id of the operating system.
    pub uid: Option<u32>,
    /// Now.
    pub now: Stamp,
    seq: u64,
    after: BTreeMap<Key, Arc<Record>>,
    events: Vec<Event>,
    warnings: Vec<Warning>,
}

/// A record that was found, seen as the type it is. Shared, never copied.
pub struct Found<T: 'static> {
    record: Arc<Record>,
    pick: fn(&Record) -> Option<&T>,
}

impl<T> std::ops::Deref for Found<T> {
    type Target = T;
    fn deref(&self) -> &T {
        (self.pick)(&self.record).expect("only a record of this type is found")
    }
}

impl Records for Deciding<'_> {
    fn get(&self, key: &Key) -> Result<Option<Arc<Record>>, Unreadable> {
        match self.after.get(key) {
            Some(record) => Ok(Some(record.clone())),
            None => self.records.get(key),
        }
    }
}

impl Deciding<'_> {
    /// Adds an event and folds it, so that what follows sees it.
    pub fn emit(&mut self, event: Event) -> Result<(), Stop> {
        let by = self.by.clone();
        let meta = Meta { seq: self.seq, at: self.now, by: &by };
        for key in fold::touches(&event) {
            // Taken out, so that a record which this command already changed is changed in place and not copied.
            let before = match self.after.remove(&key) {
                Some(record) => Some(record),
                None => self.records.get(&key)?,
            };
            let before = before.map(Arc::unwrap_or_clone);
            let after = fold::fold(before, &key, &event, &meta)?;
            if after.entries() > ENTRIES_MAX {
                return Err(Refusal::RecordFull { record: key.id().into_owned(), most: ENTRIES_MAX }.into());
            }
            self.after.insert(key, Arc::new(after));
        }
        self.events.push(event);
        Ok(())
    }

    /// Adds something to tell the user.
    pub fn warn(&mut self, warning: Warning) {
        self.warnings.push(warning);
    }

    /// The record under `key`, seen as the type it must be; else a refusal at `field`.
    fn find<T>(&self, key: &Key, field: &str, name: &str, pick: fn(&Record) -> Option<&T>) -> Result<Found<T>, Stop> {
        let record = self.get(key)?.filter(|record| pick(record).is_some());
        let record = record.ok_or_else(|| Refusal::not_found(field, name))?;
        Ok(Found { record, pick })
    }

    /// An order by the field that names it.
    pub fn order_named(&self, field: &str, id: &OrderId) -> Result<Found<Order>, Stop> {
        self.find(&Key::Order(id.clone()), field, id.as_str(), Record::as_order)
    }

    /// An order that is not over.
    pub fn open_order(&self, id: &OrderId) -> Result<Found<Order>, Stop> {
        let order = self.order_named("order", id)?;
        if order.stage.is_over() {
            return Err(Refusal::WrongStage { order: id.clone(), stage: order.stage }.into());
        }
        Ok(order)
    }

    /// An order whose car is still here.
    pub fn order_in_shop(&self, id: &OrderId) -> Result<Found<Order>, Stop> {
        let order = self.open_order(id)?;
        if !order.stage.in_shop() {
            return Err(Refusal::WrongStage { order: id.clone(), stage: order.stage }.into());
        }
        Ok(order)
    }

    /// A vehicle by the field that names it: the one that is kept, if that one was merged.
    pub fn vehicle(&self, field: &str, id: &VehicleId) -> Result<Found<Vehicle>, Stop> {
        let kept = self.vehicle_file(field, id)?.kept().id.clone();
        self.vehicle_itself(field, &kept)
    }

    /// A vehicle's own record, merged or not.
    pub fn vehicle_itself(&self, field: &str, id: &VehicleId) -> Result<Found<Vehicle>, Stop> {
        self.find(&Key::Vehicle(id.clone()), field, id.as_str(), Record::as_vehicle)
    }

    /// A vehicle's whole file.
    pub fn vehicle_file(&self, field: &str, id: &VehicleId) -> Result<VehicleFile, Stop> {
        Ok(file::vehicle(self, id)?.ok_or_else(|| Refusal::not_found(field, id))?)
    }

    /// A customer by the field that names them: the one that is kept, if that one was merged.
    pub fn customer(&self, field: &str, id: &CustomerId) -> Result<Found<Customer>, Stop> {
        let kept = self.customer_file(field, id)?.kept().id.clone();
        self.customer_itself(field, &kept)
    }

    /// A customer's own record, merged or not.
    pub fn customer_itself(&self, field: &str, id: &CustomerId) -> Result<Found<Customer>, Stop> {
        self.find(&Key::Customer(id.clone()), field, id.as_str(), Record::as_customer)
    }

    /// A customer's whole file.
    pub fn customer_file(&self, field: &str, id: &CustomerId) -> Result<CustomerFile, Stop> {
        Ok(file::customer(self, id)?.ok_or_else(|| Refusal::not_found(field, id))?)
    }

    /// A special requirement that has not ended.
    pub fn standing_requirement(&self, id: &RequirementId) -> Result<Found<Requirement>, Stop> {
        let key = Key::Requirement(id.clone());
        let found = self.find(&key, "requirement", id.as_str(), Record::as_requirement)?;
        match &found.ended {
            Some(ended) => {
                let (by, at) = (ended.by.clone(), ended.at);
                Err(Refusal::AlreadyDone { field: "requirement".into(), by, at }.into())
            }
            None => Ok(found),
        }
    }

    /// An online request that nobody has decided on.
    pub fn unconfirmed(&self, id: &OnlineId) -> Result<Found<Online>, Stop> {
        let online = self.find(&Key::Online(id.clone()), "online", id.as_str(), Record::as_online)?;
        match &online.ended {
            Some(ended) => {
                let (by, at) = (ended.by.clone(), ended.at);
                Err(Refusal::AlreadyDone { field: "online".into(), by, at }.into())
            }
            None => Ok(online),
        }
    }

    /// The special requirements that stand over a visit.
    pub fn standing(&self, order: &Order) -> Result<Vec<RequirementId>, Stop> {
        let standing = requirement::standing(self, order)?;
        Ok(standing.iter().filter_map(|record| Some(record.as_requirement()?.id.clone())).collect())
    }

    /// A member of staff by the field that names them; someone who left is not found.
    pub fn staff(&self, field: &str, id: &StaffId) -> Result<Found<Staff>, Stop> {
        let staff = self.find(&Key::Staff(id.clone()), field, id.as_str(), Record::as_staff)?;
        if staff.gone {
            return Err(Refusal::not_found(field, id).into());
        }
        Ok(staff)
    }

    /// A member of staff whose trade includes `right`, by the field that names them.
    pub fn staff_who_may(&self, field: &str, id: &StaffId, right: Right) -> Result<Found<Staff>, Stop> {
        let staff = self.staff(field, id)?;
        if !staff.may(right) {
            return Err(Refusal::invalid(field, id, Why::NotTheirTrade(right)).into());
        }
        Ok(staff)
    }

    /// Someone who works here, or did; `None` for a new one.
    pub fn known_staff(&self, id: &StaffId) -> Result<Option<Staff>, Stop> {
        Ok(self.get(&Key::Staff(id.clone()))?.and_then(|record| record.as_staff().cloned()))
    }

    /// Whose a user id of the operating system is.
    pub fn user(&self, uid: u32) -> Result<Option<StaffId>, Stop> {
        let record = self.get(&Key::User(uid))?;
        Ok(match record.as_deref() {
            Some(Record::User(staff)) => staff.clone(),
            _ => None,
        })
    }

    /// Whose a key to log in with is: kind and key.
    pub fn key_owner(&self, key: &str) -> Result<Option<StaffId>, Stop> {
        let record = self.get(&Key::Login(key.to_owned()))?;
        Ok(match record.as_deref() {
            Some(Record::Login(staff)) => staff.clone(),
            _ => None,
        })
    }

    /// A call by the field that names it.
    pub fn call_named(&self, field: &str, id: &CallId) -> Result<Found<Call>, Stop> {
        self.find(&Key::Call(id.clone()), field, id.as_str(), Record::as_call)
    }

    /// A call that is still to be made, by its own number or by that of the order it is about.
    pub fn open_call(&self, id: &CallId) -> Result<Found<Call>, Stop> {
        let order = self.get(&Key::Order(OrderId::new(id.as_str())))?;
        let of_order = order.as_deref().and_then(Record::as_order).and_then(|order| order.call.clone());
        let call = self.call_named("call", of_order.as_ref().unwrap_or(id))?;
        match call.marks.get(Group::State) {
            Some(mark) if !call.is_open() => {
                Err(Refusal::AlreadyDone { field: "call".into(), by: mark.by.clone(), at: mark.at }.into())
            }
            _ => Ok(call),
        }
    }

    /// A complaint that is not closed.
    pub fn open_complaint(&self, id: &ComplaintId) -> Result<Found<Complaint>, Stop> {
        let key = Key::Complaint(id.clone());
        let complaint = self.find(&key, "complaint", id.as_str(), Record::as_complaint)?;
        match &complaint.closed {
            Some(closed) => {
                let (by, at) = (closed.by.clone(), closed.at);
                Err(Refusal::AlreadyDone { field: "complaint".into(), by, at }.into())
            }
            None => Ok(complaint),
        }
    }

    /// Feedback, over or not.
    pub fn feedback_named(&self, id: &FeedbackId) -> Result<Found<Feedback>, Stop> {
        self.find(&Key::Feedback(id.clone()), "feedback", id.as_str(), Record::as_feedback)
    }

    /// Feedback that somebody still has to read, act on or answer.
    pub fn open_feedback(&self, id: &FeedbackId) -> Result<Found<Feedback>, Stop> {
        let feedback = self.feedback_named(id)?;
        let over = feedback.turned.as_ref().or(feedback.answered.as_ref()).or(feedback.read.as_ref());
        match over.filter(|_| !feedback.is_open()) {
            Some(signed) => {
                let (by, at) = (signed.by.clone(), signed.at);
                Err(Refusal::AlreadyDone { field: "feedback".into(), by, at }.into())
            }
            None => Ok(feedback),
        }
    }

    /// A corrective action by the field that names it.
    pub fn capa_named(&self, field: &str, id: &CapaId) -> Result<Found<Capa>, Stop> {
        self.find(&Key::Capa(id.clone()), field, id.as_str(), Record::as_capa)
    }

    /// A corrective action that is not closed.
    pub fn open_capa(&self, id: &CapaId) -> Result<Found<Capa>, Stop> {
        let capa = self.capa_named("capa", id)?;
        match &capa.closed {
            Some(closed) => {
                let (by, at) = (closed.by.clone(), closed.at);
                Err(Refusal::AlreadyDone { field: "capa".into(), by, at }.into())
            }
            None => Ok(capa),
        }
    }

    /// An improvement project by the field that names it.
    pub fn project_named(&self, field: &str, id: &ProjectId) -> Result<Found<Project>, Stop> {
        self.find(&Key::Project(id.clone()), field, id.as_str(), Record::as_project)
    }

    /// What came of something that has one result for ever.
    pub fn once(&self, key: &Key) -> Result<Option<String>, Stop> {
        let record = self.get(key)?;
        Ok(match record.as_deref() {
            Some(Record::Once(id)) => Some(id.clone()),
            _ => None,
        })
    }

    /// A campaign that is neither closed nor given up.
    pub fn open_campaign(&self, id: &CampaignId) -> Result<Found<Campaign>, Stop> {
        let key = Key::Campaign(id.clone());
        let campaign = self.find(&key, "campaign", id.as_str(), Record::as_campaign)?;
        match &campaign.ended {
            Some(ended) => {
                let (by, at) = (ended.by.clone(), ended.at);
                Err(Refusal::AlreadyDone { field: "campaign".into(), by, at }.into())
            }
            None => Ok(campaign),
        }
    }

    /// A campaign whose forms go out and come back.
    pub fn running_campaign(&self, id: &CampaignId) -> Result<Found<Campaign>, Stop> {
        let campaign = self.open_campaign(id)?;
        if campaign.started.is_none() {
            return Err(Refusal::missing("started").into());
        }
        if let Some(done) = &campaign.evaluated {
            let (by, at) = (done.by.clone(), done.at);
            return Err(Refusal::AlreadyDone { field: "evaluated".into(), by, at }.into());
        }
        Ok(campaign)
    }

    /// The communication plan of a year, if it was begun.
    pub fn plan(&self, year: i32) -> Result<Option<Found<Plan>>, Stop> {
        let record = self.get(&Key::Plan(year))?.filter(|record| record.as_plan().is_some());
        Ok(record.map(|record| Found { record, pick: Record::as_plan }))
    }

    /// The shop; an empty one before the first run's dialog.
    pub fn shop(&self) -> Result<Shop, Stop> {
        Ok(self.get(&Key::Shop)?.and_then(|record| record.as_shop().cloned()).unwrap_or_default())
    }

    /// A typed plate; one without its province is of the shop's own (feature 3).
    pub fn plate(&self, field: &str, text: &str) -> Result<Plate, Refusal> {
        Plate::parse_at_home(text, &self.rules.intake.home_province).map_err(|why| Refusal::invalid(field, text, why))
    }

    /// The vehicle that wears `plate` now.
    pub fn vehicle_with_plate(&self, plate: &Plate) -> Result<Option<VehicleId>, Stop> {
        let record = self.get(&Key::Plate(plate.as_str().to_string()))?;
        match record.as_deref() {
            Some(Record::Plate(Some(worn))) => Ok(Some(self.vehicle("plate", worn)?.id.clone())),
            _ => Ok(None),
        }
    }

    /// The customers with this phone.
    pub fn customers_with_phone(&self, phone: &str) -> Result<Vec<CustomerId>, Stop> {
        let record = self.get(&Key::Phone(phone.to_string()))?;
        Ok(match record.as_deref() {
            Some(Record::Phone(owners)) => owners.clone(),
            _ => Vec::new(),
        })
    }

    /// Whom an order's personal texts are about: its customer, else its car.
    pub fn about(&self, order: &Order) -> String {
        order.customer.as_ref().map_or(order.vehicle.as_str(), CustomerId::as_str).to_string()
    }

    /// The next number of a dated series: `R` → `R261123-007`. Numbers are never given twice (S1; A2).
    pub fn next_dated(&self, letter: &str) -> Result<String, Stop> {
        let day = Stamp::in_zone(self.now.ms(), self.rules.zone).local().format("%y%m%d").to_string();
        let series = format!("{letter}{day}");
        let number = self.last_in(&series)? + 1;
        Ok(format!("{series}-{number:03}"))
    }

    /// The next number of an undated series: `C` → `C17`.
    pub fn next_plain(&self, letter: &str) -> Result<String, Stop> {
        Ok(format!("{letter}{}", self.last_in(letter)? + 1))
    }

    fn last_in(&self, series: &str) -> Result<u32, Stop> {
        let record = self.get(&Key::Counter(series.to_string()))?;
        Ok(match record.as_deref() {
            Some(Record::Counter(last)) => *last,
            _ => 0,
        })
    }

    /// Text that must be there, cleaned and not too long.
    pub fn text(&self, field: &str, text: &str) -> Result<String, Refusal> {
        let text = clean(text);
        match text.chars().count() {
            0 => Err(Refusal::missing(field)),
            n if n > TEXT_MAX => {
                let start: String = text.chars().take(20).collect();
                Err(Refusal::invalid(field, start, Why::TooLong(TEXT_MAX)))
            }
            _ => Ok(text),
        }
    }

    /// Spoken words that must be there; the text itself goes into a [`super::Personal`], which cleans it.
    pub fn words<'t>(&self, field: &str, text: &'t str) -> Result<&'t str, Refusal> {
        self.text(field, text).map(|_| text)
    }

    /// Text that may be absent or blank.
    pub fn optional_text(&self, field: &str, text: Option<&str>) -> Result<Option<String>, Refusal> {
        match text.map(clean).filter(|text| !text.is_empty()) {
            Some(text) => self.text(field, &text).map(Some),
            None => Ok(None),
        }
    }

    /// What the gates of `order` ask of other records.
    fn around(&self, order: &Order) -> Result<Around, Stop> {
        let reachable = match &order.customer {
            Some(id) => !self.customer_file("customer", id)?.phones().is_empty(),
            None => false,
        };
        let unticked = self.standing(order)?.iter().any(|id| !order.ticks.iter().any(|tick| tick.requirement == *id));
        Ok(Around { reachable, unticked })
    }

    /// Refuses unless the gate of the step to `to` is met.
    pub fn check_gate(&self, id: &OrderId, to: Stage) -> Result<(), Stop> {
        let order = self.open_order(id)?;
        let from = order.stage;
        let step = stage::find(from, to).ok_or(Refusal::NoSuchMove { order: id.clone(), from, to })?;
        let needs = stage::missing(step, &order, self.around(&order)?);
        if needs.is_empty() { Ok(()) } else { Err(Refusal::Gate { order: id.clone(), to, needs }.into()) }
    }

    /// Takes the step to `to`, gate and all.
    pub fn enter(&mut self, id: &OrderId, to: Stage) -> Result<(), Stop> {
        self.check_gate(id, to)?;
        let from = self.open_order(id)?.stage;
        self.emit(Event::OrderMoved(OrderMoved { order: id.clone(), from, to }))
    }

    /// Lets the order enter the stages that it enters by itself.
    pub fn settle(&mut self, id: &OrderId) -> Result<(), Stop> {
        while let Some(to) = {
            let order = self.open_order(id)?;
            stage::due(&order, self.around(&order)?)
        } {
            self.enter(id, to)?;
        }
        Ok(())
    }

    /// Refuses a command that would replace something newer than its writer had seen (DESIGN 2.2). Every part is told:
    /// whoever was shown one of two would lose the other with the next save.
    fn refuse_stale(&self, command: &Command, seen: &BTreeMap<String, u64>) -> Result<(), Stop> {
        let mut clashes = Vec::new();
        for (key, group) in command.replaces() {
            let Some(seen) = seen.get(key.noun()) else { continue };
            let Some(record) = self.get(&key)? else { continue };
            let Some(mark) = record.marks().and_then(|marks| marks.get(group)) else { continue };
            if mark.seq <= *seen {
                continue;
            }
            let (field, yours) = super::conflict::yours(command, group);
            let theirs = super::conflict::theirs(&record, group);
            if group.is_one_value() && theirs == yours {
                continue;
            }
            let besides = super::conflict::besides(command, &record, group);
            let all = std::iter::once((field, theirs, yours)).chain(besides);
            let (by, at) = (&mark.by, mark.at);
            clashes.extend(all.map(|(field, theirs, yours)| Clash { field, theirs, yours, by: by.clone(), at }));
        }
        let mut clashes = clashes.into_iter();
        match clashes.next() {
            Some(first) => Err(first.refusal(clashes.collect()).into()),
            None => Ok(()),
        }
    }
}
