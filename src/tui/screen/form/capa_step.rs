//! The steps of a corrective action: issued, planned, carried out, verified, told; and closing it when the customer cannot be
//! reached (S17, S19; O1–O3, O6). One box for each, a table of fields each. On a project, one box takes the step for
//! all that wait for it.

use super::complaint::picks::DEPARTMENTS;
use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::{CapaPage, CapaRow, StaffRow};
use crate::desk::{DeskError, Receipt};
use crate::domain::capa::Level;
use crate::domain::capa::act::ActCapa;
use crate::domain::capa::course::Step;
use crate::domain::capa::issue::IssueCapa;
use crate::domain::capa::plan::PlanCapa;
use crate::domain::capa::tell::TellCapa;
use crate::domain::capa::verify::VerifyCapa;
use crate::domain::refusal::Why;
use crate::domain::staff::role::Right;
use crate::domain::{CapaId, Command, ProjectId, when};
use crate::text::{capa, format};
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Place};
use crate::tui::screen::improvement::schemes::Schemes;
use crate::tui::screen::{capa as one, project};
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const ISSUE: &[FieldSpec] = &[
    FieldSpec::needed("department", "entry-department", Kind::Choice(DEPARTMENTS)),
    FieldSpec::needed("responsible", "field-responsible", Kind::Given),
    FieldSpec::needed("due", "field-due", Kind::Text { max: 16 }),
    FieldSpec::asked("resources", "field-resources", Kind::Text { max: 200 }),
];

