//! O: corrective action.

use serde_json::json;
use shopdesk::desk::rows::{CapaPage, ImprovementPage, ProjectPage};
use shopdesk::desk::{Answer, DeskError, Query};
use shopdesk::domain::capa::On;
use shopdesk::domain::capa::course::Step;
use shopdesk::domain::capa::project::State;
use shopdesk::domain::order::stage::Stage;
use shopdesk::domain::staff::role::Right;
use shopdesk::domain::{CampaignId, CapaId, Command, ComplaintId, ProjectId, StaffId};
use shopdesk::report;
use shopdesk::text::{Catalogue, Lang};
use shopdesk::tui::effect::{Effect, Place};
use shopdesk::tui::screen::Screen;
use shopdesk::tui::screen::capa::Capa;
use shopdesk::tui::screen::find::Find;
use shopdesk::tui::screen::form::FormScreen;
use shopdesk::tui::screen::improvement::Improvement;
use shopdesk::tui::screen::project::Project;
use unicode_width::UnicodeWidthStr;

use crate::shop::Shop;

pub(super) fn command(name: &str, with: serde_json::Value) -> Command {
    serde_json::from_value(json!({ "do": name, "with": with })).expect("a command")
}

pub(super) fn tell(shop: &Shop, name: &str, with: serde_json::Value) -> String {
    shop.run(command(name, with)).id
}

pub(super) fn tell_as(shop: &Shop, who: &str, name: &str, with: serde_json::Value) -> String {
    shop.run_as(who, command(name, with)).id
}

/// Ten answers, all 5 but for these.
fn answers(low: &[(&str, u8)]) -> serde_json::Value {
    let items =
        "reception diagnosis on-time repair-quality parts explanation price cleanliness staff-knowledge return-intent";
    let grade = |item: &str| low.iter().find(|(of, _)| *of == item).map_or(5, |(_, grade)| *grade);
    items.split(' ').map(|item| (item.to_owned(), json!(grade(item)))).collect::<serde_json::Map<_, _>>().into()
}

/// A shop with a quality department and a management representative.
pub(super) fn staffed() -> Shop {
    let shop = Shop::new();
    for (id, name, role) in [("qin", "Qin", "quality"), ("mei", "Mei", "management-representative")] {
        tell(&shop, "add_staff", json!({ "id": id, "name": name, "roles": [role] }));
    }
    tell(&shop, "add_staff", json!({ "id": "han", "name": "Han", "roles": ["manager"] }));
    shop
}

/// Calls the customer of a new visit, who answers so.
pub(super) fn answered(shop: &mut Shop, low: &[(&str, u8)], more: serde_json::Value) -> String {
    let order = shop.order_in(Stage::FollowUp);
    let mut with = json!({ "call": order, "answers": answers(low) });
    with.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    tell(shop, "answer_call", with);
    order.to_string()
}

pub(super) fn list(shop: &Shop) -> ImprovementPage {
    match shop.ask(&Query::Improvement) {
        Answer::Improvement(page) => page,
        other => panic!("{}", other.unexpected().code()),
    }
}

