//! The sheet of a campaign: of a new special one, or of one that has not started (S7; M4, M6, M16).

use super::{Halt, Line, StageForm, parts};
use crate::desk::campaigns::CampaignPage;
use crate::desk::rows::SchemeRow;
use crate::desk::{Answer, DeskError, Query, Receipt, adopt};
use crate::domain::campaign::TOPICS_MIN;
use crate::domain::campaign::open::OpenCampaign;
use crate::domain::campaign::sheet::{ChangeCampaign, SheetFields, named_before, score_before};
use crate::domain::plan::Plan;
use crate::domain::staff::role::Right;
use crate::domain::{CampaignId, Command, event};
use crate::scoring::Scheme;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::survey::{audience_word, period};
use crate::tui::screen::{campaign, plan};
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Pick};
use chrono::Datelike;

/// Whom.
pub(super) const AUDIENCES: &[Pick] = &[
    ('k', "key", "campaigns-audience-key"),
    ('g', "general", "campaigns-audience-general"),
    ('a', "all", "campaigns-audience-all"),
];

/// How.
pub(super) const WAYS: &[Pick] = &[
    ('f', "form", "campaigns-way-form"),
    ('p', "phone", "campaigns-way-phone"),
    ('v', "visit", "campaigns-way-visit"),
    ('h', "handover", "campaigns-way-handover"),
    ('m', "message", "campaigns-way-message"),
];

/// Characters of a day, `2026-12-03` at the longest.
pub(super) const DAY_CHARS: usize = 10;

const NEW: &[FieldSpec] = &[
    FieldSpec::needed("audience", "field-audience", Kind::Choice(AUDIENCES)),
    FieldSpec::optional("scheme", "field-scheme", Kind::Given),
];

const SHEET: &[FieldSpec] = &[
    FieldSpec::optional("from", "field-from", Kind::Code { max: DAY_CHARS, leap: false }),
    FieldSpec::optional("to", "field-to", Kind::Code { max: DAY_CHARS, leap: false }),
    FieldSpec::optional("way", "field-way", Kind::Choice(WAYS)),
    FieldSpec::optional("responsible", "field-responsible", Kind::Given),
    FieldSpec::optional("agency", "field-agency", Kind::Text { max: 80 }),
    FieldSpec::asked("focus", "field-focus", Kind::Text { max: 200 }),
    FieldSpec::optional("topics", "field-topics", Kind::Area { rows: 3, max: 1_000 }),
    FieldSpec::optional("free_column", "field-free-column", Kind::Text { max: 80 }),
    FieldSpec::asked("last_score", "field-last-score", Kind::Text { max: 80 }),
    FieldSpec::asked("last_dissatisfaction", "field-last-dissatisfaction", Kind::Text { max: 300 }),
    FieldSpec::asked("operating", "field-operating", Kind::Text { max: 300 }),
    FieldSpec::optional("entry", "field-entry", Kind::Given),
    FieldSpec::asked("outside", "field-outside", Kind::Text { max: 200 }),
];

/// What a campaign needs before it can start, though its sheet may be kept without (M4, M6, M16).
const STARRED: [&str; 6] = ["focus", "topics", "last_score", "last_dissatisfaction", "operating", "outside"];

/// The form of a sheet.
pub struct Campaign {
    /// The campaign; none for a new one.
    page: Option<Box<CampaignPage>>,
    schemes: Vec<SchemeRow>,
    scheme: Option<Scheme>,
    plan: Option<Plan>,
}

impl Campaign {
    /// The form of a new special campaign.
    ///
    /// # Errors
    /// The shop cannot be asked.
    pub fn new(cx: &Cx<'_>) -> Result<Self, DeskError> {
        let schemes = match cx.ask(&Query::Schemes)? {
            Answer::Schemes(rows) => rows.into_iter().filter(|row| row.approved).collect(),
            other => return Err(other.unexpected()),
        };
        let plan = plan::page(cx, cx.now.day().year())?.plan;
        Ok(Self { page: None, schemes, scheme: None, plan })
    }

    /// The form of a campaign that has not started.
    ///
    /// # Errors
    /// There is no such campaign.
    pub fn of(cx: &Cx<'_>, id: &CampaignId) -> Result<Self, DeskError> {
        let page = campaign::page(cx, id)?;
        let asked = &page.questionnaire;
        let scheme = adopt::scheme(cx.door, cx.session, &format!("{}@{}", asked.scheme, asked.version)).ok();
        let plan = plan::page(cx, page.sheet.from.year())?.plan;
        Ok(Self { page: Some(page), schemes: Vec::new(), scheme, plan })
    }

    /// Topics as they were typed, those of the scheme by their ids again.
    fn topics(&self, form: &Form) -> Vec<String> {
        let items = || self.scheme.iter().flat_map(|scheme| &scheme.items);
        let named = |line: &str| items().find(|item| item.label.zh == line || item.label.en == line);
        let id = |line: &str| named(line).map_or_else(|| line.to_string(), |item| item.id.clone());
        let typed = form.value("topics");
        let lines = typed.split(['\n', ';', '；']).map(str::trim).filter(|line| !line.is_empty());
        lines.map(id).collect()
    }

    fn fields(&self, form: &Form) -> SheetFields {
        let text = |field: &str| form.has(field).then(|| form.value(field));
        let topics = self.page.is_some().then(|| self.topics(form));
        SheetFields {
            from: parts::typed(form, "from"),
            to: parts::typed(form, "to"),
            way: parts::coded(form, "way"),
            responsible: parts::person(form, "responsible"),
            agency: text("agency"),
            focus: text("focus"),
            topics,
            free_column: text("free_column"),
            last_score: text("last_score"),
            last_dissatisfaction: text("last_dissatisfaction"),
            operating: text("operating"),
            entry: Some(parts::number(form, "entry").unwrap_or(0)),
            outside: text("outside"),
        }
    }
}

