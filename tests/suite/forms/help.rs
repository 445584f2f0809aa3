//! F1 in a form says what the field with the cursor is for (feature 77); no field of any form lacks it.

use std::collections::BTreeSet;

use shopdesk::domain::campaign::Due as CampaignDue;
use shopdesk::domain::capa::Level;
use shopdesk::domain::capa::course::Step;
use shopdesk::domain::capa::open::OpenCapa;
use shopdesk::domain::complaint::course::Due;
use shopdesk::domain::complaint::raise::{Category, RaiseComplaint};
use shopdesk::domain::customer::merge::MergeCustomers;
use shopdesk::domain::online::take::TakeOnline;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::requirement::note::NoteRequirement;
use shopdesk::domain::vehicle::merge::MergeVehicles;
use shopdesk::domain::{CampaignId, CapaId, Command, ComplaintId, FeedbackId, OnlineId, ProjectId, RequirementId};
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::effect::Place;
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::keys::Keys;
use shopdesk::tui::screen::set_up::SetUp;

use super::{new_order, open, picture};
use crate::shop::Shop;

const EN: &str = include_str!("../../../config/locale/en.ftl");

/// A place for each form that there is.
fn places(shop: &mut Shop) -> Vec<Place> {
    // Two cars cannot be one while both are in the shop: those that have left can.
    let away = [shop.order_in(Stage::FollowUp), shop.order_in(Stage::FollowUp)];
    let ready = shop.order_in(Stage::HandOver);
    let order = shop.order_in(Stage::Receive);
    let quoted = shop.order_in(Stage::Quote);
    let works = shop.order_in(Stage::Repair);
    shop.start(&works, 1);
    let (one, two) = (shop.order(&order), shop.order(&quoted));
    let [customer, other] = [&one, &two].map(|page| page.customer.clone().expect("it has one"));
    let complaint =
        RaiseComplaint { order: Some(order.clone()), ..RaiseComplaint::of("刹车还是响", Category::Quality) };
    let complaint = ComplaintId::new(shop.run(Command::RaiseComplaint(complaint)).id);
    let with = serde_json::json!({ "kind": "suggestion", "words": "a second lift" });
    let note = Command::NoteFeedback(serde_json::from_value(with).expect("feedback"));
    let feedback = FeedbackId::new(shop.run(note).id);
    let open = OpenCapa { text: Some("two waited".into()), level: Some(Level::Causes), ..OpenCapa::default() };
    let capa = CapaId::new(shop.run(Command::OpenCapa(open)).id);
    let note = NoteRequirement {
        customer: Some(customer.clone()),
        vehicle: None,
        text: "no parking outside".into(),
        department: None,
        identified_by: None,
        identified: None,
    };
    let requirement = RequirementId::new(shop.run(Command::NoteRequirement(note)).id);
    let [kept, gone] = away.map(|order| shop.order(&order).vehicle);
    shop.run(Command::MergeVehicles(MergeVehicles { keep: kept.clone(), merged: gone }));
    shop.run(Command::MergeCustomers(MergeCustomers { keep: customer.clone(), merged: other }));
    let online = TakeOnline { phone: "13800132299".into(), says: "异响".into(), ..TakeOnline::default() };
    let online = OnlineId::new(shop.run(Command::TakeOnline(online)).id);
    let parted = works.clone();
    for (part, how) in [("PADS", None), ("DISC", Some("phone"))] {
        let with = serde_json::json!({ "order": parted, "part": part, "expected": how.map(|_| "+2"), "how": how });
        shop.run(Command::OrderPart(serde_json::from_value(with).expect("a part")));
    }
    let campaign = serde_json::json!({ "do": "open_campaign", "with": {} });
    let campaign: Command = serde_json::from_value(campaign).expect("a campaign");
    let campaign = CampaignId::new(shop.run(campaign).id);
    vec![
        new_order(""),
        Place::Intake(order.clone()),
        Place::Finding(order.clone()),
        Place::Line(quoted.clone(), None),
        Place::Line(quoted.clone(), Some(1)),
        Place::Consent(quoted.clone()),
        Place::Promise(works.clone()),
        Place::Start(quoted.clone(), 1),
        Place::Stop(works.clone()),
        Place::Quality(works.clone()),
        Place::Ready(ready.clone()),
        Place::HandOver(ready.clone()),
        Place::ConfirmVisit(ready),
        Place::Workshop(works.clone()),
        Place::Checklist(works.clone(), "welcome".into()),
        Place::SignContract(works.clone()),
        Place::ChangeContract(works.clone()),
        Place::Ceiling(works),
        Place::Several(vec![order.clone()]),
        Place::Payers(quoted.clone(), 1),
        Place::Claim(quoted),
        Place::Trip(order.clone()),
        Place::Part(order.clone()),
        Place::PartStep(parted.clone(), Some(1)),
        Place::PartStep(parted, Some(2)),
        Place::Fault(order.clone()),
        Place::Request(order.clone()),
        Place::DiscardOnline(online),
        Place::Cancel(order.clone()),
        Place::ChangeVehicle(kept.clone()),
        Place::NewComplaint { order: Some(order), call: None, vehicle: None, words: String::new() },
        Place::NoteComplaint(complaint.clone(), false),
        Place::NoteComplaint(complaint.clone(), true),
        Place::CloseComplaint(complaint.clone()),
        Place::ComplaintStep(complaint.clone(), Due::Judge),
        Place::ComplaintStep(complaint.clone(), Due::Plan),
        Place::ComplaintStep(complaint.clone(), Due::Approve),
        Place::ComplaintStep(complaint.clone(), Due::Act),
        Place::ComplaintStep(complaint.clone(), Due::Verify),
        Place::ComplaintStep(complaint.clone(), Due::Tell),
        Place::ChangeComplaint(complaint.clone()),
        Place::AnswerFeedback(feedback.clone()),
        Place::RouteFeedback(feedback.clone()),
        Place::TurnFeedback(feedback),
        Place::GiveUpComplaint(complaint),
        Place::NewCapa,
        Place::CapaStep(capa.clone(), Step::Issue),
        Place::CapaStep(capa.clone(), Step::Plan),
        Place::CapaStep(capa.clone(), Step::Act),
        Place::CapaStep(capa.clone(), Step::Verify),
        Place::CapaStep(capa.clone(), Step::Tell),
        Place::GiveUpCapa(capa.clone()),
        Place::ReassignCapa(capa.clone()),
        Place::LinkCapa(capa),
        Place::PlanProject(ProjectId::new("PJ1")),
        Place::ProjectStep(ProjectId::new("PJ1"), Step::Issue),
        Place::NewCampaign,
        Place::ChangeCampaign(campaign.clone()),
        Place::CampaignStep(campaign.clone(), CampaignDue::Evaluate),
        Place::CampaignStep(campaign.clone(), CampaignDue::Review),
        Place::CampaignStep(campaign.clone(), CampaignDue::Close),
        Place::CampaignStep(campaign.clone(), CampaignDue::Nothing),
        Place::IssueForms(campaign.clone()),
        Place::AnswerForm(campaign),
        Place::WritePlan(2027),
        Place::PlanSurvey(2027),
        Place::ApproveYear(2027),
        Place::Outreach(2027),
        Place::ChangeCustomer(customer.clone()),
        Place::OptOut(customer.clone()),
        Place::Requirement { customer: Some(customer.clone()), vehicle: None },
        Place::Review(customer.clone(), requirement.clone()),
        Place::EndRequirement(customer.clone(), requirement),
        Place::MergeVehicle(kept.clone()),
        Place::SeparateVehicle(kept),
        Place::MergeCustomer(customer.clone()),
        Place::SeparateCustomer(customer),
    ]
}