pub(super) fn page(shop: &Shop, id: &str) -> CapaPage {
    match shop.ask(&Query::Capa { id: CapaId::new(id) }) {
        Answer::Capa(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

fn project(shop: &Shop, id: &str) -> ProjectPage {
    match shop.ask(&Query::Project { id: ProjectId::new(id) }) {
        Answer::Project(page) => *page,
        other => panic!("{}", other.unexpected().code()),
    }
}

/// Takes one to the given step.
pub(super) fn brought_to(shop: &Shop, capa: &str, step: Step) {
    let issue = json!({ "capa": capa, "department": "车间", "responsible": "wang", "due": "+14" });
    let steps = [
        (Step::Plan, "mei", "issue_capa", issue),
        (Step::Act, "li", "plan_capa", json!({ "capa": capa, "cause": "新手", "measure": "师傅带教一周" })),
        (Step::Verify, "li", "act_capa", json!({ "capa": capa, "text": "已带教" })),
        (Step::Tell, "qin", "verify_capa", json!({ "capa": capa, "effective": true, "text": "抽查五台" })),
    ];
    for (_, who, name, with) in steps.into_iter().filter(|(to, ..)| *to <= step) {
        tell_as(shop, who, name, with);
    }
}

fn refused(shop: &Shop, who: &str, name: &str, with: serde_json::Value) -> DeskError {
    shop.try_as(who, command(name, with)).expect_err("it was to be refused")
}

#[test]
fn feature_58_every_trigger_opens_its_own_record_at_once_and_one_cause_of_a_month_is_one_project() {
    let mut shop = staffed();
    let reasons = json!({ "reasons": { "on-time": "late" } });
    let first = answered(&mut shop, &[("on-time", 1)], reasons.clone());
    let once = list(&shop);
    assert_eq!(once.open.len(), 1, "one low answer, one record; the form itself has 91");
    assert_eq!(once.open[0].trigger.on, On::Answer { item: "on-time".into(), grade: 1 });
    assert_eq!(once.open[0].evidence.order.as_ref().map(|order| order.as_str()), Some(first.as_str()));
    for _ in 0..3 {
        answered(&mut shop, &[("on-time", 2)], reasons.clone());
    }
    let all = list(&shop);
    assert_eq!((all.open_count, all.projects.len()), (4, 1), "four customers waited: four records, one project");
    let head = &all.projects[0];
    assert_eq!((head.cause.as_str(), head.period.as_str(), head.capas), ("reason:late", "2026-11", 4));
    assert_eq!(project(&shop, head.project.as_str()).rows.len(), 4, "the evidence is all of them");
}

#[test]
fn n4_rules_a_b_and_d_fire_by_one_form_and_praise_fires_nothing() {
    let mut shop = staffed();
    answered(&mut shop, &[], json!({ "opinion": "praise", "words": "很好" }));
    assert_eq!(list(&shop).open_count, 0);
    // Six 5 are 60, two 3 and two 2 are 16: 76 of 100.
    let low = [("price", 2), ("on-time", 2), ("parts", 3), ("reception", 3)];
    answered(&mut shop, &low, json!({ "opinion": "suggestion", "words": "开个夜班" }));
    let mut rules: Vec<String> = list(&shop).open.iter().map(|row| row.trigger.rule.clone()).collect();
    rules.sort();
    assert_eq!(rules, ["a", "a", "b", "d"]);
    let fired: Vec<On> = list(&shop).open.into_iter().map(|row| row.trigger.on).collect();
    assert!(fired.contains(&On::Form { score: "76.00".into() }), "{fired:?}");
}

#[test]
fn o1_the_sheet_names_trigger_evidence_department_and_day_in_both_languages() {
    let mut shop = staffed();
    answered(
        &mut shop,
        &[("price", 2)],
        json!({ "reasons": { "price": "too-dear" }, "words": "比别家贵", "opinion": "complaint" }),
    );
    let capa = list(&shop).open.iter().find(|row| row.trigger.rule == "a").expect("rule a fired").capa.clone();
    brought_to(&shop, capa.as_str(), Step::Verify);
    for lang in Lang::ALL {
        let words = Catalogue::built_in().words(lang);
        let people = shop.people();
        let name = |id: &StaffId| people.iter().find(|p| p.id == *id).map_or(String::new(), |p| p.name.clone());
        let about = report::About { words: &words, shop: "虹桥路汽修", name: &name, now: shop.now() };
        let (file, text) = shopdesk::scoring::scheme::SHIPPED[0];
        let scheme = shopdesk::scoring::Scheme::parse(file, text).ok();
        let text = report::capa::sheet(&page(&shop, capa.as_str()), scheme.as_ref(), &about);
        assert!(text.lines().all(|line| line.width() <= 80), "too wide:\n{text}");
        insta::assert_snapshot!(format!("sheet-corrective-action-{lang}"), text);
    }
}

#[test]
fn o1_a_sheet_without_a_department_a_person_and_a_day_cannot_be_issued() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.clone();
    let with = [("department", json!("车间")), ("responsible", json!("wang")), ("due", json!("+14"))];
    for left_out in ["department", "responsible", "due"] {
        let mut all: serde_json::Map<_, _> = with.iter().map(|(name, is)| ((*name).to_owned(), is.clone())).collect();
        all.insert("capa".into(), json!(capa));
        all.remove(left_out);
        let error = refused(&shop, "qin", "issue_capa", all.into());
        assert_eq!((error.code(), error.field()), ("missing", Some(left_out)));
        let said = shop.cx(Lang::Zh, |cx| cx.say(&error).whole());
        assert!(said.contains('。'), "{said}");
    }
    assert_eq!(page(&shop, capa.as_str()).row.next, Some(Step::Issue));
}

#[test]
fn o2_a_manager_cannot_issue_the_report_of_s17_and_the_management_representative_can() {
    let shop = staffed();
    let capa = tell(&shop, "open_capa", json!({ "text": "总分52", "level": "report" }));
    let issue = json!({ "capa": capa, "department": "车间", "responsible": "wang", "due": "+14" });
    for who in ["han", "qin", "li"] {
        match refused(&shop, who, "issue_capa", issue.clone()) {
            DeskError::NotAllowed { right, .. } => assert_eq!(right, Right::IssueReport, "{who}"),
            other => panic!("{who}: {other:?}"),
        }
    }
    tell_as(&shop, "mei", "issue_capa", issue);
    assert_eq!(page(&shop, &capa).row.next, Some(Step::Plan));
    let sheet = tell(&shop, "open_capa", json!({ "text": "a sheet" }));
    tell_as(
        &shop,
        "han",
        "issue_capa",
        json!({ "capa": sheet, "department": "车间", "responsible": "wang", "due": "+14" }),
    );
}

#[test]
fn o2_level_2_does_not_close_on_contact_alone() {
    let mut shop = staffed();
    let order = shop.order_in(Stage::Receive);
    let capa = tell(&shop, "open_capa", json!({ "text": "总分60", "level": "contact", "order": order }));
    brought_to(&shop, &capa, Step::Plan);
    let yes = json!({ "capa": capa, "reached": true, "text": "已致歉", "satisfied": true, "answer": "好吧" });
    tell(&shop, "tell_capa", yes.clone());
    assert_eq!(page(&shop, &capa).row.next, Some(Step::Plan), "the customer was reached, and nothing was done");
    brought_to_from_plan(&shop, &capa);
    let silent = json!({ "capa": capa, "reached": true, "text": "已改进" });
    assert_eq!(refused(&shop, "li", "tell_capa", silent).field(), Some("satisfied"));
    tell(&shop, "tell_capa", yes);
    assert!(page(&shop, &capa).row.closed.is_some());
}

fn brought_to_from_plan(shop: &Shop, capa: &str) {
    tell(shop, "plan_capa", json!({ "capa": capa, "cause": "新手", "measure": "师傅带教一周" }));
    tell(shop, "act_capa", json!({ "capa": capa, "text": "已带教" }));
    tell_as(shop, "qin", "verify_capa", json!({ "capa": capa, "effective": true, "text": "抽查五台" }));
}

#[test]
fn o2_the_causes_of_a_year_need_what_is_missing() {
    let shop = staffed();
    let capa = tell(&shop, "open_capa", json!({ "text": "年平均58", "level": "causes" }));
    brought_to(&shop, &capa, Step::Plan);
    let plan = json!({ "capa": capa, "cause": "人手不足", "measure": "招两人" });
    assert_eq!(refused(&shop, "li", "plan_capa", plan).field(), Some("shortfall"));
}

#[test]
fn o3_without_an_owner_it_is_red_first_and_so_it_is_said() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({ "reasons": { "price": "too-dear" } }));
    answered(&mut shop, &[("on-time", 2)], json!({ "reasons": { "on-time": "late" } }));
    let page = list(&shop);
    assert_eq!((page.ownerless, page.overdue), (2, 0));
    let owned = page.open[0].capa.clone();
    brought_to(&shop, owned.as_str(), Step::Plan);
    let page = list(&shop);
    assert_eq!(page.ownerless, 1);
    assert_ne!(page.open[0].capa, owned, "what nobody answers for comes first");
    let screen = shop.cx(Lang::En, Improvement::new);
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("nobody"), "{shown}");
    shop.on("2026-12-20T10:00");
    assert_eq!(list(&shop).overdue, 1, "fourteen days have passed");
}

