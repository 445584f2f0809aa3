//! What pages show of the visit around a repair: arrival, urgency, symptoms, checklists, promises.

use crate::domain::order::Order;
use crate::domain::order::checked::Checked;
use crate::domain::order::given::Given;
use crate::domain::order::symptoms::Symptoms;
use crate::domain::order::trip::Trip;
use crate::domain::order::visit::{Class, Conclusion, Outcome, Topic, Urgent};
use crate::domain::order::workshop::InWorkshop;
use crate::domain::shop::checklist::{Checklist, Item, Marks, Section};
use crate::domain::shop::pledge::Pledge;
use crate::domain::{Personal, StaffId, Stamp};
use serde::{Deserialize, Serialize};

/// What a shop asks and promises at intake.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListsPage {
    /// The checklists in force.
    pub checklists: Vec<Checklist>,
    /// The promises that may be given.
    pub pledges: Vec<Pledge>,
}

/// The visit around one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitPage {
    /// It is the customer's first visit (A6).
    pub first: bool,
    /// When the customer came, if somebody said.
    pub arrived: Option<Stamp>,
    /// When they were greeted, if somebody said.
    pub greeted: Option<Stamp>,
    /// Minutes from the one to the other.
    pub wait_minutes: Option<i64>,
    /// It cannot wait.
    pub urgent: Option<Urgent>,
    /// What it is about.
    pub topic: Option<Topic>,
    /// What the customer complains of or claims.
    pub notes: String,
    /// What the shop concluded.
    pub conclusion: Option<Conclusion>,
    /// The customer leaves it to the shop.
    pub open_mandate: bool,
    /// How grave the fault is.
    pub class: Option<Class>,
    /// Where the car stands; empty if nobody said.
    pub place: String,
    /// How the visit ended or is ending.
    pub outcome: Option<Outcome>,
    /// The car in the hands of the workshop.
    pub in_workshop: Option<InWorkshop>,
    /// When the fault shows.
    pub symptoms: Symptoms,
    /// Checklists that were filled in.
    pub checklists: Vec<ChecklistRow>,
    /// The names of the lists in force: what the history calls them by.
    pub titles: Vec<ListTitle>,
    /// The newest version of the promises given.
    pub promises: Option<Given>,
    /// A trip to the customer.
    #[serde(default)]
    pub trip: Option<TripRow>,
}

/// A trip to the customer (Q4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripRow {
    /// What will be done there.
    pub task: String,
    /// Where to, and which way; empty if it was erased.
    pub route: String,
    /// Who goes.
    pub engineer: StaffId,
    /// What was said to the application, if it was answered.
    pub approved: Option<bool>,
    /// Who answered.
    pub approver: Option<StaffId>,
    /// What they said besides.
    pub remark: String,
    /// When the engineer set out.
    pub departed: Option<Stamp>,
}

/// What a checklist is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTitle {
    /// Its id.
    pub id: String,
    /// Its name in Chinese.
    pub zh: String,
    /// Its name in English.
    pub en: String,
}

/// A checklist that was filled in, with the list itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistRow {
    /// The list.
    pub list: Checklist,
    /// Its marks.
    pub checked: Checked,
}

/// What a page shows of the visit around `order`.
pub fn page(order: &Order, first: bool, lists: &[Checklist]) -> VisitPage {
    let visit = &order.visit;
    VisitPage {
        first,
        arrived: visit.arrived,
        greeted: visit.greeted,
        wait_minutes: order.wait_minutes(),
        urgent: visit.urgent.clone(),
        topic: visit.topic,
        notes: visit.notes.as_ref().and_then(Personal::text).unwrap_or_default().to_string(),
        conclusion: visit.conclusion.clone(),
        open_mandate: visit.open_mandate,
        class: visit.class,
        place: visit.place.clone().unwrap_or_default(),
        outcome: order.outcome(),
        in_workshop: order.in_workshop.clone(),
        symptoms: order.symptoms.clone(),
        checklists: order.checklists.iter().map(|(id, checked)| filled_in(id, checked, lists)).collect(),
        titles: lists.iter().map(title).collect(),
        promises: order.promises_given.last().cloned(),
        trip: order.trip.as_ref().map(trip),
    }
}

fn trip(trip: &Trip) -> TripRow {
    let answer = trip.answer.as_ref();
    TripRow {
        task: trip.task.clone(),
        route: trip.route.or_empty().to_string(),
        engineer: trip.engineer.clone(),
        approved: answer.map(|answer| answer.approved),
        approver: answer.map(|answer| answer.by.clone()),
        remark: answer.and_then(|answer| answer.remark.clone()).unwrap_or_default(),
        departed: trip.departed,
    }
}

fn title(list: &Checklist) -> ListTitle {
    ListTitle { id: list.id.clone(), zh: list.zh.clone(), en: list.en.clone() }
}

/// The list that was filled in. One of an older version, whose words are no longer at hand, shows the ids of its items.
fn filled_in(id: &str, checked: &Checked, lists: &[Checklist]) -> ChecklistRow {
    let in_force = lists.iter().find(|list| list.id == id && list.version == checked.version);
    let list = in_force.cloned().unwrap_or_else(|| {
        let item = |id: &String| Item { id: id.clone(), zh: id.clone(), en: id.clone() };
        let items = checked.marks.keys().map(item).collect();
        let section = Section { zh: String::new(), en: String::new(), items };
        let newer = lists.iter().find(|list| list.id == id);
        let (zh, en) = newer.map_or((id.into(), id.into()), |list| (list.zh.clone(), list.en.clone()));
        let (version, confirmed) = (checked.version, !checked.confirmed.is_empty());
        Checklist { id: id.to_string(), version, zh, en, marks: Marks::Grades, confirmed, sections: vec![section] }
    });
    ChecklistRow { list, checked: checked.clone() }
}