/// The keys of the locale that begin so.
fn keys(beginning: &str) -> BTreeSet<String> {
    EN.lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key.to_owned())
        .filter(|key| key.starts_with(beginning))
        .collect()
}

/// What the form of a complaint is called once what is written is none.
fn title_of_feedback(shop: &Shop) -> String {
    let nothing = Place::NewComplaint { order: None, call: None, vehicle: None, words: String::new() };
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &nothing)).expect("it opens");
    // The kind stands above the words.
    shop.press(&mut form, "shift+tab 2");
    form.title().to_owned()
}

#[test]
fn feature_77_no_field_of_any_form_lacks_its_help_and_no_help_lacks_its_field() {
    let mut shop = Shop::new();
    let places = places(&mut shop);
    let (mut titles, mut said, mut lacking) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for place in &places {
        let form = shop.cx(Lang::En, |cx| FormScreen::open(cx, place));
        let form = form.unwrap_or_else(|error| panic!("{place:?}: {error:?}"));
        titles.insert(form.title().to_owned());
        for help in shop.cx(Lang::En, |cx| form.helps(cx)) {
            for lang in Lang::ALL {
                let words = Catalogue::built_in().words(lang);
                let text = words.get(&help.message).into_owned();
                if text == help.message || text.chars().count() <= 10 {
                    lacking.insert(format!("{lang}: {} of {place:?}", help.message));
                }
            }
            said.insert(help.message);
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
    titles.insert(title_of_feedback(&shop));
    let bare = Shop::bare();
    let set_up = bare.cx(Lang::En, SetUp::new);
    said.extend(bare.cx(Lang::En, |cx| set_up.helps(cx)).into_iter().map(|help| help.message));
    assert_eq!(titles, keys("entry-title-"), "each form was looked at");
    let frame = ["help-title", "help-title-field", "help-close", "help-more"].map(String::from);
    let unused: Vec<_> = keys("help-").into_iter().filter(|key| !said.contains(key) && !frame.contains(key)).collect();
    assert!(unused.is_empty(), "these explain no field: {unused:?}");
}

#[test]
fn feature_77_f1_shows_what_the_field_with_the_cursor_is_for() {
    let mut shop = Shop::new();
    let works = shop.order_in(Stage::Repair);
    let mut form = open(&shop, &new_order(""));
    shop.write(&mut form, "沪AF3389");
    let page = |shop: &Shop, form: &dyn Screen, lang| {
        shop.cx(lang, |cx| Keys::of_field(cx, &form.layers(), form.field_help(cx)))
    };
    // The codes of the price list, then those for the customer's words.
    shop.press(&mut form, "tab tab tab tab tab tab");
    for (lang, columns, rows) in [(Lang::En, 80, 24), (Lang::Zh, 80, 24), (Lang::En, 160, 50)] {
        picture(&shop, "help_job", (lang, columns, rows), &page(&shop, &form, lang));
    }
    shop.press(&mut form, "tab");
    picture(&shop, "help_says", (Lang::En, 80, 24), &page(&shop, &form, Lang::En));
    let mut promise = open(&shop, &Place::Promise(works));
    fill_promise(&shop, &mut promise);
    for lang in Lang::ALL {
        picture(&shop, "help_told", (lang, 80, 24), &page(&shop, &promise, lang));
    }
}

fn fill_promise(shop: &Shop, form: &mut dyn Screen) {
    shop.write(form, "1830");
    shop.write(form, "p");
}

#[test]
fn feature_77_the_help_of_a_field_is_one_key_away_and_follows_the_language() {
    let mut seat = Shop::new().sit_down();
    seat.press("n f1");
    let shown = seat.picture();
    assert!(shown.contains("Plate: what it is for") && shown.contains("Page 1 of 2"), "{shown}");
    seat.press("page-down");
    assert!(seat.picture().contains("F10"), "the keys stand on the next page: {}", seat.picture());
    seat.press("page-up f2");
    assert!(seat.picture().contains("这一栏填什么"), "{}", seat.picture());
    seat.press("f2 esc");
    assert!(seat.picture().contains("New order"), "the form is there again");
    // Where no field has the cursor, it is the page of keys as ever.
    seat.press("esc ?");
    assert!(seat.picture().contains("Keys that work here"), "{}", seat.picture());
}