#[test]
fn o3_resources_measure_and_verification_stand_on_the_page_and_a_no_reopens() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({ "words": "比别家贵", "opinion": "complaint" }));
    let capa = list(&shop).open[0].capa.to_string();
    let issue = json!({ "capa": capa, "department": "业务部", "responsible": "li", "due": "12-03", "resources": "两天, 500元" });
    tell_as(&shop, "qin", "issue_capa", issue);
    tell(
        &shop,
        "plan_capa",
        json!({ "capa": capa, "cause": "没有说明", "measure": "逐项说明", "prevention": "价目上墙" }),
    );
    tell(&shop, "act_capa", json!({ "capa": capa, "text": "已说明" }));
    let own = refused(&shop, "li", "verify_capa", json!({ "capa": capa, "effective": true, "text": "好" }));
    assert_eq!(own.field(), Some("verifier"), "Li answers for it");
    tell_as(&shop, "qin", "verify_capa", json!({ "capa": capa, "effective": false, "text": "仍有两人问价" }));
    let again = page(&shop, &capa);
    assert_eq!((again.row.next, again.row.reopened), (Some(Step::Plan), 1));
    assert_eq!(again.resources.as_deref(), Some("两天, 500元"));
    tell(&shop, "reassign_capa", json!({ "capa": capa, "reason": "病假", "responsible": "han", "due": "+20" }));
    assert_eq!(page(&shop, &capa).row.responsible, Some(StaffId::new("han")));
}

