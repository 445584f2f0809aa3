//! Which screen shows a place.

use super::Screen;
use super::board::Board;
use super::call::CallLane;
use super::calls::Calls;
use super::campaign::Campaign;
use super::campaigns::Campaigns;
use super::capa::Capa;
use super::complaint::Complaint;
use super::complaints::Complaints;
use super::customer::Customer;
use super::feedback::Feedback;
use super::field_help::FieldHelp;
use super::find::Find;
use super::form::FormScreen;
use super::history::History;
use super::improvement::Improvement;
use super::keys::Keys;
use super::lock::Lock;
use super::order::Order;
use super::palette::Palette;
use super::pin::PinBox;
use super::plan::Plan;
use super::prices::Prices;
use super::project::Project;
use super::reads::Reads;
use super::repeats::Repeats;
use super::requests::Requests;
use super::scores::Scores;
use super::set_up::SetUp;
use super::switch_person::SwitchPerson;
use super::vehicle::Vehicle;
use super::versions::Versions;
use super::whom::Whom;
use crate::desk::DeskError;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::keymap::Layer;

/// What lies below a screen that is opened.
#[derive(Default)]
pub struct Below {
    /// The layers of keys that work there.
    pub layers: Vec<Layer>,
    /// What its field with the cursor is for.
    pub field: Option<FieldHelp>,
}

/// Opens the screen of a place over what lies below.
///
/// # Errors
/// What the place is about cannot be read.
pub fn open(cx: &Cx<'_>, place: &Place, below: Below) -> Result<Box<dyn Screen>, DeskError> {
    Ok(match place {
        Place::Board => Box::new(Board::new(cx)),
        Place::Find => Box::new(Find::new(cx)),
        Place::Order(id) => Box::new(Order::new(cx, id.clone())?),
        Place::History(id) => Box::new(History::new(cx, id.clone())?),
        Place::Versions(id) => Box::new(Versions::new(cx, id.clone())?),
        Place::Vehicle(id) => Box::new(Vehicle::new(cx, id.clone())?),
        Place::Customer(id) => Box::new(Customer::new(cx, id.clone())?),
        Place::Reads(id) => Box::new(Reads::new(cx, id.clone())?),
        Place::Calls => Box::new(Calls::new(cx)),
        Place::Call(id) => Box::new(CallLane::new(cx, id)?),
        Place::WhomToCall => Box::new(Whom::new(cx)),
        Place::Requests => Box::new(Requests::new(cx)),
        Place::Complaints => Box::new(Complaints::new(cx)),
        Place::Complaint(id) => Box::new(Complaint::new(cx, id)?),
        Place::Feedback(id) => Box::new(Feedback::new(cx, id)?),
        Place::Repeats(id) => Box::new(Repeats::new(cx, id)?),
        Place::Scores => Box::new(Scores::new(cx)),
        Place::Improvement => Box::new(Improvement::new(cx)),
        Place::Capa(id) => Box::new(Capa::new(cx, id)?),
        Place::Project(id) => Box::new(Project::new(cx, id)?),
        Place::Campaigns => Box::new(Campaigns::new(cx)),
        Place::Campaign(id) => Box::new(Campaign::new(cx, id)?),
        Place::Plan(year) => Box::new(Plan::new(cx, *year)?),
        Place::SetUp => Box::new(SetUp::new(cx)),
        Place::Pin(who) => Box::new(PinBox::of(who.clone())),
        Place::SetPin => Box::new(PinBox::own()),
        Place::Lock => Box::new(Lock::new(cx)),
        Place::SwitchPerson => Box::new(SwitchPerson::new(cx)),
        Place::Palette => Box::new(Palette::new(&below.layers)),
        Place::Prices => Box::new(Prices::new(cx)),
        Place::Keys => Box::new(Keys::of_field(cx, &below.layers, below.field)),
        Place::NewOrder { .. }
        | Place::Intake(_)
        | Place::Finding(_)
        | Place::Line(..)
        | Place::Consent(_)
        | Place::Payers(..)
        | Place::Claim(_)
        | Place::ConfirmVisit(_)
        | Place::Trip(_)
        | Place::Promise(_)
        | Place::Start(..)
        | Place::Stop(_)
        | Place::Quality(_)
        | Place::Ready(_)
        | Place::HandOver(_)
        | Place::Workshop(_)
        | Place::Checklist(..)
        | Place::SignContract(_)
        | Place::ChangeContract(_)
        | Place::Several(_)
        | Place::Ceiling(_)
        | Place::Part(_)
        | Place::PartStep(..)
        | Place::Fault(_)
        | Place::Request(_)
        | Place::TakeIn(_)
        | Place::DiscardOnline(_)
        | Place::Cancel(_)
        | Place::ChangeVehicle(_)
        | Place::NewComplaint { .. }
        | Place::ChangeCustomer(_)
        | Place::OptOut(_)
        | Place::Requirement { .. }
        | Place::Review(..)
        | Place::EndRequirement(..)
        | Place::MergeVehicle(_)
        | Place::MergeCustomer(_)
        | Place::SeparateVehicle(_)
        | Place::SeparateCustomer(_)
        | Place::NoteComplaint(..)
        | Place::CloseComplaint(_)
        | Place::ComplaintStep(..)
        | Place::ChangeComplaint(_)
        | Place::AnswerFeedback(_)
        | Place::RouteFeedback(_)
        | Place::TurnFeedback(_)
        | Place::NewCapa
        | Place::CapaStep(..)
        | Place::GiveUpCapa(_)
        | Place::ReassignCapa(_)
        | Place::LinkCapa(_)
        | Place::PlanProject(_)
        | Place::ProjectStep(..)
        | Place::GiveUpComplaint(_)
        | Place::NewCampaign
        | Place::ChangeCampaign(_)
        | Place::CampaignStep(..)
        | Place::IssueForms(_)
        | Place::AnswerForm(_)
        | Place::WritePlan(_)
        | Place::PlanSurvey(_)
        | Place::ApproveYear(_)
        | Place::Outreach(_) => Box::new(FormScreen::open(cx, place)?),
    })
}
