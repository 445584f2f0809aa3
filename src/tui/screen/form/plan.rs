//! The forms of a year's plan: its targets, its surveys, the director's word, visits and events (M13, M16, K3).

use super::campaign::{AUDIENCES, DAY_CHARS, WAYS};
use super::{After, Halt, Line, StageForm, parts};
use crate::desk::plan::PlanPage;
use crate::desk::{DeskError, Receipt};
use crate::domain::Command;
use crate::domain::plan::approve::ApproveYear;
use crate::domain::plan::entry::PlanSurvey;
use crate::domain::plan::outreach::NoteOutreach;
use crate::domain::plan::write::WritePlan;
use crate::domain::staff::role::Right;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::plan;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind, Pick};

const COUNT: Kind = Kind::Digits { max: 6, leap: false };

const WRITE: &[FieldSpec] = &[
    FieldSpec::asked("forms_by", "field-forms-by", Kind::Text { max: 100 }),
    FieldSpec::needed("forms", "field-forms", COUNT),
    FieldSpec::asked("calls_whom", "field-calls-whom", Kind::Text { max: 100 }),
    FieldSpec::needed("calls", "field-calls", COUNT),
    FieldSpec::asked("visits_whom", "field-visits-whom", Kind::Text { max: 100 }),
    FieldSpec::asked("visits", "field-visits", COUNT),
    FieldSpec::asked("events_what", "field-events-what", Kind::Text { max: 200 }),
    FieldSpec::asked("events", "field-events", COUNT),
    FieldSpec::needed("last_result", "field-last-result", Kind::Text { max: 200 }),
    FieldSpec::needed("summary", "field-year-summary", Kind::Area { rows: 3, max: 2_000 }),
];

const SURVEY: &[FieldSpec] = &[
    FieldSpec::needed("from", "field-from", Kind::Code { max: DAY_CHARS, leap: false }),
    FieldSpec::needed("to", "field-to", Kind::Code { max: DAY_CHARS, leap: false }),
    FieldSpec::needed("audience", "field-audience", Kind::Choice(AUDIENCES)),
    FieldSpec::needed("population", "field-population", COUNT),
    FieldSpec::needed("way", "field-way", Kind::Choice(WAYS)),
    FieldSpec::optional("responsible", "field-responsible", Kind::Given),
];

const APPROVE: &[FieldSpec] = &[
    FieldSpec::needed("approved", "field-plan-approved", Kind::Toggle),
    FieldSpec::needed("remark", "field-remark", Kind::Text { max: 200 }),
];

const KINDS: &[Pick] = &[('v', "visit", "plan-visits"), ('e', "event", "plan-events")];

const OUTREACH: &[FieldSpec] = &[
    FieldSpec::needed("kind", "field-outreach-kind", Kind::Choice(KINDS)),
    FieldSpec::needed("text", "field-outreach", Kind::Text { max: 200 }),
    FieldSpec::asked("count", "field-count", Kind::Digits { max: 4, leap: false }),
    FieldSpec::optional("on", "field-on", Kind::Code { max: DAY_CHARS, leap: false }),
];

/// What is done with a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Its targets are written.
    Write,
    /// A survey is planned.
    Survey,
    /// The director gives their word.
    Approve,
    /// Visits or an event are noted.
    Outreach,
}

/// A form of a year's plan.
pub struct Plan {
    page: Box<PlanPage>,
    what: What,
}

impl Plan {
    /// The form for a year.
    ///
    /// # Errors
    /// The shop cannot be asked.
    pub fn new(cx: &Cx<'_>, year: i32, what: What) -> Result<Self, DeskError> {
        Ok(Self { page: plan::page(cx, year)?, what })
    }
}

impl StageForm for Plan {
    fn place(&self) -> Place {
        let year = self.page.year;
        match self.what {
            What::Write => Place::WritePlan(year),
            What::Survey => Place::PlanSurvey(year),
            What::Approve => Place::ApproveYear(year),
            What::Outreach => Place::Outreach(year),
        }
    }