#[test]
fn o6_the_customer_is_told_and_the_day_is_kept_before_it_closes() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.to_string();
    brought_to(&shop, &capa, Step::Verify);
    let told = json!({ "capa": capa, "reached": true, "text": "价目已上墙" });
    assert_eq!(refused(&shop, "li", "tell_capa", told.clone()).field(), Some("effective"), "not before it is verified");
    tell_as(&shop, "qin", "verify_capa", json!({ "capa": capa, "effective": true, "text": "抽查五台" }));
    assert!(page(&shop, &capa).row.closed.is_none(), "the customer does not know yet");
    shop.on("2026-11-25T10:00");
    tell(&shop, "tell_capa", told);
    let page = page(&shop, &capa);
    assert_eq!(
        page.thread.last().map(|entry| entry.said.at.to_string()[..10].to_owned()).as_deref(),
        Some("2026-11-25")
    );
    assert!(page.row.closed.is_some());
    assert_eq!(list(&shop).closed.len(), 1);
}

#[test]
fn o6_a_customer_who_cannot_be_reached_is_given_up_after_three_days_by_quality() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.to_string();
    brought_to(&shop, &capa, Step::Tell);
    for day in ["2026-11-24T10:00", "2026-11-25T10:00", "2026-11-26T10:00"] {
        shop.on(day);
        tell(&shop, "tell_capa", json!({ "capa": capa, "reached": false, "text": "无人接" }));
    }
    let give_up = json!({ "capa": capa, "reached": false, "text": "三天无人接", "give_up": true });
    match refused(&shop, "wang", "tell_capa", give_up.clone()) {
        DeskError::NotAllowed { right, .. } => assert_eq!(right, Right::VerifyAction),
        other => panic!("{other:?}"),
    }
    tell_as(&shop, "qin", "tell_capa", give_up);
    assert!(page(&shop, &capa).row.closed.is_some());
}

#[test]
fn l4_a_valid_complaint_is_a_corrective_action_of_its_department() {
    let mut shop = staffed();
    let order = shop.order_in(Stage::FollowUp);
    let complaint =
        tell(&shop, "raise_complaint", json!({ "order": order, "category": "quality", "words": "刹车还是响" }));
    tell_as(&shop, "qin", "judge_complaint", json!({ "complaint": complaint, "valid": true, "department": "车间" }));
    let row = list(&shop).open.remove(0);
    assert_eq!((row.department.as_str(), row.next), ("车间", Some(Step::Issue)));
    assert_eq!(row.evidence.complaint.as_ref().map(|id| id.as_str()), Some(complaint.as_str()));
    // What the complaint's department found stands in the form already.
    tell(&shop, "note_complaint", json!({ "complaint": complaint, "text": "come back", "answers": true }));
    tell(&shop, "plan_complaint", json!({ "complaint": complaint, "causes": ["片子装反"], "plan": "重装" }));
    assert_eq!(page(&shop, row.capa.as_str()).of_complaint, Some(("片子装反".into(), "重装".into())));
}

