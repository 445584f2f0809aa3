//! One campaign: how far it is, what it must reach, its sheet, what was answered; Enter is the next step (O7).

use super::Screen;
use super::form::parts;
use super::survey::{
    audience_word, due_word, gate_bar, gate_role, gate_value, gate_word, period, respondent_word, roles_for,
    state_word, way_word, who_may,
};
use crate::desk::campaigns::CampaignPage;
use crate::desk::{Answer, DeskError, Query, Receipt, adopt};
use crate::domain::campaign::evaluate::Figures;
use crate::domain::campaign::gates::GateName;
use crate::domain::campaign::sign::{Department, SignCampaign};
use crate::domain::campaign::start::StartCampaign;
use crate::domain::campaign::{Due, State};
use crate::domain::complaint::approve::Signed;
use crate::domain::staff::role::Right;
use crate::domain::{CampaignId, Command};
use crate::scoring::Scheme;
use crate::text::{format, say};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::effect::{Ask, Effect, Place};
use crate::tui::input::Key;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::header::{self, Part};
use crate::tui::widget::layout::{more_marks, put, wrap};
use chrono::Datelike;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of a label beside its text.
const LABEL: u16 = 22;
/// The widest line that is still read easily.
const LINE_MAX: u16 = 110;
/// Lines that a page up or down moves by.
const PAGE: usize = 12;
/// Names of key customers that are listed at most.
const NAMES_MAX: usize = 12;

/// One campaign.
pub struct Campaign {
    page: Box<CampaignPage>,
    /// Its scheme, for the words of topics; nothing if it cannot be read.
    scheme: Option<Scheme>,
    /// The first line seen.
    top: usize,
}

/// A line: a label at the left where it begins something, and its text.
struct Told {
    label: String,
    role: Role,
    text: String,
}

impl Campaign {
    /// Reads a campaign.
    ///
    /// # Errors
    /// There is no such campaign.
    pub fn new(cx: &Cx<'_>, id: &CampaignId) -> Result<Self, DeskError> {
        let page = page(cx, id)?;
        let asked = &page.questionnaire;
        let scheme = adopt::scheme(cx.door, cx.session, &format!("{}@{}", asked.scheme, asked.version)).ok();
        Ok(Self { page, scheme, top: 0 })
    }

    fn id(&self) -> CampaignId {
        self.page.brief.campaign.clone()
    }

    fn ask(&self, command: Command) -> Box<Ask> {
        Box::new(Ask { command, seen: Some(("campaign", self.page.version)) })
    }

    /// Asks for a department's word. Whoever may not give it hears who may, before they are asked for it.
    fn sign(&self, cx: &Cx<'_>, department: Department) -> Effect {
        let (key, may, right, other) = match department {
            Department::Quality => {
                ("campaigns-sure-quality", "campaigns-signs-quality", Right::SignQuality, &self.page.signed_technical)
            }
            Department::Technical => (
                "campaigns-sure-technical",
                "campaigns-signs-technical",
                Right::SignTechnical,
                &self.page.signed_quality,
            ),
        };
        let (roles, nobody) = (roles_for(cx, right), || cx.get("campaigns-nobody-here").into_owned());
        let here = who_may(cx, right).unwrap_or_else(nobody);
        let me = cx.people.iter().find(|person| person.id == cx.session.who);
        if me.is_some_and(|me| !parts::may(me, right)) {
            return Effect::Say(Role::Soon, cx.with(may, &[("roles", &roles), ("who", &here)]));
        }
        if other.as_ref().is_some_and(|signed| signed.by == cx.session.who) {
            return Effect::Say(Role::Soon, cx.with("campaigns-signs-other", &[("who", &here)]));
        }
        let command = Command::SignCampaign(SignCampaign { campaign: self.id(), department });
        Effect::Sure(self.ask(command), cx.with(key, &[("who", cx.name(&cx.session.who))]))
    }

    /// The next step.
    fn next(&self, cx: &Cx<'_>) -> Effect {
        match self.page.brief.due {
            Due::Sheet => Effect::Open(Place::ChangeCampaign(self.id())),
            Due::SignQuality => self.sign(cx, Department::Quality),
            Due::SignTechnical => self.sign(cx, Department::Technical),
            Due::Start => {
                let start = StartCampaign { campaign: self.id(), active: Vec::new() };
                let n = self.page.active.to_string();
                Effect::Sure(self.ask(Command::StartCampaign(start)), cx.with("campaigns-sure-start", &[("n", &n)]))
            }
            Due::Issue => Effect::Open(Place::IssueForms(self.id())),
            Due::Answers => Effect::Open(Place::AnswerForm(self.id())),
            step @ (Due::Evaluate | Due::Review | Due::Close) => Effect::Open(Place::CampaignStep(self.id(), step)),
            Due::Nothing => Effect::Say(Role::Text, cx.get("campaigns-next-nothing").into_owned()),
        }
    }

