//! One corrective action: what fired and where, who answers for it until when, what was done, what comes next.

use super::Screen;
use super::improvement::schemes::Schemes;
use super::improvement::{evidence, line, why};
use crate::desk::rows::{CapaEntry, CapaPage};
use crate::desk::{Answer, DeskError, Query};
use crate::domain::CapaId;
use crate::domain::capa::course::{Did, Step};
use crate::text::{capa, format, scored, term};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::{self, Part};
use crate::tui::widget::layout::{more_marks, put, wrap};
use crate::tui::widget::strip::{self, Progress, Stage};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Blank cells before what was written.
const INDENT: u16 = 3;
/// The widest line that is still read easily.
const LINE_MAX: u16 = 100;
/// Lines that a page up or down moves by.
const PAGE: usize = 12;
/// Lines over the thread.
const HEAD: u16 = 6;
/// The steps, in order.
const STEPS: [Step; 5] = [Step::Issue, Step::Plan, Step::Act, Step::Verify, Step::Tell];

/// One corrective action.
pub struct Capa {
    page: CapaPage,
    schemes: Schemes,
    /// The first line seen.
    top: usize,
}

impl Capa {
    /// Reads a corrective action.
    ///
    /// # Errors
    /// There is none of that number.
    pub fn new(cx: &Cx<'_>, id: &CapaId) -> Result<Self, DeskError> {
        let page = *page(cx, id)?;
        let mut schemes = Schemes::default();
        schemes.learn(cx, [&page.row.trigger].into_iter());
        Ok(Self { page, schemes, top: 0 })
    }

    fn id(&self) -> CapaId {
        self.page.row.capa.clone()
    }

    /// The next step of the way.
    fn next(&self, cx: &Cx<'_>) -> Effect {
        match self.page.row.next {
            Some(step) => Effect::Open(Place::CapaStep(self.id(), step)),
            None => Effect::Say(Role::Text, cx.get("capa-is-closed").into_owned()),
        }
    }

    /// What may be noted besides the next step: more that was done, or that the customer was reached.
    fn add(&self, cx: &Cx<'_>) -> Effect {
        match self.page.row.next {
            Some(Step::Verify) => Effect::Open(Place::CapaStep(self.id(), Step::Act)),
            Some(Step::Tell) => Effect::Open(Place::CapaStep(self.id(), Step::Tell)),
            Some(Step::Plan | Step::Act) if self.page.needs_word => {
                Effect::Open(Place::CapaStep(self.id(), Step::Tell))
            }
            Some(Step::Issue | Step::Plan | Step::Act) => self.next(cx),
            None => Effect::Say(Role::Text, cx.get("capa-is-closed").into_owned()),
        }
    }

    fn stages<'a>(&self, cx: &Cx<'a>) -> Vec<Stage<'a>> {
        let steps = STEPS.iter().filter(|step| self.page.needs_telling || **step != Step::Tell);
        let now = self.page.row.next;
        let progress = |step: Step| match now {
            None => Progress::Done,
            Some(now) if step < now => Progress::Done,
            Some(now) if step == now => Progress::Now,
            Some(_) => Progress::Later,
        };
        steps.map(|step| Stage { label: cx.get(capa::step(*step)), progress: progress(*step) }).collect()
    }

    fn lines(&self, cx: &Cx<'_>, columns: u16) -> Vec<(Role, String)> {
        let mut lines = Vec::new();
        let page = &self.page;
        let mut part = |title: &str, by: &str, text: &str, role: Role| {
            lines.push((Role::Dim, format!("{title}   {by}").trim_end().to_owned()));
            lines.extend(text.lines().flat_map(|line| wrap(line, columns)).map(|line| (role, line)));
            lines.push((Role::Text, String::new()));
        };
        if let Some(said) = page.words.as_ref() {
            let at = format::moment(cx.words(), said.at, cx.now);
            let words = if said.words.is_empty() { cx.get("complaints-erased") } else { said.words.as_str().into() };
            part(&cx.get("complaints-says"), &format!("{}   {at}", cx.name(&said.by)), &words, Role::Title);
        }
        if let Some(resources) = &page.resources {
            part(&cx.get("capa-resources"), "", resources, Role::Text);
        }
        for entry in &page.thread {
            let at = format::moment(cx.words(), entry.said.at, cx.now);
            let text = told(cx, entry);
            part(&cx.get(did(entry.did)), &format!("{}   {at}", cx.name(&entry.said.by)), &text, Role::Text);
        }
        lines
    }
}