#[test]
fn am30_a_project_has_an_owner_a_goal_and_is_over_with_its_last_record() {
    let shop = staffed();
    let ids: Vec<String> = (0..2).map(|_| tell(&shop, "open_capa", json!({ "text": "门口等待" }))).collect();
    assert_eq!(project(&shop, "PJ1").head.state, State::Begun);
    tell(&shop, "plan_project", json!({ "project": "PJ1", "responsible": "han", "goal": "不超过十分钟" }));
    assert_eq!(project(&shop, "PJ1").head.state, State::UnderWay);
    tell(&shop, "link_capa", json!({ "capa": ids[1], "cause": "雨天" }));
    assert_eq!((project(&shop, "PJ1").head.open, project(&shop, "PJ2").head.open), (1, 1));
    brought_to(&shop, &ids[0], Step::Tell);
    assert_eq!(project(&shop, "PJ1").head.state, State::Over);
    assert_eq!(list(&shop).projects.len(), 1, "a project that is over is no longer listed");
}

#[test]
fn a_month_whose_total_fires_rule_c_is_proposed_and_opened_by_one_key_and_never_twice() {
    let mut shop = staffed();
    let all =
        "reception diagnosis on-time repair-quality parts explanation price cleanliness staff-knowledge return-intent";
    let low: Vec<(&str, u8)> = all.split(' ').map(|item| (item, 2)).collect();
    answered(&mut shop, &low, json!({}));
    assert!(list(&shop).proposed.is_empty(), "November is not over");
    shop.on("2026-12-01T09:00");
    let proposed = list(&shop).proposed;
    // Outside 30 of 100, inside 100: 18 and 40.
    let found: Vec<_> = proposed.iter().map(|row| (&*row.trigger.rule, &*row.period, &*row.score)).collect();
    assert_eq!(found, [("c", "2026-11", "58.00")]);
    let mut screen = shop.cx(Lang::En, Improvement::new);
    let shown = shop.draw(Lang::En, 80, 24, &screen);
    assert!(shown.contains("score of all 58.00") && shown.contains("Enter opens"), "{shown}");
    let Effect::Open(Place::Capa(capa)) = shop.press(&mut screen, "enter") else { panic!("it opens it") };
    assert_eq!(page(&shop, capa.as_str()).row.cause, "total");
    assert!(list(&shop).proposed.is_empty());
    let again = json!({ "rule": "c", "period": "2026-11", "score": "58.00" });
    assert_eq!(refused(&shop, "li", "open_capa", again).code(), "taken", "another terminal pressed it, too");
}

#[test]
fn the_list_reads_no_more_however_many_are_over() {
    let shop = staffed();
    let cost = |shop: &Shop| {
        let before = shop.desk.rows_read();
        let _page = list(shop);
        shop.desk.rows_read() - before
    };
    let close = |n: usize| {
        for _ in 0..n {
            let capa = tell(&shop, "open_capa", json!({ "text": "门口等待" }));
            brought_to(&shop, &capa, Step::Tell);
        }
    };
    close(60);
    let (few, shown) = (cost(&shop), list(&shop).closed.len());
    close(60);
    assert_eq!((cost(&shop), list(&shop).closed.len()), (few, shown), "the newest fifty are shown");
}

#[test]
fn the_screens_of_improvement_at_80_columns() {
    let mut shop = staffed();
    for grade in [1, 2, 2, 2] {
        let more = json!({ "reasons": { "on-time": "late" }, "words": "说好三点, 等到五点" });
        answered(&mut shop, &[("on-time", grade)], more);
    }
    answered(&mut shop, &[("price", 2)], json!({ "reasons": { "price": "too-dear" } }));
    let open = list(&shop).open;
    brought_to(&shop, open[0].capa.as_str(), Step::Verify);
    tell(&shop, "plan_project", json!({ "project": "PJ1", "responsible": "han", "goal": "不超过十分钟" }));
    let id = open[0].capa.clone();
    for lang in Lang::ALL {
        let screens: [(&str, Box<dyn Screen>); 3] = [
            ("improvement", Box::new(shop.cx(lang, Improvement::new))),
            ("capa", Box::new(shop.cx(lang, |cx| Capa::new(cx, &id)).expect("it is there"))),
            ("project", Box::new(shop.cx(lang, |cx| Project::new(cx, &ProjectId::new("PJ1"))).expect("it is there"))),
        ];
        for (name, screen) in &screens {
            insta::assert_snapshot!(format!("{name}-{lang}-80"), shop.draw(lang, 80, 24, &**screen));
        }
    }
    let wide = shop.cx(Lang::En, Improvement::new);
    insta::assert_snapshot!("improvement-en-120", shop.draw(Lang::En, 120, 36, &wide));
}