    /// A topic in the reader's language.
    fn topic(&self, cx: &Cx<'_>, topic: &str) -> String {
        let item = self.scheme.iter().flat_map(|scheme| &scheme.items).find(|item| item.id == topic);
        item.map_or_else(|| topic.to_string(), |item| format::label(cx.words(), &item.label).to_string())
    }

    fn lines(&self, cx: &Cx<'_>) -> Vec<Told> {
        let page = &self.page;
        let mut lines = Vec::new();
        let mut tell = |label: &str, role: Role, text: String| {
            let label = if label.is_empty() { String::new() } else { cx.words().get(label).into_owned() };
            lines.push(Told { label, role, text });
        };
        let began = page.brief.started.is_some();
        for gate in page.brief.gates.iter().filter(|_| began) {
            let mark = match gate.met {
                Some(true) => cx.look.theme.marks.done,
                Some(false) => cx.look.theme.marks.late,
                None => " ",
            };
            let name = gate_word(cx.words(), gate.gate);
            tell("", gate_role(gate), format!("{mark} {name}  {}", gate_value(cx, gate)));
            if gate.gate == GateName::Key && !page.key_open.is_empty() {
                let names = page.key_open.iter().take(NAMES_MAX).cloned().collect::<Vec<_>>();
                let more = page.key_open.len().saturating_sub(NAMES_MAX);
                let more = if more > 0 { format!(" +{more}") } else { String::new() };
                tell("", Role::Soon, format!("  {}{more}", names.join(&cx.get("campaigns-comma"))));
            }
        }
        if page.brief.state == State::Running && page.to_issue > 0 {
            tell("", Role::Dim, cx.with("campaigns-to-issue", &[("n", &page.to_issue.to_string())]));
        }
        for row in &page.forms {
            let who = respondent_word(cx.words(), row.respondent);
            let (issued, returned) = (row.issued.to_string(), row.returned.to_string());
            let values = [("who", &*who), ("issued", &*issued), ("returned", &*returned)];
            let lost = match row.undelivered {
                0 => String::new(),
                n => cx.with("campaigns-undelivered", &[("n", &n.to_string())]),
            };
            tell("", Role::Text, format!("{}{lost}", cx.with("campaigns-forms", &values)));
        }
        if page.figures != Figures::default() {
            for (role, text) in figures(cx, page) {
                tell("campaigns-figures", role, text);
            }
        }
        tell("", Role::Text, String::new());
        let sheet = &page.sheet;
        let topics: Vec<String> = sheet.topics.iter().map(|topic| self.topic(cx, topic)).collect();
        let active = cx.with("campaigns-active", &[("n", &page.active.to_string())]);
        let plan = match (sheet.entry, sheet.outside.is_empty()) {
            (Some(entry), _) => cx.with("campaigns-in-plan", &[("n", &entry.to_string())]),
            (None, false) => sheet.outside.clone(),
            (None, true) => String::new(),
        };
        let fields = [
            ("field-focus", sheet.focus.clone()),
            ("field-topics", topics.join(&cx.get("campaigns-comma"))),
            ("field-free-column", sheet.free_column.clone()),
            ("field-last-score", sheet.last_score.clone()),
            ("field-last-dissatisfaction", sheet.last_dissatisfaction.clone()),
            ("field-operating", sheet.operating.clone()),
            (if sheet.entry.is_some() { "field-entry" } else { "field-outside" }, plan),
            ("field-agency", sheet.agency.clone()),
            ("campaigns-population", active),
        ];
        let missing: Vec<String> =
            page.lacks.iter().map(|field| format!("field-{}", field.replace('_', "-"))).collect();
        for (label, text) in fields {
            if missing.iter().any(|missing| missing == label) {
                tell(label, Role::Soon, cx.get("campaigns-lacks").into_owned());
            } else if !text.is_empty() {
                tell(label, Role::Text, text);
            }
        }
        for (label, signed, right) in [
            ("field-signed-quality", &page.signed_quality, Right::SignQuality),
            ("field-signed-technical", &page.signed_technical, Right::SignTechnical),
        ] {
            match signed {
                Some(signed) => tell(label, Role::Good, by(cx, signed)),
                None => tell(label, Role::Dim, cx.with("campaigns-unsigned", &[("roles", &roles_for(cx, right))])),
            }
        }
        if let Some(done) = &page.evaluated {
            tell("", Role::Text, String::new());
            tell("field-complaint-report", Role::Text, done.complaint_report.clone());
            tell("field-defect-report", Role::Text, done.defect_report.clone());
        }
        if let Some(met) = &page.reviewed {
            let at = Signed { by: met.by.clone(), at: met.at };
            tell("field-meeting-minutes", Role::Text, met.meeting_minutes.clone());
            let more = [
                ("field-attended", &met.attended),
                ("field-reported-to", &met.reported_to),
                ("field-targets", &met.targets),
            ];
            for (label, text) in more.into_iter().filter(|(_, text)| !text.is_empty()) {
                tell(label, Role::Text, text.clone());
            }
            tell("", Role::Dim, by(cx, &at));
        }
        if let Some(ended) = &page.ended {
            let label = if ended.cancelled { "field-reason" } else { "field-improvement" };
            tell(label, Role::Text, ended.text.clone());
        }
        lines
    }
}

