//! Where the text of each place is kept while it is not saved.

use super::Kit;
use crate::desk::draft::Draft;
use crate::domain::Stamp;
use crate::text::format;
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::keymap::Layer;
use std::time::UNIX_EPOCH;

/// The name of a place's draft; places that hold no text of their own have none.
pub(super) fn draft_name(place: &Place) -> Option<String> {
    Some(match place {
        Place::NewOrder { plate } => format!("new-order-{plate}"),
        Place::Intake(order) => format!("intake-{order}"),
        Place::Finding(order) => format!("finding-{order}"),
        Place::Line(order, line) => format!("line-{order}-{}", line.unwrap_or_default()),
        Place::Consent(order) => format!("consent-{order}"),
        Place::Promise(order) => format!("promise-{order}"),
        Place::Stop(order) => format!("stop-{order}"),
        Place::Quality(order) => format!("quality-{order}"),
        Place::HandOver(order) => format!("hand-over-{order}"),
        Place::Cancel(order) => format!("cancel-{order}"),
        Place::Call(call) => format!("call-{call}"),
        Place::NewComplaint { order, call, .. } => {
            let about = order.as_ref().map(ToString::to_string).or(call.as_ref().map(ToString::to_string));
            format!("complaint-{}", about.unwrap_or_default())
        }
        Place::NoteComplaint(complaint, answers) => format!("note-{complaint}-{answers}"),
        Place::CloseComplaint(complaint) => format!("close-{complaint}"),
        Place::ChangeCustomer(customer) => format!("customer-{customer}"),
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
        | Place::Vehicle(_)
        | Place::Customer(_)
        | Place::MergeVehicle(_)
        | Place::MergeCustomer(_)
        | Place::SeparateVehicle(_)
        | Place::SeparateCustomer(_)
        | Place::Start(..)
        | Place::Calls
        | Place::Complaints
        | Place::Complaint(_)
        | Place::Scores
        | Place::SwitchPerson
        | Place::Palette
        | Place::Keys => return None,
    })
}

/// Keeps the text of a place, or forgets it where there is none any more.
pub(super) fn keep(kit: &Kit, place: &Place, draft: Option<&Draft>) {
    let Some(form) = draft_name(place) else { return };
    let (drafts, who) = (&kit.shared.drafts, &kit.session.who);
    let kept = match draft.filter(|draft| !draft.values.is_empty()) {
        Some(draft) => drafts.keep(who, &form, draft),
        None => {
            drafts.drop(who, &form);
            Ok(())
        }
    };
    if let Err(error) = kept {
        tracing::warn!(%error, form, "a draft could not be kept on disk; it is still in memory");
    }
}

/// Forgets the text of a place: it was saved, given up, or is about something that is over.
pub(super) fn forget(kit: &Kit, place: &Place) {
    if let Some(form) = draft_name(place) {
        kit.shared.drafts.drop(&kit.session.who, &form);
    }
}

/// Says that a draft is back, from when it is, and which key gives it up.
pub(super) fn is_back(cx: &Cx<'_>, kit: &Kit, place: &Place) -> String {
    let form = draft_name(place).unwrap_or_default();
    let kept = kit.shared.drafts.kept_at(&kit.session.who, &form);
    let since =
        kept.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).and_then(|at| i64::try_from(at.as_millis()).ok());
    let at = since.map_or(cx.now, |ms| Stamp::in_zone(ms, cx.zone));
    let commands = cx.keymap.commands(&[Layer::Draft], cx.words().lang());
    let key = commands.into_iter().find(|command| command.action == Action::Discard);
    let moment = format::moment(cx.words(), at, cx.now);
    cx.with("app-draft-back", &[("moment", &moment), ("key", &key.map(|command| command.key).unwrap_or_default())])
}
