//! Corrective actions besides their steps: opened by hand, given to others, linked to another project; and who leads a
//! project, with its goal.

use super::capa_step::note_day;
use super::complaint::picks::DEPARTMENTS;
use super::{After, Halt, Line, StageForm, parts};
use crate::desk::rows::{CapaPage, ImprovementPage, ProjectPage, StaffRow};
use crate::desk::{Answer, DeskError, Query, Receipt};
use crate::domain::capa::link::LinkCapa;
use crate::domain::capa::open::OpenCapa;
use crate::domain::capa::project::PlanProject;
use crate::domain::capa::reassign::ReassignCapa;
use crate::domain::staff::role::Right;
use crate::domain::{CapaId, Command, OrderId, ProjectId};
use crate::text::{format, term};
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::improvement::line;
use crate::tui::screen::improvement::schemes::Schemes;
use crate::tui::screen::{capa, project};
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Pick};

/// What a corrective action may call for; the report is the management representative's.
const LEVELS: &[Pick] = &[
    ('s', "sheet", "term-level-sheet"),
    ('r', "report", "term-level-report"),
    ('c', "contact", "term-level-contact"),
    ('y', "causes", "term-level-causes"),
    ('o', "owner", "term-level-owner"),
];

const NEW: &[FieldSpec] = &[
    FieldSpec::needed("text", "entry-what-changes", Kind::Area { rows: 3, max: 500 }),
    FieldSpec::asked("department", "entry-department", Kind::Choice(DEPARTMENTS)),
    FieldSpec::optional("order", "field-order", Kind::Code { max: 20, leap: false }),
    FieldSpec::optional("level", "entry-level", Kind::Choice(LEVELS)),
];

const REASSIGN: &[FieldSpec] = &[
    FieldSpec::needed("reason", "field-reason", Kind::Text { max: 200 }),
    FieldSpec::asked("responsible", "field-responsible", Kind::Given),
    FieldSpec::asked("due", "field-due", Kind::Text { max: 16 }),
    FieldSpec::asked("department", "entry-department", Kind::Choice(DEPARTMENTS)),
    FieldSpec::optional("resources", "field-resources", Kind::Text { max: 200 }),
];

const LINK: &[FieldSpec] = &[
    FieldSpec::needed("project", "field-project", Kind::Given),
    FieldSpec::needed("cause", "entry-new-cause", Kind::Text { max: 60 }),
];

const PROJECT: &[FieldSpec] = &[
    FieldSpec::needed("responsible", "field-responsible", Kind::Given),
    FieldSpec::needed("goal", "field-goal", Kind::Text { max: 200 }),
];

/// The value of the choice that stands for a new project.
const NEW_PROJECT: &str = "new";

/// Whose department may be sent a corrective action.
fn answers_for(person: &StaffRow) -> bool {
    parts::may(person, Right::Improve)
}

/// The box that opens one by hand.
pub struct New;

impl StageForm for New {
    fn place(&self) -> Place {
        Place::NewCapa
    }

    fn title(&self) -> &'static str {
        "entry-title-new-action"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        NEW.to_vec()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::OpenCapa(OpenCapa {
            text: Some(form.value("text")),
            level: parts::coded(form, "level"),
            department: parts::typed(form, "department"),
            order: parts::typed(form, "order").map(OrderId::new),
            ..OpenCapa::default()
        }))
    }

    fn after(&mut self, _form: &Form, receipt: &Receipt) -> After {
        After::Turn(Place::Capa(CapaId::new(&receipt.id)))
    }
}

/// The box that gives one to others.
pub struct Reassign {
    page: Box<CapaPage>,
}

impl Reassign {
    /// The box of a corrective action.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn new(cx: &Cx<'_>, id: &CapaId) -> Result<Self, DeskError> {
        Ok(Self { page: capa::page(cx, id)? })
    }
}

