//! Where the text of each place is kept while it is not saved.

use super::{App, Kit, Layered};
use crate::desk::DeskError;
use crate::desk::draft::{Draft, Held};
use crate::domain::{Stamp, event};
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::keymap::Layer;
use crate::tui::screen::open::{Below, open};
use crate::tui::theme::Role;
use std::time::UNIX_EPOCH;

/// Drafts of one form that is about no record yet, at most.
const SLOTS: u8 = 9;

/// Which of several drafts of a form is open, and how many others wait.
pub(super) struct Slot {
    pub held: Held,
    pub waiting: usize,
}

/// Which draft of a form that is about no record yet is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The newest that waits, else an empty form.
    Newest,
    /// The one after this: those that wait in their order, then an empty form, then the first again.
    After {
        /// The number of this one.
        number: u8,
        /// Nothing is typed into it.
        empty: bool,
    },
}

impl App {
    /// Opens a place over the others, with its draft.
    pub(super) fn push_with(&mut self, place: &Place, slot: Option<Slot>) {
        if let Err(error) = self.reserve(place) {
            let role = if matches!(error, DeskError::Held { .. }) { Role::Soon } else { Role::Error };
            let said = self.kit.cx().say(&error).whole();
            return self.message = Some((role, said));
        }
        let layers = self.layers();
        let cx = self.kit.cx();
        let field = self.stack.last().and_then(|layer| layer.screen.field_help(&cx));
        match open(&cx, place, Below { layers, field }) {
            Ok(screen) => {
                let mut layer = Layered { screen, kept: None, restored: false, slot };
                if let Some(form) = layer.form() {
                    let kept = self.kit.shared.drafts.load(&cx.session.who, &form);
                    layer.restored = kept.as_ref().is_some_and(|draft| layer.screen.restore(&cx, draft));
                    let waiting = layer.slot.as_ref().map_or(0, |slot| slot.waiting);
                    let since = layer.restored.then(|| kept_since(&cx, &self.kit, &form));
                    // A form says so at its top as long as the draft can be given up; elsewhere it is said once.
                    let unsaid = since.filter(|since| !layer.screen.goes_on_since(*since));
                    let back = unsaid.map(|since| is_back(&cx, since));
                    let others = layer.slot.as_ref().filter(|_| waiting > 0 || layer.restored);
                    let others = others.map(|_| others_wait(&cx, waiting));
                    let said: Vec<String> = back.into_iter().chain(others).collect();
                    if !said.is_empty() {
                        self.message = Some((Role::Soon, said.join("\n")));
                    }
                    if layer.restored {
                        layer.kept = kept;
                    } else if kept.is_some() {
                        forget(&self.kit, &form);
                    }
                }
                self.stack.push(layer);
            }
            Err(error) => {
                let sentence = cx.say(&error);
                self.message = Some((Role::Error, sentence.whole()));
            }
        }
    }

    /// Gives up the draft of the top layer, which begins again.
    pub(super) fn discard(&mut self) -> Effect {
        let Some(layer) = self.stack.pop() else { return Effect::Stay };
        if let Some(form) = layer.form() {
            forget(&self.kit, &form);
        }
        self.push_with(&layer.screen.place(), layer.slot);
        Effect::Say(Role::Dim, self.kit.words().get("app-draft-gone").into_owned())
    }

    /// Goes on with the next draft of the same form, after the last one with an empty form.
    pub(super) fn next_draft(&mut self) -> Effect {
        self.keep();
        let Some(layer) = self.stack.pop() else { return Effect::Stay };
        let (place, empty) = (layer.screen.place(), layer.kept.is_none());
        let number = layer.slot.as_ref().map_or(0, |slot| number(&slot.held));
        // Let go of first, so that it waits with the others.
        drop(layer);
        let slot = choose(&self.kit, &place, Wanted::After { number, empty });
        self.push_with(&place, slot);
        let alone = empty && self.stack.last().is_some_and(|layer| layer.kept.is_none());
        if alone { Effect::Say(Role::Dim, self.kit.words().get("app-drafts-none").into_owned()) } else { Effect::Stay }
    }
}

/// Tells whether a place is about no record yet: then it may be begun several times.
fn is_new(place: &Place) -> bool {
    if let Place::NewComplaint { order, call, vehicle, .. } = place {
        return order.is_none() && call.is_none() && vehicle.is_none();
    }
    matches!(place, Place::NewOrder { .. })
}

/// Tells whether a place is a form about a record of the shop, which another person at the terminal goes on with: each
/// has a draft of their own there. A call is held by one person, and what is about no record yet is the writer's own.
pub(super) fn is_shared(place: &Place) -> bool {
    let own = is_new(place) || matches!(place, Place::Call(_) | Place::SetUp);
    let form = draft_name(place).is_some() || matches!(place, Place::Start(..));
    form && !own
}

