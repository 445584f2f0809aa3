//! The steps of a complaint between its answer and the customer's word: judged, planned, approved, done, verified, told;
//! and closing it when the customer cannot be reached (S17, L4–L7). One box for each, a table of fields each.

use super::complaint::picks::{CAUSES, DEPARTMENTS, FAULTS};
use super::note_complaint::{heard, words};
use super::script::{self, Heard, Over};
use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::rows::{ComplaintPage, Entry};
use crate::domain::complaint::approve::ApproveComplaint;
use crate::domain::complaint::course::Due;
use crate::domain::complaint::give_up::GiveUpComplaint;
use crate::domain::complaint::judge::JudgeComplaint;
use crate::domain::complaint::note::{NoteComplaint, NoteStep};
use crate::domain::complaint::plan::{Offer, PlanComplaint};
use crate::domain::complaint::raise::Severity;
use crate::domain::complaint::verify::VerifyComplaint;
use crate::domain::staff::role::Right;
use crate::domain::{Command, StaffId, event};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const OFFERS: &[Pick] = &[
    ('e', "explain", "term-offer-explain"),
    ('r', "return-visit", "term-offer-return-visit"),
    ('d', "discount", "term-offer-discount"),
    ('f', "free", "term-offer-free"),
    ('o', "other", "term-offer-other"),
];

