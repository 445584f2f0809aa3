//! The sheets that are printed, as they come out of the printer.

use crate::shop::Shop;
use shopdesk::domain::order::contract::SignContract;
use shopdesk::domain::order::hand_over::SignedOn;
use shopdesk::domain::order::line::WriteLine;
use shopdesk::domain::order::quote::{Decision, PartKind, PartNote};
use shopdesk::domain::{Command, OrderId, StaffId, Stamp};
use shopdesk::report::{About, Sheet, sheet};
use shopdesk::text::{Catalogue, Lang};
use unicode_width::UnicodeWidthStr;

/// All points that a customer is told before they sign.
fn told_before_signing() -> Vec<String> {
    "scope cost time parts guarantee changes complaint".split(' ').map(String::from).collect()
}

pub fn printed(shop: &Shop, order: &OrderId, kind: Sheet, lang: Lang) -> String {
    let words = Catalogue::built_in().words(lang);
    let people = shop.people();
    let name = |id: &StaffId| people.iter().find(|p| p.id == *id).map_or(String::new(), |p| p.name.clone());
    let now = Stamp::parse(crate::shop::NOW).expect("RFC 3339");
    sheet(kind, &shop.order(order), &About { words: &words, shop: "虹桥路汽修 Hongqiao Road", name: &name, now })
}

/// A car with an accepted, a deferred and a running story behind it, carried to the counter.
fn order(shop: &mut Shop) -> OrderId {
    let order = shop.receive();
    shop.diagnose(&order);
    shop.quote(&order, "更换前刹车片（左右两侧），清洁制动卡钳并润滑导向销，检查制动液", 48, 200, 280);
    shop.quote(&order, "Wiper blades", 10, 20, 80);
    shop.decide(&order, &[(1, Decision::Accepted), (2, Decision::Deferred)]);
    shop.promise(&order, "+3h");
    shop.start(&order, 1);
    shop.finish(&order);
    shop.check(&order, true);
    order
}

#[test]
fn each_sheet_reads_well_in_both_languages() {
    let mut shop = Shop::new();
    let order = order(&mut shop);
    for (kind, lang) in [
        (Sheet::Reception, Lang::Zh),
        (Sheet::WorkOrder, Lang::Zh),
        (Sheet::Settlement, Lang::Zh),
        (Sheet::Settlement, Lang::En),
    ] {
        let text = printed(&shop, &order, kind, lang);
        assert!(text.lines().all(|line| line.width() <= 80), "too wide:\n{text}");
        insta::assert_snapshot!(format!("sheet-{}-{lang}", kind.word()), text);
    }
}

#[test]
fn what_was_asked_inspected_and_promised_is_printed_for_the_customer() {
    use shopdesk::domain::Command;
    use shopdesk::domain::order::checked::{ChecklistMarks, Mark};
    use shopdesk::domain::order::intake::NoteIntake;
    use shopdesk::domain::order::symptoms::{Engine, Ground, Often, Symptoms};
    use shopdesk::domain::order::visit::{Class, Topic, VisitNotes};
    let mut shop = Shop::new();
    let order = shop.receive();
    let marks = [("oil", Mark::Ok), ("belts", Mark::Watch), ("oil-pan", Mark::Bad), ("leaks", Mark::NotChecked)];
    let marks = marks.map(|(item, mark)| (item.to_string(), mark)).into_iter().collect();
    shop.run(Command::NoteIntake(NoteIntake {
        order: order.clone(),
        says: None,
        mileage: None,
        mileage_reason: None,
        fuel: None,
        belongings: None,
        walk_round: None,
        waiting: None,
        promises_signed: None,
        customer: None,
        name: None,
        phone: None,
        visit: Some(VisitNotes {
            topic: Some(Topic::Repair),
            class: Some(Class::Severe),
            open_mandate: Some(true),
            place: Some("B3".into()),
            ..VisitNotes::default()
        }),
        symptoms: Some(Symptoms {
            engine: Some(Engine::Cold),
            ground: Some(Ground::Wet),
            often: Some(Often::Sometimes),
            ..Symptoms::default()
        }),
        not_asked: Vec::new(),
        checklists: vec![ChecklistMarks {
            checklist: "joint".into(),
            with_customer: Some(true),
            marks,
            ..ChecklistMarks::default()
        }],
        promises: Some(vec!["diagnosis".into(), "price".into()]),
    }));
    for lang in [Lang::Zh, Lang::En] {
        let text = printed(&shop, &order, Sheet::Reception, lang);
        assert!(text.lines().all(|line| line.width() <= 80), "too wide:\n{text}");
        insta::assert_snapshot!(format!("sheet-reception-whole-{lang}"), text);
    }
    assert!(printed(&shop, &order, Sheet::WorkOrder, Lang::En).contains("cold engine, on a wet road, sometimes"));
}

#[test]
fn the_workshop_sees_neither_phone_nor_price() {
    let mut shop = Shop::new();
    let order = order(&mut shop);
    for lang in Lang::ALL {
        let text = printed(&shop, &order, Sheet::WorkOrder, lang);
        assert!(!text.contains("13800132211") && !text.contains("480.00"), "{text}");
    }
}

#[test]
fn an_estimate_says_why_and_warns_where_a_certificate_is_missing() {
    let mut shop = Shop::new();
    let order = shop.receive();
    shop.diagnose(&order);
    let part = |certificate: Option<&str>| {
        let (kind, certificate) = (Some(PartKind::Genuine), certificate.map(String::from));
        Some(PartNote { kind, certificate, months: Some(24), km: Some(50_000) })
    };
    for (job, part) in [("BRK", part(Some("HG-7731"))), ("WIP", part(None)), ("DIA", None)] {
        shop.run(Command::WriteLine(WriteLine { job: Some(job.into()), part, ..WriteLine::new(order.clone()) }));
    }
    for lang in Lang::ALL {
        let text = printed(&shop, &order, Sheet::Estimate, lang);
        assert!(text.lines().all(|line| line.width() <= 80), "too wide:\n{text}");
        assert!(
            !text.contains("guide pins") && !text.contains("导向销"),
            "the workshop's wording is not for customers (A8)"
        );
        insta::assert_snapshot!(format!("sheet-estimate-{lang}"), text);
    }
}

#[test]
fn a_contract_has_scope_cost_and_time_and_its_changes() {
    let mut shop = Shop::new();
    let order = shop.receive();
    shop.diagnose(&order);
    shop.quote(&order, "变速箱大修", 480, 1_600, 4_000);
    shop.decide(&order, &[(1, Decision::Accepted)]);
    shop.promise(&order, "+3h");
    shop.run(Command::SignContract(SignContract {
        order: order.clone(),
        on: SignedOn::Paper,
        told: told_before_signing(),
        reviewed_by: Some(StaffId::new("li")),
    }));
    shop.run(Command::WriteLine(WriteLine { job: Some("BRK".into()), ..WriteLine::new(order.clone()) }));
    shop.decide(&order, &[(2, Decision::Accepted)]);
    for lang in Lang::ALL {
        let text = printed(&shop, &order, Sheet::Contract, lang);
        assert!(text.lines().all(|line| line.width() <= 80), "too wide:\n{text}");
        insta::assert_snapshot!(format!("sheet-contract-{lang}"), text);
    }
    let work = printed(&shop, &order, Sheet::WorkOrder, Lang::En);
    assert!(work.contains("grease guide pins"), "the workshop reads its own wording (A8)\n{work}");
}
