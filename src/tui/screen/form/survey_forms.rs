//! Forms of a campaign: issuing them, and typing in what came back, one digit for each question (S7; M2, M3, M8, M14).

use super::{After, Halt, Line, StageForm, parts};
use crate::desk::campaigns::CampaignPage;
use crate::desk::{DeskError, Receipt, adopt};
use crate::domain::campaign::Respondent;
use crate::domain::campaign::answer::AnswerForm;
use crate::domain::campaign::issue::IssueForms;
use crate::domain::{CampaignId, Command};
use crate::scoring::Scheme;
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::campaign;
use crate::tui::screen::survey::{gate_bar, respondent_word};
use crate::tui::theme::Role;
use crate::tui::widget::form::{Choice, FieldSpec, Form, Kind, Label, MarkRow, Pick, marked};

const RESPONDENTS: &[Pick] = &[
    ('c', "customer", "campaigns-by-customer"),
    ('d', "dealer", "campaigns-by-dealer"),
    ('s', "staff", "campaigns-by-staff"),
    ('o', "competitor", "campaigns-by-competitor"),
    ('i', "internal", "campaigns-by-internal"),
];

const ISSUE: &[FieldSpec] = &[
    FieldSpec::needed("respondent", "field-respondent", Kind::Choice(RESPONDENTS)),
    FieldSpec::needed("all", "field-all", Kind::Toggle),
    FieldSpec::asked("count", "field-count", Kind::Digits { max: 4, leap: false }),
];

/// Five grades, as most schemes have them.
const FIVE: &[Pick] = &[
    ('5', "5", "grade-five-5"),
    ('4', "4", "grade-five-4"),
    ('3', "3", "grade-five-3"),
    ('2', "2", "grade-five-2"),
    ('1', "1", "grade-five-1"),
    ('0', "none", "grade-none"),
];

/// Seven grades (S16).
const SEVEN: &[Pick] = &[
    ('7', "7", "grade-7"),
    ('6', "6", "grade-6"),
    ('5', "5", "grade-5"),
    ('4', "4", "grade-4"),
    ('3', "3", "grade-3"),
    ('2', "2", "grade-2"),
    ('1', "1", "grade-1"),
    ('0', "none", "grade-none"),
];

/// Points from none to ten (S17).
const POINTS: &[Pick] = &[
    ('x', "10", "grade-10"),
    ('9', "9", "grade-9"),
    ('8', "8", "grade-8"),
    ('7', "7", "grade-7"),
    ('6', "6", "grade-6"),
    ('5', "5", "grade-5"),
    ('4', "4", "grade-4"),
    ('3', "3", "grade-3"),
    ('2', "2", "grade-2"),
    ('1', "1", "grade-1"),
    ('0', "0", "grade-0"),
    ('n', "none", "grade-none"),
];

const OPINIONS: &[Pick] = &[
    ('p', "praise", "term-opinion-praise"),
    ('s', "suggestion", "term-opinion-suggestion"),
    ('c', "complaint", "term-opinion-complaint"),
];

/// The box that issues forms.
pub struct Issue {
    page: Box<CampaignPage>,
}

impl Issue {
    /// The box for a campaign.
    pub fn new(page: Box<CampaignPage>) -> Self {
        Self { page }
    }

    /// Active customers without a form.
    fn without(&self) -> u64 {
        let issued =
            self.page.forms.iter().find(|row| row.respondent == Respondent::Customer).map_or(0, |row| row.issued);
        (self.page.active as u64).saturating_sub(issued)
    }
}