const JUDGE: &[FieldSpec] = &[
    FieldSpec::needed("valid", "field-valid", Kind::Toggle),
    FieldSpec::needed("department", "field-department", Kind::Choice(DEPARTMENTS)),
    FieldSpec::optional("number", "entry-action-number", Kind::Text { max: 40 }),
    FieldSpec::needed("reason", "entry-why-invalid", Kind::Text { max: 200 }),
    FieldSpec::needed("explanation", "field-explanation", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::asked("fault", "entry-fault", Kind::Choice(FAULTS)),
];

const PLAN: &[FieldSpec] = &[
    FieldSpec::needed("causes", "entry-why-1", Kind::Text { max: 200 }),
    FieldSpec::asked("why_second", "entry-why-2", Kind::Text { max: 200 }),
    FieldSpec::asked("why_third", "entry-why-3", Kind::Text { max: 200 }),
    FieldSpec::asked("why_fourth", "entry-why-4", Kind::Text { max: 200 }),
    FieldSpec::asked("why_fifth", "entry-why-5", Kind::Text { max: 200 }),
    FieldSpec::asked("cause", "entry-cause-code", Kind::Choice(CAUSES)),
    FieldSpec::needed("plan", "field-plan", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::needed("investigation", "field-investigation", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::needed("measure", "field-measure", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::asked("responsible", "field-responsible", Kind::Given),
    FieldSpec::asked("offer", "entry-offer", Kind::Choice(OFFERS)),
    FieldSpec::asked("cost", "field-cost", Kind::Code { max: parts::MONEY_CHARS, leap: false }),
];

/// The chain of causes, in order.
const WHYS: [&str; 5] = ["causes", "why_second", "why_third", "why_fourth", "why_fifth"];

const APPROVE: &[FieldSpec] = &[
    FieldSpec::needed("approved", "entry-plan-approved", Kind::Toggle),
    FieldSpec::needed("remark", "field-remark", Kind::Text { max: 200 }),
];

const ACT: &[FieldSpec] = &[FieldSpec::needed("text", "entry-action", Kind::Area { rows: 3, max: 2_000 })];

const VERIFY: &[FieldSpec] = &[
    FieldSpec::needed("held", "field-held", Kind::Toggle),
    FieldSpec::needed("text", "entry-looked-at", Kind::Text { max: 200 }),
    FieldSpec::needed("summary", "field-summary", Kind::Area { rows: 3, max: 2_000 }),
];

const TELL: &[FieldSpec] = &[
    FieldSpec::needed("text", "entry-told-customer", Kind::Area { rows: 3, max: 2_000 }),
    FieldSpec::needed("apology", "entry-apology", Kind::Toggle),
];

const GIVE_UP: &[FieldSpec] = &[FieldSpec::needed("text", "entry-tried", Kind::Area { rows: 3, max: 2_000 })];

/// The box of a step; without one, of closing a complaint whose customer cannot be reached.
pub struct ComplaintStep {
    page: Box<ComplaintPage>,
    step: Option<Due>,
}

impl ComplaintStep {
    /// The box of a step.
    pub fn new(page: Box<ComplaintPage>, step: Due) -> Self {
        Self { page, step: Some(step) }
    }

    /// The box that closes without the customer's word.
    pub fn give_up(page: Box<ComplaintPage>) -> Self {
        Self { page, step: None }
    }

    fn judge(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::JudgeComplaint(JudgeComplaint {
            complaint: self.page.row.complaint.clone(),
            valid: parts::decided(cx, form, "valid")?,
            reason: parts::typed(form, "reason"),
            explanation: parts::typed(form, "explanation"),
            department: parts::typed(form, "department"),
            number: parts::typed(form, "number"),
            fault: parts::coded(form, "fault"),
        }))
    }

    fn plan(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::PlanComplaint(PlanComplaint {
            complaint: self.page.row.complaint.clone(),
            causes: WHYS.iter().filter_map(|field| parts::typed(form, field)).collect(),
            plan: form.value("plan"),
            responsible: parts::person(form, "responsible"),
            investigation: parts::typed(form, "investigation"),
            measure: parts::typed(form, "measure"),
            offer: parts::coded(form, "offer"),
            cost: parts::money(cx, form, "cost")?.unwrap_or_default(),
            cause: parts::coded(form, "cause"),
        }))
    }

    fn note(&self, form: &Form, step: NoteStep) -> Command {
        Command::NoteComplaint(NoteComplaint {
            complaint: self.page.row.complaint.clone(),
            text: form.value("text"),
            answers: false,
            step: Some(step),
            apology: parts::answered(form, "apology").unwrap_or_default(),
        })
    }
}

impl StageForm for ComplaintStep {
    fn place(&self) -> Place {
        let id = self.page.row.complaint.clone();
        match self.step {
            Some(step) => Place::ComplaintStep(id, step),
            None => Place::GiveUpComplaint(id),
        }
    }

    fn title(&self) -> &'static str {
        match self.step {
            Some(Due::Judge) => "entry-title-judge",
            Some(Due::Plan) => "entry-title-causes",
            Some(Due::Approve) => "entry-title-approve",
            Some(Due::Act) => "entry-title-act",
            Some(Due::Verify) => "entry-title-verify",
            Some(Due::Tell | Due::Apologise | Due::Answer | Due::Ask) => "entry-title-tell",
            None => "entry-title-give-up",
        }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let fields = match self.step {
            Some(Due::Judge) => JUDGE,
            Some(Due::Plan) => PLAN,
            Some(Due::Approve) => APPROVE,
            Some(Due::Act) => ACT,
            Some(Due::Verify) => VERIFY,
            Some(Due::Tell | Due::Apologise | Due::Answer | Due::Ask) => TELL,
            None => GIVE_UP,
        };
        fields.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.row.name.clone()
    }

    fn is_box(&self) -> bool {
        self.step != Some(Due::Plan)
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("complaint", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = parts::complaint_page(cx, &self.page.row.complaint)?;
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        match self.step {
            Some(Due::Judge) => {
                form.set("fault", &self.page.fault.map(|fault| event::code(&fault)).unwrap_or_default());
            }
            Some(Due::Plan) => {
                form.set_options("responsible", parts::people(cx, |_| true));
                form.set("cause", &self.page.cause.map(|cause| event::code(&cause)).unwrap_or_default());
            }
            Some(Due::Answer | Due::Approve | Due::Act | Due::Verify | Due::Tell | Due::Apologise | Due::Ask)
            | None => {}
        }
    }

    /// What an answer opens is where the typing goes on.
    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        let opened = match (field, parts::answered(form, field)) {
            ("valid", Some(true)) => "department",
            ("valid", Some(false)) => "reason",
            ("approved", Some(false)) => "remark",
            _ => return,
        };
        self.notes(cx, form);
        form.focus_on(opened);
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        match self.step {
            Some(Due::Judge) => {
                let valid = parts::answered(form, "valid");
                form.show("department", valid == Some(true));
                form.show("number", valid == Some(true));
                form.show("reason", valid == Some(false));
                form.show("explanation", valid == Some(false));
            }
            Some(Due::Plan) => {
                for pair in WHYS.windows(2) {
                    form.show(pair[1], parts::typed(form, pair[0]).is_some());
                }
                let is_major = self.page.row.severity == Severity::Major;
                form.show("investigation", is_major);
                form.show("measure", is_major);
                form.set_needed("responsible", is_major);
                let offer: Option<Offer> = parts::coded(form, "offer");
                form.show("cost", offer.is_some_and(|offer| offer != Offer::Explain));
                if !parts::note_money(cx, form, "cost") {
                    form.set_note("cost", "");
                }
            }
            Some(Due::Approve) => form.show("remark", parts::answered(form, "approved") == Some(false)),
            Some(Due::Verify) => {
                form.show("summary", self.page.needs_summary && parts::answered(form, "held") == Some(true));
            }
            Some(Due::Tell | Due::Apologise) => form.show("apology", self.page.owes_apology),
            Some(Due::Answer | Due::Act | Due::Ask) | None => {}
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let complaint = self.page.row.complaint.clone();
        Ok(match self.step {
            Some(Due::Judge) => self.judge(cx, form)?,
            Some(Due::Plan) => self.plan(cx, form)?,
            Some(Due::Approve) => {
                let approved = parts::decided(cx, form, "approved")?;
                Command::ApproveComplaint(ApproveComplaint {
                    complaint,
                    approved,
                    remark: parts::typed(form, "remark"),
                })
            }
            Some(Due::Act) => self.note(form, NoteStep::Action),
            Some(Due::Verify) => {
                let (held, text) = (parts::decided(cx, form, "held")?, form.value("text"));
                Command::VerifyComplaint(VerifyComplaint {
                    complaint,
                    held,
                    text,
                    summary: parts::typed(form, "summary"),
                })
            }
            Some(Due::Tell | Due::Apologise | Due::Answer | Due::Ask) => self.note(form, NoteStep::Told),
            None => Command::GiveUpComplaint(GiveUpComplaint { complaint, text: form.value("text") }),
        })
    }

    /// A step that is missing is said at the first field: the page leads there.
    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        let field = error.field()?;
        let specs = self.specs();
        let own = specs.iter().any(|spec| spec.id == field) && form.value(field).is_empty();
        (!own).then(|| specs.first().map(|spec| spec.id)).flatten()
    }

    /// Nobody speaks to the customer over what the shop settles by itself.
    fn spoken(&self, cx: &Cx<'_>, form: &Form) -> Option<String> {
        match self.step {
            Some(Due::Act | Due::Verify | Due::Approve) | None => None,
            Some(step @ (Due::Answer | Due::Judge | Due::Plan | Due::Tell | Due::Apologise | Due::Ask)) => {
                let heard = heard(cx, &self.page);
                let (offer, fault) = (parts::coded(form, "offer"), parts::coded(form, "fault"));
                let heard = Heard { offer: offer.or(heard.offer), fault: fault.or(heard.fault), ..heard };
                Some(script::line(cx, Over::Step(step), form.focused(), &heard))
            }
        }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = words(cx, &self.page);
        if let (Some(Due::Approve | Due::Act | Due::Verify | Due::Tell), Some(plan)) = (self.step, &self.page.plan) {
            for cause in &plan.causes {
                lines.push((Role::Dim, cx.with("entry-cause-was", &[("cause", cause)])));
            }
            lines.push((
                Role::Text,
                cx.with("entry-plan-was", &[("plan", &plan.plan), ("cost", &plan.cost.to_string())]),
            ));
        }
        let role = match self.step {
            Some(Due::Judge | Due::Verify) | None => Right::JudgeComplaint,
            Some(Due::Approve) => Right::ApprovePlan,
            Some(Due::Answer | Due::Plan | Due::Act | Due::Tell | Due::Apologise | Due::Ask) => Right::HandleComplaint,
        };
        // Whoever wrote the plan sees at once that somebody else has to approve it.
        if self.step == Some(Due::Approve) && self.page.plan.as_ref().is_some_and(|plan| plan.by == cx.session.who) {
            lines.push((Role::Soon, cx.get("entry-own-plan").into_owned()));
        }
        if self.step == Some(Due::Verify) && carried_out(&self.page).is_some_and(|by| *by == cx.session.who) {
            lines.push((Role::Soon, cx.get("why-own-work").into_owned()));
        }
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        if !me.is_some_and(|me| parts::may(me, role)) {
            lines.push((Role::Soon, cx.get("entry-other-role").into_owned()));
        }
        lines
    }
}

/// Who carried the plan out: somebody else verifies it.
fn carried_out(page: &ComplaintPage) -> Option<&StaffId> {
    page.thread.iter().rfind(|row| row.entry == Entry::Done(NoteStep::Action)).map(|row| &row.said.by)
}