/// Types into a form: a text, or keys after `>`.
fn typed(shop: &Shop, place: &Place, keys: &[&str]) -> Effect {
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, place)).expect("it opens");
    let mut effect = Effect::Stay;
    for keys in keys {
        effect = match keys.strip_prefix("> ") {
            Some(keys) => shop.press(&mut form, keys),
            None => shop.cx(Lang::En, |cx| form.paste(cx, keys)),
        };
    }
    effect
}

#[test]
fn every_step_is_taken_by_keys_and_enter_leads_through() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({ "reasons": { "price": "too-dear" } }));
    let id = list(&shop).open[0].capa.clone();
    let steps: [(Step, &[&str]); 4] = [
        (Step::Issue, &["> 1 1", "+14", "> enter enter"]),
        (Step::Plan, &["没有说明", "> enter", "逐项说明", "> enter enter"]),
        (Step::Act, &["已说明", "> enter"]),
        (Step::Verify, &["> y", "抽查", "> enter"]),
    ];
    for (step, keys) in steps {
        let screen = shop.cx(Lang::En, |cx| Capa::new(cx, &id)).expect("it is there");
        let mut screen = screen;
        let Effect::Open(place) = shop.press(&mut screen, "enter") else { panic!("{step:?}: a form") };
        assert_eq!(place, Place::CapaStep(id.clone(), step));
        if step == Step::Verify {
            shop.who = "qin";
        }
        assert_eq!(typed(&shop, &place, keys), Effect::Back, "{step:?}");
    }
    shop.who = "li";
    let tell = Place::CapaStep(id.clone(), Step::Tell);
    assert_eq!(typed(&shop, &tell, &["> y", "价目已上墙", "> enter y", "> enter"]), Effect::Back);
    assert!(page(&shop, id.as_str()).row.closed.is_some());
}

#[test]
fn feature_58_one_box_takes_a_step_for_all_of_a_project() {
    let mut shop = staffed();
    for _ in 0..3 {
        answered(&mut shop, &[("on-time", 2)], json!({ "reasons": { "on-time": "late" } }));
    }
    let mut screen = shop.cx(Lang::En, |cx| Project::new(cx, &ProjectId::new("PJ1"))).expect("it is there");
    let Effect::Open(place) = shop.press(&mut screen, "B") else { panic!("a box for all") };
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place)).expect("it opens");
    shop.press(&mut form, "2 1");
    shop.cx(Lang::En, |cx| form.paste(cx, "+14"));
    let Effect::RunEach(asks) = shop.press(&mut form, "enter enter") else { panic!("a command for each") };
    let outcomes: Vec<_> = asks.into_iter().map(|ask| shop.try_as("qin", ask.command)).collect();
    let Effect::BackWith(_, said) = shop.cx(Lang::En, |cx| form.done_each(cx, &outcomes)) else {
        panic!("nothing is left to issue, and the box stays")
    };
    assert_eq!(said, "Done for 3 at once.");
    assert!(list(&shop).open.iter().all(|row| row.next == Some(Step::Plan)), "all three were issued");
}