fn by(cx: &Cx<'_>, signed: &Signed) -> String {
    let at = format::moment(cx.words(), signed.at, cx.now);
    cx.with("campaigns-by", &[("who", cx.name(&signed.by)), ("at", &at)])
}

/// The score with its interval, and what it rests on; below its gates it is called insufficient (AM14).
fn figures(cx: &Cx<'_>, page: &CampaignPage) -> Vec<(Role, String)> {
    let f = &page.figures;
    let none = cx.get("campaigns-no-figure");
    let or_none = |text: &str| if text.is_empty() { none.to_string() } else { text.to_string() };
    let forms = f.forms.to_string();
    let rate = if f.rate.is_empty() { none.to_string() } else { cx.with("campaigns-rate", &[("rate", &f.rate)]) };
    let (score, total) = (or_none(&f.external), or_none(&f.total));
    let values = [("score", &*score), ("total", &*total), ("rate", &*rate), ("n", &*forms)];
    let mut lines = vec![match f.forms {
        0 => (Role::Dim, cx.get("campaigns-no-answers").into_owned()),
        _ => (Role::Title, cx.with("campaigns-score", &values)),
    }];
    if !f.low.is_empty() {
        lines.push((Role::Text, cx.with("campaigns-interval", &[("low", &f.low), ("high", &f.high)])));
    }
    let missed: Vec<_> = page.brief.gates.iter().filter(|gate| gate.met == Some(false)).collect();
    if !missed.is_empty() {
        let names: Vec<_> = missed.iter().map(|gate| gate_word(cx.words(), gate.gate).into_owned()).collect();
        let names = names.join(&cx.get("campaigns-comma"));
        lines.push((Role::Soon, cx.with("campaigns-insufficient-by", &[("gates", &names)])));
    }
    let (all, valid, fired) = (f.complaints.to_string(), f.complaints_valid.to_string(), f.triggers.to_string());
    lines.push((Role::Text, cx.with("campaigns-inputs", &[("all", &all), ("valid", &valid), ("triggers", &fired)])));
    lines
}

/// Reads a campaign.
///
/// # Errors
/// There is no such campaign.
pub(super) fn page(cx: &Cx<'_>, id: &CampaignId) -> Result<Box<CampaignPage>, DeskError> {
    match cx.ask(&Query::Campaign { id: id.clone() })? {
        Answer::Campaign(page) => Ok(page),
        other => Err(other.unexpected()),
    }
}

impl Screen for Campaign {
    fn place(&self) -> Place {
        Place::Campaign(self.id())
    }

    fn layers(&self) -> Vec<Layer> {
        vec![Layer::Campaign, Layer::List]
    }

    fn header<'a>(&'a self, cx: &Cx<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
        let brief = &self.page.brief;
        let left = vec![
            Part::new(Role::Title, cx.get("campaigns-one")),
            Part::new(Role::Text, brief.campaign.as_str()),
            Part::new(Role::Text, brief.slot.as_deref().unwrap_or_default()),
        ];
        (left, Vec::new())
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        if let Ok(page) = page(cx, &self.id()) {
            self.page = page;
        }
    }

    fn on(&mut self, cx: &Cx<'_>, action: Option<Action>, _key: Key) -> Effect {
        let Some(action) = action else { return Effect::Pass };
        let state = self.page.brief.state;
        let not_now = |key: &str| Effect::Say(Role::Dim, cx.words().get(key).into_owned());
        let (draft, running) = (matches!(state, State::Draft | State::Signed), state == State::Running);
        match action {
            Action::Next => self.next(cx),
            Action::Open => Effect::Open(Place::Plan(self.page.sheet.from.year())),
            Action::Edit if draft => Effect::Open(Place::ChangeCampaign(self.id())),
            Action::Edit => not_now("campaigns-started-already"),
            Action::Add if running => Effect::Open(Place::IssueForms(self.id())),
            Action::Add => not_now("campaigns-not-running"),
            Action::Evaluate if running || state == State::Evaluated => {
                Effect::Open(Place::CampaignStep(self.id(), Due::Evaluate))
            }
            Action::Evaluate => not_now("campaigns-not-running"),
            Action::Cancel if draft => Effect::Open(Place::CampaignStep(self.id(), Due::Nothing)),
            Action::Cancel => not_now("campaigns-started-already"),
            action => match action.step() {
                Some(step) => {
                    self.top = step.from(self.top, self.lines(cx).len(), PAGE);
                    Effect::Stay
                }
                None => Effect::Pass,
            },
        }
    }

    fn draw(&self, cx: &Cx<'_>, area: Rect, buffer: &mut Buffer) -> Option<Position> {
        if area.height < 6 {
            return None;
        }
        let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
        header::draw(&cx.look, row(0), buffer, &what(cx, &self.page), &[]);
        header::draw(&cx.look, row(1), buffer, &way(cx, self.page.brief.state), &[]);
        let (role, reached) = gate_bar(cx, &self.page.brief);
        let next = Part::new(Role::Soon, cx.get(due_word(self.page.brief.due)));
        let began = self.page.brief.started.is_some();
        let parts = if began { vec![next, Part::new(role, reached)] } else { vec![next] };
        header::draw(&cx.look, row(2), buffer, &parts, &[]);
        let body = Rect { y: area.y + 4, height: area.height - 4, ..area };
        self.draw_lines(cx, body, buffer);
        None
    }

    fn done(&mut self, cx: &Cx<'_>, _receipt: &Receipt) -> Effect {
        self.refresh(cx);
        Effect::Say(Role::Good, cx.get(due_word(self.page.brief.due)).into_owned())
    }
}