    fn title(&self) -> &'static str {
        match self.what {
            What::Write => "entry-title-plan",
            What::Survey => "entry-title-plan-survey",
            What::Approve => "entry-title-approve-year",
            What::Outreach => "entry-title-outreach",
        }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let fields = match self.what {
            What::Write => WRITE,
            What::Survey => SURVEY,
            What::Approve => APPROVE,
            What::Outreach => OUTREACH,
        };
        fields.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.year.to_string()
    }

    fn is_box(&self) -> bool {
        self.what != What::Write
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        match self.what {
            What::Write | What::Approve => Some(("plan", self.page.version)),
            What::Survey | What::Outreach => None,
        }
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = plan::page(cx, self.page.year)?;
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        match self.what {
            What::Survey => {
                form.set_options("responsible", parts::people(cx, |person| parts::may(person, Right::PlanSurvey)));
                form.set("responsible", cx.session.who.as_str());
            }
            What::Write => self.fill_in(cx, form),
            What::Approve | What::Outreach => {}
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        match self.what {
            What::Approve => form.show("remark", parts::answered(form, "approved") == Some(false)),
            What::Write => form.set_note("last_result", plan::before(cx, &self.page.before)),
            What::Survey | What::Outreach => {}
        }
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "approved" && parts::answered(form, field) == Some(false) {
            self.notes(cx, form);
            form.focus_on("remark");
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let year = self.page.year;
        let text = |field: &str| Some(form.value(field));
        Ok(match self.what {
            What::Write => Command::WritePlan(WritePlan {
                year,
                forms_by: text("forms_by"),
                forms: parts::number(form, "forms"),
                calls_whom: text("calls_whom"),
                calls: parts::number(form, "calls"),
                visits_whom: text("visits_whom"),
                visits: parts::number(form, "visits"),
                events_what: text("events_what"),
                events: parts::number(form, "events"),
                last_result: text("last_result"),
                summary: text("summary"),
            }),
            What::Survey => Command::PlanSurvey(PlanSurvey {
                year,
                number: None,
                from: form.value("from"),
                to: form.value("to"),
                audience: parts::needed(cx, form, "audience")?,
                population: parts::number(form, "population").unwrap_or_default(),
                way: parts::needed(cx, form, "way")?,
                responsible: parts::person(form, "responsible"),
            }),
            What::Approve => Command::ApproveYear(ApproveYear {
                year,
                approved: parts::decided(cx, form, "approved")?,
                remark: parts::typed(form, "remark"),
            }),
            What::Outreach => Command::NoteOutreach(NoteOutreach {
                year,
                kind: parts::needed(cx, form, "kind")?,
                on: parts::typed(form, "on"),
                count: parts::number(form, "count"),
                text: form.value("text"),
            }),
        })
    }

    /// What a plan lacks for the director's word is said at that word.
    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        let field = error.field()?;
        let first = self.specs().first().map(|spec| spec.id);
        if form.has(field) { None } else { first }
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let right = match self.what {
            What::Approve => Right::ApproveYear,
            What::Write | What::Survey | What::Outreach => Right::PlanSurvey,
        };
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        let mut lines = Vec::new();
        if !me.is_some_and(|me| parts::may(me, right)) {
            lines.push((Role::Soon, cx.get("entry-other-role").into_owned()));
        }
        if let (What::Approve, Some(plan)) = (self.what, &self.page.plan) {
            let (forms, calls) = (plan.targets.forms.to_string(), plan.targets.calls.to_string());
            let (visits, events) = (plan.targets.visits.to_string(), plan.targets.events.to_string());
            let values = [("forms", &*forms), ("calls", &*calls), ("visits", &*visits), ("events", &*events)];
            lines.push((Role::Text, cx.with("entry-plan-targets", &values)));
            lines.push((Role::Dim, plan.summary.clone()));
        }
        lines
    }

    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        After::Back
    }
}

impl Plan {
    /// What stands in the plan; in a new one, what the shop knows of the year before (M13).
    fn fill_in(&self, cx: &Cx<'_>, form: &mut Form) {
        let Some(plan) = &self.page.plan else {
            if self.page.before.forms > 0 {
                form.set("last_result", &plan::before(cx, &self.page.before));
            }
            return;
        };
        let targets = &plan.targets;
        let number = |n: u32| if n == 0 { String::new() } else { n.to_string() };
        let values = [
            ("forms_by", targets.forms_by.clone()),
            ("forms", number(targets.forms)),
            ("calls_whom", targets.calls_whom.clone()),
            ("calls", number(targets.calls)),
            ("visits_whom", targets.visits_whom.clone()),
            ("visits", number(targets.visits)),
            ("events_what", targets.events_what.clone()),
            ("events", number(targets.events)),
            ("last_result", plan.last_result.clone()),
            ("summary", plan.summary.clone()),
        ];
        for (field, value) in &values {
            form.set(field, value);
        }
    }
}