/// Chooses a draft of a place that is about no record yet. `None` for other places, and where all are open elsewhere.
pub(super) fn choose(kit: &Kit, place: &Place, wanted: Wanted) -> Option<Slot> {
    let form = draft_name(place).filter(|_| is_new(place))?;
    let (drafts, who) = (&kit.shared.drafts, &kit.session.who);
    let named = |number: u8| format!("{form}{number}");
    let free = |number: &u8| !drafts.is_held(who, &named(*number));
    let kept = |number: &u8| drafts.kept_at(who, &named(*number));
    let (mut waiting, empty): (Vec<u8>, Vec<u8>) = (1..=SLOTS).filter(free).partition(|number| kept(number).is_some());
    let (first, blank) = (waiting.first().copied(), empty.first().copied());
    let number = match wanted {
        Wanted::Newest => waiting.iter().copied().max_by_key(kept).or(blank),
        Wanted::After { empty: true, .. } => first.or(blank),
        Wanted::After { number, empty: false } => {
            waiting.iter().copied().find(|next| *next > number).or(blank).or(first)
        }
    }?;
    waiting.retain(|other| *other != number);
    Some(Slot { held: drafts.hold(who, &named(number))?, waiting: waiting.len() })
}

/// The number of a draft among those of its form.
pub(super) fn number(held: &Held) -> u8 {
    held.form.bytes().last().map_or(0, |digit| digit.saturating_sub(b'0'))
}

/// The name of a place's draft; places that hold no text of their own have none. Of a place that is about no record
/// yet, a number follows.
pub(super) fn draft_name(place: &Place) -> Option<String> {
    Some(match place {
        Place::NewOrder { plate } => format!("new-order-{plate}"),
        Place::Intake(order) => format!("intake-{order}"),
        Place::Finding(order) => format!("finding-{order}"),
        Place::Line(order, line) => format!("line-{order}-{}", line.unwrap_or_default()),
        Place::Payers(order, line) => format!("payers-{order}-{line}"),
        Place::Trip(order) => format!("trip-{order}"),
        Place::ConfirmVisit(order) => format!("confirm-{order}"),
        Place::Claim(order) => format!("claim-{order}"),
        Place::Consent(order) => format!("consent-{order}"),
        Place::Promise(order) => format!("promise-{order}"),
        Place::Stop(order) => format!("stop-{order}"),
        Place::Quality(order) => format!("quality-{order}"),
        Place::Ready(order) => format!("ready-{order}"),
        Place::HandOver(order) => format!("hand-over-{order}"),
        Place::Workshop(order) => format!("workshop-{order}"),
        Place::Checklist(order, list) => format!("checklist-{list}-{order}"),
        Place::SignContract(order) => format!("sign-{order}"),
        Place::ChangeContract(order) => format!("contract-{order}"),
        Place::Ceiling(order) => format!("ceiling-{order}"),
        Place::Fault(order) => format!("fault-{order}"),
        Place::Part(order) => format!("part-{order}"),
        Place::PartStep(order, number) => format!("part-step-{order}-{}", number.unwrap_or_default()),
        Place::Request(order) => format!("request-{order}"),
        Place::NewCampaign => "new-campaign".into(),
        Place::ChangeCampaign(campaign) => format!("campaign-{campaign}"),
        Place::CampaignStep(campaign, step) => format!("campaign-step-{campaign}-{}", event::code(step)),
        Place::IssueForms(campaign) => format!("issue-{campaign}"),
        Place::AnswerForm(campaign) => format!("survey-form-{campaign}"),
        Place::WritePlan(year) => format!("plan-{year}"),
        Place::PlanSurvey(year) => format!("plan-survey-{year}"),
        Place::ApproveYear(year) => format!("approve-year-{year}"),
        Place::Outreach(year) => format!("outreach-{year}"),
        Place::TakeIn(online) => format!("take-in-{online}"),
        Place::DiscardOnline(online) => format!("discard-{online}"),
        Place::Cancel(order) => format!("cancel-{order}"),
        Place::ChangeVehicle(vehicle) => format!("vehicle-{vehicle}"),
        Place::Call(call) => format!("call-{call}"),
        Place::NewComplaint { order, call, vehicle, .. } => {
            let (order, call) = (order.as_ref().map(ToString::to_string), call.as_ref().map(ToString::to_string));
            let about = order.or(call).or(vehicle.as_ref().map(ToString::to_string));
            format!("complaint-{}", about.unwrap_or_default())
        }
        Place::NoteComplaint(complaint, answers) => format!("note-{complaint}-{answers}"),
        Place::CloseComplaint(complaint) => format!("close-{complaint}"),
        Place::ComplaintStep(complaint, step) => format!("{}-{complaint}", step.field()),
        Place::GiveUpComplaint(complaint) => format!("give-up-{complaint}"),
        Place::ChangeComplaint(complaint) => format!("change-{complaint}"),
        Place::AnswerFeedback(feedback) => format!("feedback-{feedback}"),
        Place::RouteFeedback(feedback) => format!("route-{feedback}"),
        Place::TurnFeedback(feedback) => format!("turn-{feedback}"),
        Place::NewCapa => "action".into(),
        Place::CapaStep(capa, step) => format!("{}-{capa}", step.field()),
        Place::GiveUpCapa(capa) => format!("give-up-{capa}"),
        Place::ReassignCapa(capa) => format!("reassign-{capa}"),
        Place::LinkCapa(capa) => format!("link-{capa}"),
        Place::PlanProject(project) => format!("project-{project}"),
        Place::ChangeCustomer(customer) => format!("customer-{customer}"),
        Place::OptOut(customer) => format!("opt-out-{customer}"),
        Place::Requirement { customer, vehicle } => {
            let about = customer.as_ref().map(ToString::to_string).or(vehicle.as_ref().map(ToString::to_string));
            format!("requirement-{}", about.unwrap_or_default())
        }
        Place::Review(_, requirement) => format!("review-{requirement}"),
        Place::EndRequirement(_, requirement) => format!("end-{requirement}"),
        Place::SetUp => "set-up".into(),
        Place::Board
        | Place::Find
        | Place::Order(_)
        | Place::History(_)
        | Place::Versions(_)
        | Place::Several(_)
        | Place::Vehicle(_)
        | Place::Customer(_)
        | Place::Reads(_)
        | Place::MergeVehicle(_)
        | Place::MergeCustomer(_)
        | Place::SeparateVehicle(_)
        | Place::SeparateCustomer(_)
        | Place::Start(..)
        | Place::Calls
        | Place::WhomToCall
        | Place::Requests
        | Place::Complaints
        | Place::Complaint(_)
        | Place::Repeats(_)
        | Place::Feedback(_)
        | Place::Scores
        | Place::Improvement
        | Place::Capa(_)
        | Place::Project(_)
        | Place::ProjectStep(..)
        | Place::Campaigns
        | Place::Campaign(_)
        | Place::Plan(_)
        | Place::SwitchPerson
        | Place::Pin(_)
        | Place::SetPin
        | Place::Lock
        | Place::Palette
        | Place::Prices
        | Place::Keys => return None,
    })
}

