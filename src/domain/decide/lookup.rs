//! The records that a command names, found or refused.

use super::{Deciding, Found, Stop};
use crate::domain::call::Call;
use crate::domain::campaign::Campaign;
use crate::domain::capa::Capa;
use crate::domain::capa::project::Project;
use crate::domain::complaint::Complaint;
use crate::domain::customer::Customer;
use crate::domain::feedback::Feedback;
use crate::domain::file::{self, CustomerFile, VehicleFile};
use crate::domain::marks::Group;
use crate::domain::online::Online;
use crate::domain::order::Order;
use crate::domain::plan::Plan;
use crate::domain::records::{Key, Record, Records};
use crate::domain::refusal::Why;
use crate::domain::requirement::{self, Requirement};
use crate::domain::shop::Shop;
use crate::domain::staff::Staff;
use crate::domain::staff::role::Right;
use crate::domain::vehicle::{Vehicle, plate::Plate};
use crate::domain::{
    CallId, CampaignId, CapaId, ComplaintId, CustomerId, FeedbackId, OnlineId, OrderId, ProjectId, Refusal,
    RequirementId, StaffId, VehicleId,
};

impl Deciding<'_> {
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

    /// A call, or that of an order, whether it is over or not.
    pub fn call_or_that_of_order(&self, id: &CallId) -> Result<Found<Call>, Stop> {
        let order = self.get(&Key::Order(OrderId::new(id.as_str())))?;
        let of_order = order.as_deref().and_then(Record::as_order).and_then(|order| order.call.clone());
        self.call_named("call", of_order.as_ref().unwrap_or(id))
    }

    /// A call that is still to be made, by its own number or by that of the order it is about.
    pub fn open_call(&self, id: &CallId) -> Result<Found<Call>, Stop> {
        let call = self.call_or_that_of_order(id)?;
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
}