const PLAN: &[FieldSpec] = &[
    FieldSpec::needed("cause", "field-cause", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::needed("shortfall", "field-shortfall", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::needed("capa_measure", "field-capa-measure", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::asked("prevention", "field-prevention", Kind::Area { rows: 2, max: 2_000 }),
];

const ACT: &[FieldSpec] = &[FieldSpec::needed("text", "entry-action", Kind::Area { rows: 3, max: 2_000 })];

const VERIFY: &[FieldSpec] = &[
    FieldSpec::needed("effective", "field-effective", Kind::Toggle),
    FieldSpec::needed("text", "entry-looked-at", Kind::Text { max: 200 }),
];

const TELL: &[FieldSpec] = &[
    FieldSpec::needed("reached", "entry-reached", Kind::Toggle),
    FieldSpec::needed("text", "entry-told-customer", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::asked("satisfied", "entry-satisfied", Kind::Toggle),
    FieldSpec::asked("answer", "entry-words", Kind::Area { rows: 2, max: 2_000 }),
];

const GIVE_UP: &[FieldSpec] = &[FieldSpec::needed("text", "entry-tried", Kind::Area { rows: 3, max: 2_000 })];

/// Corrective actions that a box names, of all that it is about.
const NAMED: usize = 7;

/// What a box is about.
enum About {
    /// One corrective action.
    One(Box<CapaPage>),
    /// All of a project that wait for the same step, and what became of the last try.
    All { project: ProjectId, rows: Vec<CapaRow>, done: Vec<Result<Receipt, DeskError>> },
}

/// The box of a step; without one, of closing it although the customer cannot be reached.
pub struct CapaStep {
    about: About,
    step: Option<Step>,
    schemes: Schemes,
}

impl CapaStep {
    /// The box of a step.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn new(cx: &Cx<'_>, id: &CapaId, step: Step) -> Result<Self, DeskError> {
        Ok(Self { about: About::One(one::page(cx, id)?), step: Some(step), schemes: Schemes::default() })
    }

    /// The box that closes it without the customer's word.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn give_up(cx: &Cx<'_>, id: &CapaId) -> Result<Self, DeskError> {
        Ok(Self { about: About::One(one::page(cx, id)?), step: None, schemes: Schemes::default() })
    }

    /// The box of a step for all of a project that wait for it.
    ///
    /// # Errors
    /// There is none of that id.
    pub fn of_project(cx: &Cx<'_>, project: &ProjectId, step: Step) -> Result<Self, DeskError> {
        let about = About::All { project: project.clone(), rows: Vec::new(), done: Vec::new() };
        let mut all = Self { about, step: Some(step), schemes: Schemes::default() };
        all.read(cx)?;
        Ok(all)
    }

    fn page(&self) -> Option<&CapaPage> {
        match &self.about {
            About::One(page) => Some(page),
            About::All { .. } => None,
        }
    }

    fn rows(&self) -> &[CapaRow] {
        match &self.about {
            About::One(page) => std::slice::from_ref(&page.row),
            About::All { rows, .. } => rows,
        }
    }

    /// The command for one of them.
    fn of(&self, cx: &Cx<'_>, form: &Form, row: &CapaRow) -> Result<Command, Halt> {
        let (capa, typed) = (row.capa.clone(), |field: &str| parts::typed(form, field));
        Ok(match self.step {
            Some(Step::Issue) => Command::IssueCapa(IssueCapa {
                capa,
                department: typed("department"),
                responsible: parts::person(form, "responsible"),
                due: typed("due"),
                resources: typed("resources"),
            }),
            Some(Step::Plan) => Command::PlanCapa(PlanCapa {
                capa,
                cause: form.value("cause"),
                measure: form.value("capa_measure"),
                shortfall: typed("shortfall"),
                prevention: typed("prevention"),
            }),
            Some(Step::Act) => Command::ActCapa(ActCapa { capa, text: form.value("text") }),
            Some(Step::Verify) => {
                let effective = parts::decided(cx, form, "effective")?;
                Command::VerifyCapa(VerifyCapa { capa, effective, text: form.value("text") })
            }
            Some(Step::Tell) => {
                let reached = parts::decided(cx, form, "reached")?;
                let (text, answer) = (form.value("text"), typed("answer"));
                let satisfied = parts::answered(form, "satisfied").filter(|_| form.has("satisfied"));
                Command::TellCapa(TellCapa { capa, reached, text, answer, satisfied, give_up: false })
            }
            None => {
                let (text, answer, satisfied) = (form.value("text"), None, None);
                Command::TellCapa(TellCapa { capa, reached: false, text, answer, satisfied, give_up: true })
            }
        })
    }

    /// The role whose step it is.
    fn right(&self) -> Right {
        let is_report = self.rows().iter().any(|row| row.level == Level::Report);
        match self.step {
            Some(Step::Issue) if is_report => Right::IssueReport,
            Some(Step::Issue) => Right::IssueAction,
            Some(Step::Verify) | None => Right::VerifyAction,
            Some(Step::Plan | Step::Act | Step::Tell) => Right::Improve,
        }
    }
}

/// Who may answer for a corrective action: those whose department may be sent one.
fn answers_for(person: &StaffRow) -> bool {
    parts::may(person, Right::Improve)
}

impl StageForm for CapaStep {
    fn place(&self) -> Place {
        match (&self.about, self.step) {
            (About::One(page), Some(step)) => Place::CapaStep(page.row.capa.clone(), step),
            (About::One(page), None) => Place::GiveUpCapa(page.row.capa.clone()),
            (About::All { project, .. }, step) => Place::ProjectStep(project.clone(), step.unwrap_or(Step::Issue)),
        }
    }

    fn title(&self) -> &'static str {
        match self.step {
            Some(Step::Issue) => "entry-title-issue-action",
            Some(Step::Plan) => "entry-title-measure",
            Some(Step::Act) => "entry-title-carry-out",
            Some(Step::Verify) => "entry-title-effective",
            Some(Step::Tell) => "entry-title-tell-action",
            None => "entry-title-give-up-action",
        }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let fields = match self.step {
            Some(Step::Issue) => ISSUE,
            Some(Step::Plan) => PLAN,
            Some(Step::Act) => ACT,
            Some(Step::Verify) => VERIFY,
            Some(Step::Tell) => TELL,
            None => GIVE_UP,
        };
        fields.to_vec()
    }

    fn about(&self, cx: &Cx<'_>) -> String {
        match &self.about {
            About::One(page) => page.row.capa.to_string(),
            About::All { rows, .. } => cx.with("capa-together", &[("n", &rows.len().to_string())]),
        }
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        self.page().map(|page| ("capa", page.row.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        match &mut self.about {
            About::One(page) => *page = one::page(cx, &page.row.capa)?,
            About::All { project, rows, .. } => {
                let page = project::page(cx, project)?;
                *rows = page.rows.into_iter().filter(|row| row.next.is_some() && row.next == self.step).collect();
                self.schemes.learn(cx, rows.iter().map(|row| &row.trigger));
            }
        }
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        match self.step {
            Some(Step::Issue) => {
                form.set_options("responsible", parts::people(cx, answers_for));
                if let Some(row) = self.rows().first().filter(|row| !row.department.is_empty()) {
                    form.set("department", &row.department);
                    form.focus_on("responsible");
                }
            }
            Some(Step::Plan) => {
                // What was tried before, else what the complaint found: the department goes on from there.
                let plan = self.page().and_then(|page| page.plan.clone());
                let complaint = self.page().and_then(|page| page.of_complaint.clone());
                let known = plan.map(|plan| (plan.cause, plan.measure)).or(complaint);
                if let Some((cause, measure)) = known {
                    form.set("cause", &cause);
                    form.set("capa_measure", &measure);
                }
            }
            Some(Step::Act | Step::Verify | Step::Tell) | None => {}
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        match self.step {
            Some(Step::Issue) => note_day(cx, form, "due"),
            Some(Step::Plan) => {
                form.show("shortfall", self.rows().iter().any(|row| row.level == Level::Causes));
            }
            Some(Step::Verify) => {
                let note = match parts::answered(form, "effective") {
                    Some(false) => cx.get("capa-begins-anew"),
                    Some(true) | None => "".into(),
                };
                form.set_note("effective", note.into_owned());
            }
            Some(Step::Tell) => {
                let reached = parts::answered(form, "reached") == Some(true);
                let needs_word = self.rows().iter().any(|row| row.level == Level::Contact);
                let satisfied = parts::answered(form, "satisfied");
                form.show("satisfied", reached);
                form.show("answer", reached);
                form.set_needed("satisfied", needs_word);
                form.set_needed("answer", needs_word || satisfied == Some(false));
                let note = if satisfied == Some(false) { cx.get("capa-begins-anew") } else { "".into() };
                form.set_note("satisfied", note.into_owned());
            }
            Some(Step::Act) | None => {}
        }
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let Some(row) = self.rows().first() else { return Err(Halt::Nothing) };
        self.of(cx, form, row)
    }

    fn each(&self, cx: &Cx<'_>, form: &Form) -> Option<Result<Vec<Ask>, Halt>> {
        let About::All { rows, .. } = &self.about else { return None };
        let ask = |row: &CapaRow| {
            let command = self.of(cx, form, row)?;
            Ok(Ask { command, seen: Some(("capa", row.version)) })
        };
        Some(rows.iter().map(ask).collect())
    }

    fn became(&mut self, cx: &Cx<'_>, _form: &Form, outcomes: &[Result<Receipt, DeskError>]) {
        if let About::All { done, .. } = &mut self.about {
            *done = outcomes.to_vec();
        }
        // The page below shows it, too; if it cannot be read any more, the next save says why.
        let _unread = self.read(cx);
    }

    fn finished(&self, cx: &Cx<'_>, outcomes: &[Result<Receipt, DeskError>]) -> Option<String> {
        let all_well = self.rows().is_empty() && outcomes.iter().all(Result::is_ok);
        all_well.then(|| cx.with("capa-all-done", &[("n", &outcomes.len().to_string())]))
    }

    fn is_idle(&self, form: &Form) -> bool {
        let About::All { rows, done, .. } = &self.about else { return false };
        let first = self.specs().first().map(|spec| form.value(spec.id)).unwrap_or_default();
        !done.is_empty() && (rows.is_empty() || first.is_empty())
    }

    /// A step that is missing, or a role that is another's, is said at the first field: the page leads there.
    fn field_of(&self, form: &mut Form, error: &DeskError) -> Option<&'static str> {
        let field = error.field()?;
        let specs = self.specs();
        let own = specs.iter().any(|spec| spec.id == field && form.has(spec.id));
        (!own).then(|| specs.first().map(|spec| spec.id)).flatten()
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let mut lines = match &self.about {
            About::One(page) => story(cx, page),
            About::All { rows, done, .. } => together(cx, &self.schemes, rows, done),
        };
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        if !me.is_some_and(|me| parts::may(me, self.right())) {
            lines.push((Role::Soon, cx.get("entry-other-role").into_owned()));
        } else if self.step == Some(Step::Verify)
            && self.rows().iter().any(|row| row.responsible.as_ref() == Some(&cx.session.who))
        {
            lines.push((Role::Soon, cx.get("why-own-action").into_owned()));
        }
        lines
    }
}

/// What the customer said, and what was decided so far.
fn story(cx: &Cx<'_>, page: &CapaPage) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(said) = page.words.as_ref().filter(|said| !said.words.is_empty()) {
        lines.push((Role::Text, cx.with("entry-said", &[("words", &said.words)])));
    }
    if let Some(plan) = &page.plan {
        lines.push((Role::Dim, cx.with("entry-cause-was", &[("cause", &plan.cause)])));
        lines.push((Role::Text, cx.with("capa-measure-was", &[("measure", &plan.measure)])));
    }
    if page.days_tried > 0 {
        lines.push((Role::Dim, cx.with("capa-tried", &[("n", &page.days_tried.to_string())])));
    }
    lines
}

/// What waits for the step, or what became of it.
fn together(cx: &Cx<'_>, schemes: &Schemes, rows: &[CapaRow], done: &[Result<Receipt, DeskError>]) -> Vec<Line> {
    let more = |all: usize| {
        let left = all.saturating_sub(NAMED);
        (left > 0).then(|| (Role::Dim, cx.with("improvement-more", &[("n", &left.to_string())])))
    };
    if done.is_empty() {
        let fired = |row: &CapaRow| capa::fired(cx.words(), schemes.of(&row.trigger), &row.trigger);
        let line = |row: &CapaRow| (Role::Text, format!("{}  {}", row.capa, fired(row)));
        return rows.iter().take(NAMED).map(line).chain(more(rows.len())).collect();
    }
    let marks = &cx.look.theme.marks;
    let told = |outcome: &Result<Receipt, DeskError>| match outcome {
        Ok(receipt) => (Role::Good, format!("{} {}  {}", marks.done, receipt.id, cx.get("several-done"))),
        Err(error) => (Role::Late, format!("{} {}", marks.late, cx.say(error).whole())),
    };
    // What was refused comes first: there is something to be done about it.
    let (refused, well): (Vec<_>, Vec<_>) = done.iter().partition(|outcome| outcome.is_err());
    refused.into_iter().chain(well).take(NAMED).map(told).chain(more(done.len())).collect()
}

/// Says beside a day which one is meant, or, once the cursor has left it, that none is.
pub(super) fn note_day(cx: &Cx<'_>, form: &mut Form, id: &'static str) {
    let Some(at) = parts::typed(form, id).and_then(|text| when::parse_day(&text, when::EVENING, cx.now, cx.zone))
    else {
        return parts::note_wrong(cx, form, id, |_| Err(Why::NotADay));
    };
    if at <= cx.now {
        return form.set_note_as(id, Role::Error, cx.get("why-past").into_owned());
    }
    let left = cx.span(&format::left(at, cx.now));
    let values = [("moment", &*format::moment(cx.words(), at, cx.now)), ("left", &*left)];
    form.set_note(id, cx.with("entry-moment", &values));
}