impl StageForm for Campaign {
    fn place(&self) -> Place {
        match &self.page {
            Some(page) => Place::ChangeCampaign(page.brief.campaign.clone()),
            None => Place::NewCampaign,
        }
    }

    fn title(&self) -> &'static str {
        "entry-title-campaign"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let new = if self.page.is_none() { NEW } else { &[] };
        new.iter().chain(SHEET.iter().filter(|spec| spec.id != "topics" || self.page.is_some())).copied().collect()
    }

    fn about(&self, cx: &Cx<'_>) -> String {
        let Some(page) = &self.page else { return String::new() };
        let whom = audience_word(cx.words(), page.brief.audience);
        format!("{}  {whom}", page.brief.slot.as_deref().unwrap_or(page.brief.campaign.as_str()))
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        self.page.as_ref().map(|page| ("campaign", page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        if let Some(page) = &self.page {
            self.page = Some(campaign::page(cx, &page.brief.campaign)?);
        }
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("responsible", parts::people(cx, |person| parts::may(person, Right::PlanSurvey)));
        let schemes = self.schemes.iter().map(|row| (row.id.clone(), cx.words().lang().pick(&row.en, &row.zh).clone()));
        form.set_options("scheme", Choice::numbered(schemes));
        let entries = self.plan.iter().flat_map(|plan| &plan.entries).map(|entry| {
            let whom = audience_word(cx.words(), entry.audience);
            (entry.number.to_string(), format!("{} {whom}", period(entry.from, entry.to)))
        });
        form.set_options("entry", Choice::numbered(entries));
        form.show("entry", self.plan.as_ref().is_some_and(|plan| !plan.entries.is_empty()));
        let Some(page) = &self.page else { return };
        let sheet = &page.sheet;
        let topic = |topic: &String| {
            let item = self.scheme.iter().flat_map(|scheme| &scheme.items).find(|item| item.id == *topic);
            item.map_or_else(|| topic.clone(), |item| format::label(cx.words(), &item.label).to_string())
        };
        // What the time before came to is known; it stands there until somebody writes otherwise (M6).
        let last = page.previous.as_ref().and_then(|before| before.figures.as_ref());
        let last = last.map(|figures| figures.external.clone());
        let last_score = if sheet.last_score.is_empty() { last.unwrap_or_default() } else { sheet.last_score.clone() };
        let values = [
            ("from", sheet.from.to_string()),
            ("to", sheet.to.to_string()),
            ("way", event::code(&sheet.way)),
            ("responsible", sheet.responsible.to_string()),
            ("agency", sheet.agency.clone()),
            ("focus", sheet.focus.clone()),
            ("topics", sheet.topics.iter().map(topic).collect::<Vec<_>>().join("\n")),
            ("free_column", sheet.free_column.clone()),
            ("last_score", last_score),
            ("last_dissatisfaction", sheet.last_dissatisfaction.clone()),
            ("operating", sheet.operating.clone()),
            ("entry", sheet.entry.map(|entry| entry.to_string()).unwrap_or_default()),
            ("outside", sheet.outside.clone()),
        ];
        for (field, value) in &values {
            form.set(field, value);
        }
        form.focus_on(page.lacks.first().map_or("focus", String::as_str));
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let n = self.topics(form).len();
        if self.page.is_some() {
            let (n_text, least) = (n.to_string(), TOPICS_MIN.to_string());
            let role = if n < TOPICS_MIN { Role::Soon } else { Role::Dim };
            form.set_note_as("topics", role, cx.with("entry-topics", &[("n", &n_text), ("least", &least)]));
        }
        let in_plan = parts::typed(form, "entry").is_some();
        form.show("outside", !in_plan);
        form.set_note("outside", cx.get("entry-outside"));
        for field in STARRED {
            form.star(field);
        }
        parts::note_wrong(cx, form, "last_score", score_before);
        parts::note_wrong(cx, form, "last_dissatisfaction", named_before);
        let before = self.page.as_ref().and_then(|page| page.previous.as_ref()?.figures.as_ref());
        if let Some(figures) = before.filter(|figures| figures.external == form.value("last_score")) {
            form.set_note("last_score", cx.with("entry-last-score", &[("n", &figures.forms.to_string())]));
        }
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let sheet = self.fields(form);
        Ok(match &self.page {
            Some(page) => Command::ChangeCampaign(ChangeCampaign { campaign: page.brief.campaign.clone(), sheet }),
            None => Command::OpenCampaign(OpenCampaign {
                slot: None,
                audience: parts::coded(form, "audience"),
                scheme: parts::typed(form, "scheme"),
                sheet,
            }),
        })
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        match &self.page {
            None => vec![(Role::Dim, cx.get("entry-sheet-starred").into_owned())],
            Some(page) if page.lacks.is_empty() => Vec::new(),
            Some(page) => vec![(Role::Soon, cx.with("entry-sheet-lacks", &[("fields", &campaign::lacks(cx, page))]))],
        }
    }

    fn after(&mut self, _form: &Form, receipt: &Receipt) -> super::After {
        match self.page {
            Some(_) => super::After::Back,
            None => super::After::Turn(Place::Campaign(CampaignId::new(&receipt.id))),
        }
    }
}