impl Campaign {
    fn draw_lines(&self, cx: &Cx<'_>, body: Rect, buffer: &mut Buffer) {
        let room = body.width.saturating_sub(LABEL + 3).min(LINE_MAX);
        let mut rows: Vec<(String, Role, String)> = Vec::new();
        let mut last = String::new();
        for told in self.lines(cx) {
            let wide = told.label.is_empty();
            let columns = if wide { body.width.saturating_sub(3).min(LINE_MAX) } else { room };
            // What is set in goes on below its beginning.
            let said = told.text.trim_start();
            let indent = told.text.len() - said.len();
            for (n, part) in wrap(said, columns.saturating_sub(indent as u16)).into_iter().enumerate() {
                let part = format!("{:indent$}{part}", "");
                let label = if n == 0 && told.label != last { told.label.clone() } else { String::new() };
                let text = if wide { format!("\u{0}{part}") } else { part };
                rows.push((label, told.role, text));
            }
            last = told.label;
        }
        let top = self.top.min(rows.len().saturating_sub(usize::from(body.height)));
        for ((label, role, text), y) in rows.iter().skip(top).zip(body.y..body.bottom()) {
            put(buffer, body.x + 1, y, LABEL, label, cx.look.theme.style(Role::Dim));
            let (x, text) = match text.strip_prefix('\u{0}') {
                Some(text) => (body.x + 1, text),
                None => (body.x + 1 + LABEL, text.as_str()),
            };
            put(buffer, x, y, body.right().saturating_sub(x + 1), text, cx.look.theme.style(*role));
        }
        more_marks(&cx.look, body, buffer, top, rows.len());
    }
}

/// Whom it asks, when, how, by what, and who answers for it.
fn what<'a>(cx: &Cx<'a>, page: &'a CampaignPage) -> Vec<Part<'a>> {
    let brief = &page.brief;
    vec![
        Part::new(Role::Text, audience_word(cx.words(), brief.audience)),
        Part::new(Role::Text, period(brief.from, brief.to)),
        Part::new(Role::Text, way_word(cx.words(), brief.way)),
        Part::new(Role::Text, brief.scheme.as_str()),
        Part::new(Role::Dim, cx.with("campaigns-owner", &[("who", cx.name(&brief.responsible))])),
    ]
}

/// The way of a campaign, with where it stands.
fn way<'a>(cx: &Cx<'a>, state: State) -> Vec<Part<'a>> {
    if state == State::Cancelled {
        return vec![Part::new(Role::Dim, state_word(cx.words(), state))];
    }
    let step = |at: State| {
        let word = state_word(cx.words(), at);
        match at.cmp(&state) {
            std::cmp::Ordering::Less => Part::new(Role::Good, format!("{} {word}", cx.look.theme.marks.done)),
            std::cmp::Ordering::Equal => Part::new(Role::Title, format!("{} {word}", cx.look.theme.marks.now)),
            std::cmp::Ordering::Greater => Part::new(Role::Dim, word),
        }
    };
    State::WAY.map(step).into()
}

/// What a sheet lacks, all of it, as the desk would name it.
pub(super) fn lacks(cx: &Cx<'_>, page: &CampaignPage) -> String {
    let names: Vec<String> = page.lacks.iter().map(|field| say::field(cx.words(), field)).collect();
    names.join(&cx.get("campaigns-comma"))
}