/// Keeps the text of a form, or forgets it where there is none any more.
pub(super) fn keep(kit: &Kit, form: &str, draft: Option<&Draft>) {
    let (drafts, who) = (&kit.shared.drafts, &kit.session.who);
    let kept = match draft.filter(|draft| !draft.values.is_empty()) {
        Some(draft) => drafts.keep(who, form, draft),
        None => {
            drafts.drop(who, form);
            Ok(())
        }
    };
    if let Err(error) = kept {
        tracing::warn!(%error, form, "a draft could not be kept on disk; it is still in memory");
    }
}

/// Forgets the text of a form: it was saved, given up, or is about something that is over.
pub(super) fn forget(kit: &Kit, form: &str) {
    kit.shared.drafts.drop(&kit.session.who, form);
}

/// When the draft of a form was last typed into.
fn kept_since(cx: &Cx<'_>, kit: &Kit, form: &str) -> Stamp {
    let kept = kit.shared.drafts.kept_at(&kit.session.who, form);
    let since =
        kept.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).and_then(|at| i64::try_from(at.as_millis()).ok());
    since.map_or(cx.now, |ms| Stamp::in_zone(ms, cx.zone))
}

/// Says that a draft is back, from when it is, and which key gives it up.
fn is_back(cx: &Cx<'_>, since: Stamp) -> String {
    let moment = format::moment(cx.words(), since, cx.now);
    cx.with("app-draft-back", &[("moment", &moment), ("key", &cx.key(Layer::Draft, Action::Discard))])
}

/// Says how many other drafts wait, and which key brings the next one.
pub(super) fn others_wait(cx: &Cx<'_>, waiting: usize) -> String {
    let key = cx.key(Layer::Drafts, Action::NextDraft);
    let message = if waiting == 0 { "app-drafts-empty" } else { "app-drafts-wait" };
    cx.with(message, &[("n", &waiting.to_string()), ("key", &key)])
}