impl StageForm for Reassign {
    fn place(&self) -> Place {
        Place::ReassignCapa(self.page.row.capa.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-reassign"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        REASSIGN.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.row.capa.to_string()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("capa", self.page.row.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = capa::page(cx, &self.page.row.capa)?;
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("responsible", parts::people(cx, answers_for));
    }

    /// Who answers for it until now; what is left empty stays so.
    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let row = &self.page.row;
        let who = row.responsible.as_ref().map_or("", |id| cx.name(id));
        let at = row.due.map(|due| format::moment(cx.words(), due, cx.now)).unwrap_or_default();
        let department = term::department_named(cx.words(), &row.department);
        let values = [("department", department.as_str()), ("who", who), ("at", &at)];
        vec![(Role::Dim, cx.with("capa-until-now", &values))]
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        note_day(cx, form, "due");
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::ReassignCapa(ReassignCapa {
            capa: self.page.row.capa.clone(),
            reason: form.value("reason"),
            department: parts::typed(form, "department"),
            responsible: parts::person(form, "responsible"),
            due: parts::typed(form, "due"),
            resources: parts::typed(form, "resources"),
        }))
    }

    /// A step that is missing is said at the first field.
    fn field_of(&self, _form: &mut Form, error: &DeskError) -> Option<&'static str> {
        error.field().filter(|field| *field == "issued").map(|_| "reason")
    }
}

/// The box that links one to another project.
pub struct Link {
    page: Box<CapaPage>,
}

impl Link {
    /// The box of a corrective action.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn new(cx: &Cx<'_>, id: &CapaId) -> Result<Self, DeskError> {
        Ok(Self { page: capa::page(cx, id)? })
    }

    /// A new project, then those that are not over.
    fn choices(&self, cx: &Cx<'_>) -> Vec<Choice> {
        let page = match cx.ask(&Query::Improvement) {
            Ok(Answer::Improvement(page)) => page,
            Ok(_) | Err(_) => ImprovementPage::default(),
        };
        let mut schemes = Schemes::default();
        schemes.learn(cx, std::iter::empty());
        let others = page.projects.iter().filter(|head| head.project != self.page.row.project);
        let others = others.map(|head| (head.project.to_string(), line::project(cx, &schemes, head)));
        let new = (NEW_PROJECT.to_owned(), cx.get("entry-new-project").into_owned());
        Choice::numbered(std::iter::once(new).chain(others))
    }
}

impl StageForm for Link {
    fn place(&self) -> Place {
        Place::LinkCapa(self.page.row.capa.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-link"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        LINK.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.row.capa.to_string()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("capa", self.page.row.version))
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("project", self.choices(cx));
    }

    /// A new project is named at once.
    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "project" && form.value("project") == NEW_PROJECT {
            self.notes(cx, form);
            form.focus_on("cause");
        }
    }

    fn notes(&self, _cx: &Cx<'_>, form: &mut Form) {
        form.show("cause", form.value("project") == NEW_PROJECT);
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let project = parts::typed(form, "project").filter(|id| id != NEW_PROJECT).map(ProjectId::new);
        let (capa, cause) = (self.page.row.capa.clone(), parts::typed(form, "cause"));
        Ok(Command::LinkCapa(LinkCapa { capa, project, cause }))
    }
}

/// The box that names who leads a project, and its goal.
pub struct Lead {
    page: ProjectPage,
}

impl Lead {
    /// The box of a project.
    ///
    /// # Errors
    /// There is none of that id.
    pub fn new(cx: &Cx<'_>, id: &ProjectId) -> Result<Self, DeskError> {
        Ok(Self { page: project::page(cx, id)? })
    }
}

impl StageForm for Lead {
    fn place(&self) -> Place {
        Place::PlanProject(self.page.head.project.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-project"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        PROJECT.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.head.project.to_string()
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("project", self.page.head.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = project::page(cx, &self.page.head.project)?;
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("responsible", parts::people(cx, answers_for));
        let head = &self.page.head;
        form.set("responsible", &head.responsible.as_ref().map(ToString::to_string).unwrap_or_default());
        form.set("goal", head.goal.as_deref().unwrap_or_default());
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::PlanProject(PlanProject {
            project: self.page.head.project.clone(),
            responsible: parts::person(form, "responsible"),
            goal: parts::typed(form, "goal"),
        }))
    }
}