#[test]
fn feature_58_the_box_for_all_stays_with_what_was_refused() {
    let mut shop = staffed();
    for _ in 0..2 {
        answered(&mut shop, &[("on-time", 2)], json!({ "reasons": { "on-time": "late" } }));
    }
    let place = Place::ProjectStep(ProjectId::new("PJ1"), Step::Issue);
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &place)).expect("it opens");
    shop.press(&mut form, "2 1");
    shop.cx(Lang::En, |cx| form.paste(cx, "+14"));
    let Effect::RunEach(asks) = shop.press(&mut form, "enter enter") else { panic!("a command for each") };
    let who = ["qin", "wang"];
    let outcomes: Vec<_> = asks.into_iter().zip(who).map(|(ask, who)| shop.try_as(who, ask.command)).collect();
    assert!(outcomes.iter().any(Result::is_err), "a technician issues nothing");
    assert_eq!(shop.cx(Lang::En, |cx| form.done_each(cx, &outcomes)), Effect::Stay);
    insta::assert_snapshot!("all-of-a-project-en-80", shop.draw(Lang::En, 80, 24, &form));
}

#[test]
fn a_day_that_is_none_keeps_the_cursor() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    shop.who = "qin";
    let id = list(&shop).open[0].capa.clone();
    let mut form = shop.cx(Lang::En, |cx| FormScreen::open(cx, &Place::CapaStep(id, Step::Issue))).expect("it opens");
    shop.press(&mut form, "2 1");
    shop.write(&mut form, "yesterday");
    shop.press(&mut form, "enter");
    assert!(shop.draw(Lang::En, 80, 24, &form).contains("yesterday"));
    shop.press(&mut form, "ctrl+u");
    shop.write(&mut form, "+14");
    shop.press(&mut form, "enter enter");
    assert!(list(&shop).open[0].due.is_some(), "{}", shop.draw(Lang::En, 80, 24, &form));
}

#[test]
fn others_answer_for_it_from_now_on_and_it_belongs_to_another_project() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let id = list(&shop).open[0].capa.clone();
    brought_to(&shop, id.as_str(), Step::Plan);
    let reassign = Place::ReassignCapa(id.clone());
    assert_eq!(typed(&shop, &reassign, &["病假", "> enter 1", "+20", "> enter enter"]), Effect::Back);
    assert_eq!(page(&shop, id.as_str()).row.responsible, Some(StaffId::new("han")));
    let link = Place::LinkCapa(id.clone());
    assert_eq!(typed(&shop, &link, &["> 1", "雨天", "> enter"]), Effect::Back);
    assert_eq!(page(&shop, id.as_str()).project.cause, "manual:雨天");
    let lead = Place::PlanProject(ProjectId::new("PJ2"));
    assert_eq!(typed(&shop, &lead, &["> 1", "不漏雨", "> enter"]), Effect::Back);
    assert_eq!(project(&shop, "PJ2").head.goal.as_deref(), Some("不漏雨"));
    let Effect::Turn(Place::Capa(new)) = typed(&shop, &Place::NewCapa, &["地面湿滑", "> enter enter"]) else {
        panic!("its page follows")
    };
    assert_eq!(page(&shop, new.as_str()).row.next, Some(Step::Issue));
}

#[test]
fn a_number_that_is_typed_whole_is_found() {
    let mut shop = staffed();
    answered(&mut shop, &[("price", 2)], json!({}));
    let capa = list(&shop).open[0].capa.clone();
    let raised = tell(&shop, "raise_complaint", json!({ "name": "周先生", "category": "quality", "words": "还是响" }));
    let campaign = tell(&shop, "open_campaign", json!({}));
    for (number, place) in [
        (capa.to_string(), Place::Capa(capa.clone())),
        (capa.to_string().replace('-', ""), Place::Capa(capa.clone())),
        (capa.to_string().to_lowercase(), Place::Capa(capa)),
        (raised.clone(), Place::Complaint(ComplaintId::new(&raised))),
        (campaign.clone(), Place::Campaign(CampaignId::new(&campaign))),
    ] {
        let mut find = shop.cx(Lang::En, Find::new);
        shop.cx(Lang::En, |cx| find.paste(cx, &number));
        assert!(shop.draw(Lang::En, 80, 24, &find).contains("-001"), "the number stands there whole");
        assert_eq!(shop.press(&mut find, "enter"), Effect::Turn(place), "{number}");
    }
    let mut find = shop.cx(Lang::En, Find::new);
    shop.cx(Lang::En, |cx| find.paste(cx, "CA261123-999"));
    assert!(shop.draw(Lang::En, 80, 24, &find).contains("Nothing fits"), "there is none of that number");
}