impl Screen for Capa {
    fn place(&self) -> Place {
        Place::Capa(self.id())
    }

    fn layers(&self) -> Vec<Layer> {
        let here = if self.page.row.closed.is_some() { Layer::ClosedCapa } else { Layer::Capa };
        vec![here, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let row = &self.page.row;
        let level = cx.get(term::level(row.level));
        let red = match (row.is_red(cx.now), &row.responsible) {
            (true, None) => cx.get("capa-nobody"),
            (true, Some(_)) => cx.get("capa-overdue"),
            (false, _) => "".into(),
        };
        let left = vec![Part::new(Role::Title, level), Part::new(Role::Text, row.capa.as_str())];
        (left, vec![Part::new(Role::Late, red)])
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = page(cx, &self.page.row.capa) {
            self.page = *page;
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let is_open = self.page.row.closed.is_none();
        match action {
            Action::Next => self.next(cx),
            Action::Add => self.add(cx),
            Action::Edit if is_open => Effect::Open(Place::ReassignCapa(self.id())),
            Action::Merge => Effect::Open(Place::LinkCapa(self.id())),
            Action::Cancel if is_open && self.page.needs_telling => Effect::Open(Place::GiveUpCapa(self.id())),
            Action::Cancel if is_open => Effect::Say(Role::Text, cx.get("why-nobody-to-tell").into_owned()),
            Action::Print => Effect::PrintCapa(self.id()),
            Action::Why => why(cx, &self.page.row),
            Action::Open => evidence(cx, &self.page.row),
            Action::CallCustomer => match &self.page.call {
                Some((call, _)) => Effect::Open(Place::Call(call.clone())),
                None => Effect::Say(Role::Text, cx.get("capa-no-call").into_owned()),
            },
            Action::Project => Effect::Open(Place::Project(self.page.row.project.clone())),
            action => match action.step() {
                Some(step) => {
                    self.top = step.from(self.top, self.lines(cx, LINE_MAX).len(), PAGE);
                    Effect::Stay
                }
                None => Effect::Pass,
            },
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.height <= HEAD {
            return None;
        }
        let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        strip::draw(&cx.look, row(0), buffer, &self.stages(cx));
        header::draw(&cx.look, row(1), buffer, &what(cx, &self.page, &self.schemes), &[]);
        header::draw(&cx.look, row(2), buffer, &whom(&self.page), &[]);
        header::draw(&cx.look, row(3), buffer, &who(cx, &self.page), &[]);
        header::draw(&cx.look, row(4), buffer, &project(cx, &self.page, &self.schemes), &[]);
        if let Some((call, due)) = &self.page.call {
            let (at, key) = (format::moment(cx.words(), *due, cx.now), cx.key(Layer::Capa, Action::CallCustomer));
            let said = cx.with("capa-call", &[("call", call.as_str()), ("at", &at), ("key", &key)]);
            header::draw(&cx.look, row(5), buffer, &[Part::new(Role::Soon, said)], &[]);
        }
        // The call to make takes the blank line under the head.
        let body = Rect { y: area.y + HEAD, height: area.height - HEAD, ..area };
        let lines = self.lines(cx, body.width.saturating_sub(2 * INDENT).min(LINE_MAX));
        let top = self.top.min(lines.len().saturating_sub(usize::from(body.height)));
        for ((role, text), y) in lines.iter().skip(top).zip(body.y..body.bottom()) {
            let indent = if *role == Role::Dim { 1 } else { INDENT };
            put(buffer, body.x + indent, y, body.width - indent, text, cx.look.theme.style(*role));
        }
        more_marks(&cx.look, body, buffer, top, lines.len());
        None
    }
}

/// Reads a corrective action.
pub fn page(cx: &Cx<'_>, id: &CapaId) -> Result<Box<CapaPage>, DeskError> {
    match cx.ask(&Query::Capa { id: id.clone() })? {
        Answer::Capa(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

/// What fired, by which rule, and why the answer was low.
fn what<'a>(cx: &Cx<'a>, page: &'a CapaPage, schemes: &'a Schemes) -> Vec<Part<'a>> {
    let (words, trigger) = (cx.words(), &page.row.trigger);
    let scheme = schemes.of(trigger);
    let reason = page.reason.as_deref().zip(scheme).map(|(code, scheme)| scored::reason(words, scheme, code));
    let again = match page.row.reopened {
        0 => String::new(),
        times => cx.with("complaints-reopened", &[("n", &times.to_string())]),
    };
    vec![
        Part::new(Role::Title, capa::fired(words, scheme, trigger)),
        Part::new(Role::Text, reason.unwrap_or_default()),
        Part::new(Role::Dim, capa::rule(words, scheme, trigger)),
        Part::new(Role::Late, again),
    ]
}

fn whom(page: &CapaPage) -> Vec<Part<'_>> {
    let id = |id: Option<&str>| id.unwrap_or_default().to_owned();
    vec![
        Part::new(Role::Text, page.row.name.as_str()),
        Part::new(Role::Text, format::phone(&page.phone)),
        Part::new(Role::Text, format::plate(&page.plate)),
        Part::new(Role::Text, page.model.as_str()),
        Part::new(Role::Text, id(page.row.evidence.order.as_ref().map(|order| order.as_str()))),
        Part::new(Role::Dim, id(page.row.evidence.complaint.as_ref().map(|complaint| complaint.as_str()))),
    ]
}

/// The department in charge, who answers for it, until when.
fn who<'a>(cx: &Cx<'a>, page: &'a CapaPage) -> Vec<Part<'a>> {
    let row = &page.row;
    let responsible = match &row.responsible {
        Some(id) => Part::new(Role::Text, cx.with("capa-responsible", &[("who", cx.name(id))])),
        None => Part::new(Role::Late, format!("{} {}", cx.look.theme.marks.late, cx.get("capa-nobody"))),
    };
    let due = row.due.map(|due| {
        let left = cx.span(&format::left(due, cx.now));
        cx.with("capa-due", &[("at", &format::moment(cx.words(), due, cx.now)), ("left", &left)])
    });
    let role = if row.is_overdue(cx.now) { Role::Late } else { Role::Text };
    let closed = row.closed.map(|(at, how)| {
        let values = [("at", &*format::moment(cx.words(), at, cx.now)), ("how", &*cx.get(line::ended(how)))];
        cx.with("capa-why-closed", &values)
    });
    let word = if page.needs_word && row.closed.is_none() { cx.get("capa-needs-word") } else { "".into() };
    let department = term::department_named(cx.words(), &row.department);
    match closed {
        Some(closed) => vec![Part::new(Role::Text, department), Part::new(Role::Good, closed)],
        None => vec![
            Part::new(Role::Text, department),
            responsible,
            Part::new(role, due.unwrap_or_default()),
            Part::new(Role::Soon, word),
        ],
    }
}

fn project<'a>(cx: &Cx<'a>, page: &'a CapaPage, schemes: &'a Schemes) -> Vec<Part<'a>> {
    let head = &page.project;
    let named = cx.with("capa-of-project", &[("project", &line::project(cx, schemes, head))]);
    let goal = head.goal.as_ref().map(|goal| cx.with("capa-goal", &[("goal", goal)])).unwrap_or_default();
    vec![Part::new(Role::Dim, named), Part::new(Role::Dim, goal)]
}

/// What happened.
fn did(did: Did) -> &'static str {
    match did {
        Did::Issued => "capa-did-issued",
        Did::Reassigned => "capa-did-reassigned",
        Did::Planned => "capa-did-planned",
        Did::Acted => "capa-did-acted",
        Did::Effective => "capa-did-effective",
        Did::NotEffective => "capa-did-not-effective",
        Did::Contacted => "capa-did-contacted",
        Did::Told => "complaints-did-tell",
        Did::NotSatisfied => "capa-did-not-satisfied",
        Did::NotReached => "complaints-did-not-reach",
        Did::Linked => "capa-did-linked",
        Did::Unreached => "complaints-unreached",
        Did::Withdrawn => "capa-did-withdrawn",
        Did::Settled => "capa-did-settled",
        Did::TakenBack => "capa-did-taken-back",
    }
}

/// What was written and said; what was erased is told as that.
fn told(cx: &Cx<'_>, entry: &CapaEntry) -> String {
    if entry.erased {
        return format!("{}\n{}", entry.said.words, cx.get("complaints-erased")).trim_start().to_owned();
    }
    // The first line of these names departments: from the one, to the other.
    let names = matches!(entry.did, Did::Issued | Did::Reassigned);
    let lines = entry.said.words.lines().enumerate().map(|(at, line)| match names && at == 0 {
        true => line.split(" → ").map(|one| term::department_named(cx.words(), one)).collect::<Vec<_>>().join(" → "),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