impl StageForm for Issue {
    fn place(&self) -> Place {
        Place::IssueForms(self.page.brief.campaign.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-issue"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        ISSUE.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.brief.slot.clone().unwrap_or_else(|| self.page.brief.campaign.to_string())
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        None
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = campaign::page(cx, &self.page.brief.campaign)?;
        Ok(())
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let named: Option<Respondent> = parts::coded(form, "respondent");
        let customers = named == Some(Respondent::Customer) && self.without() > 0;
        form.show("all", customers);
        form.set_note("all", cx.with("entry-all-active", &[("n", &self.without().to_string())]));
        form.set_note("count", cx.get("entry-nameless"));
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        Ok(Command::IssueForms(IssueForms {
            campaign: self.page.brief.campaign.clone(),
            respondent: parts::coded(form, "respondent").unwrap_or_default(),
            customers: Vec::new(),
            all: parts::answered(form, "all").unwrap_or_default(),
            count: parts::number(form, "count"),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let need = cx.with("campaigns-to-issue", &[("n", &self.page.to_issue.to_string())]);
        vec![gate_bar(cx, &self.page.brief), (Role::Dim, need)]
    }
}

/// The page on which forms are typed in, one after the other.
pub struct Answers {
    page: Box<CampaignPage>,
    scheme: Scheme,
}

impl Answers {
    /// The page for a campaign.
    ///
    /// # Errors
    /// There is no such campaign, or its scheme cannot be read.
    pub fn new(cx: &Cx<'_>, id: &CampaignId) -> Result<Self, DeskError> {
        let page = campaign::page(cx, id)?;
        let asked = &page.questionnaire;
        let scheme = adopt::scheme(cx.door, cx.session, &format!("{}@{}", asked.scheme, asked.version))?;
        Ok(Self { page, scheme })
    }

    fn picks(&self) -> &'static [Pick] {
        match self.page.questionnaire.grades.iter().max() {
            Some(0..=5) => FIVE,
            Some(6..=7) => SEVEN,
            _ => POINTS,
        }
    }

    fn rows(&self, cx: &Cx<'_>) -> Vec<MarkRow> {
        let row = |item: &crate::scoring::scheme::Item| MarkRow::Item {
            id: item.id.clone(),
            label: format::label(cx.words(), &item.label).to_string(),
        };
        self.scheme.items.iter().map(row).collect()
    }

    /// Forms that are out, to choose the one that came back: named ones by name, of the others the first of each kind.
    fn choices(&self, cx: &Cx<'_>) -> Vec<Choice> {
        let mut kinds: Vec<Respondent> = Vec::new();
        let mut options = Vec::new();
        for form in &self.page.out {
            let who = respondent_word(cx.words(), form.respondent);
            if form.name.is_empty() {
                if kinds.contains(&form.respondent) {
                    continue;
                }
                kinds.push(form.respondent);
            }
            options.push((
                form.number.to_string(),
                format!("{} {} {}", form.number, who, form.name).trim_end().to_string(),
            ));
        }
        options.into_iter().zip(1..).map(|((value, text), n)| choice(n, value, text)).collect()
    }
}

fn choice(n: u32, value: String, text: String) -> Choice {
    let key = char::from_digit(n, 10).filter(|_| n < 10);
    Choice { key, value: value.into(), label: Label::Text(text) }
}

impl StageForm for Answers {
    fn place(&self) -> Place {
        Place::AnswerForm(self.page.brief.campaign.clone())
    }

    fn title(&self) -> &'static str {
        "entry-title-survey-form"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        vec![
            FieldSpec::needed("form", "field-form", Kind::Given),
            FieldSpec::optional("undelivered", "field-undelivered", Kind::Toggle),
            FieldSpec::needed("answers", "field-answers", Kind::Marks(self.picks())),
            FieldSpec::needed("partial", "field-partial", Kind::Toggle),
            FieldSpec::asked("words", "field-free-words", Kind::Text { max: 500 }),
            FieldSpec::asked("opinion", "field-words-kind", Kind::Choice(OPINIONS)),
        ]
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.brief.slot.clone().unwrap_or_else(|| self.page.brief.campaign.to_string())
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = campaign::page(cx, &self.page.brief.campaign)?;
        Ok(())
    }

    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        let choices = self.choices(cx);
        if let Some(first) = choices.first() {
            form.set("form", &first.value);
        }
        form.set_options("form", choices);
        form.set_rows("answers", self.rows(cx));
        // A sheet without a free column has none to type in.
        let heading = &self.page.sheet.free_column;
        form.show("words", !heading.is_empty());
        form.set_name("words", heading.as_str());
        form.focus_on("answers");
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        form.set_options("form", self.choices(cx));
        form.set_rows("answers", self.rows(cx));
        let nobody = parts::answered(form, "undelivered") == Some(true);
        form.show("answers", !nobody);
        let answers = marked(&form.value("answers"));
        let answered = answers.iter().filter(|(_, grade, _)| grade != "none").count();
        let least = usize::from(self.page.questionnaire.answered_min);
        let short = !nobody && answers.len() == self.scheme.items.len() && answered < least;
        form.show("partial", short);
        let (n, least) = (answered.to_string(), least.to_string());
        form.set_note_as("partial", Role::Soon, cx.with("entry-partial", &[("n", &n), ("least", &least)]));
        let words = parts::typed(form, "words").is_some();
        form.show("opinion", words);
    }

    fn command(&self, cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let number = parts::number::<u16>(form, "form");
        let number = number.ok_or_else(|| Halt::At("form", cx.get("form-needed").into_owned()))?;
        let grade = |(item, grade, _): (String, String, String)| (item, grade.parse().ok());
        Ok(Command::AnswerForm(AnswerForm {
            campaign: self.page.brief.campaign.clone(),
            form: Some(number),
            respondent: Respondent::default(),
            customer: None,
            answers: marked(&form.value("answers")).into_iter().map(grade).collect(),
            partial: parts::answered(form, "partial").unwrap_or_default(),
            words: parts::typed(form, "words"),
            opinion: parts::coded(form, "opinion"),
            undelivered: parts::answered(form, "undelivered").unwrap_or_default(),
        }))
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let sheet = &self.page.sheet;
        let before = [("score", sheet.last_score.as_str()), ("with", sheet.last_dissatisfaction.as_str())];
        vec![
            gate_bar(cx, &self.page.brief),
            // What the answers have to be read with stands beside them (M6).
            (Role::Dim, cx.with("entry-sheet-before", &before)),
            (Role::Dim, cx.with("entry-sheet-now", &[("operating", &sheet.operating)])),
        ]
    }

    fn saved(&self, cx: &Cx<'_>, receipt: &Receipt) -> String {
        cx.with("entry-form-saved", &[("form", &receipt.id)])
    }

    /// The next form, as long as there is one; the same again is never typed twice by the same name.
    fn after(&mut self, _form: &Form, _receipt: &Receipt) -> After {
        if self.page.out.len() > 1 { After::Again } else { After::Told }
    }
}
