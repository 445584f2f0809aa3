//! The steps of a campaign that take words: its evaluation, the meeting, its end; and giving one up (O5, O7). One box for
//! each, a table of fields each.

use super::{Halt, Line, StageForm, parts};
use crate::desk::DeskError;
use crate::desk::campaigns::CampaignPage;
use crate::domain::Command;
use crate::domain::campaign::Due;
use crate::domain::campaign::close::{CancelCampaign, CloseCampaign};
use crate::domain::campaign::evaluate::{EvaluateCampaign, Figures};
use crate::domain::campaign::review::ReviewCampaign;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::screen::campaign;
use crate::tui::screen::survey::gate_bar;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const EVALUATE: &[FieldSpec] = &[
    FieldSpec::needed("complaint_report", "field-complaint-report", Kind::Area { rows: 2, max: 2_000 }),
    FieldSpec::needed("defect_report", "field-defect-report", Kind::Area { rows: 3, max: 2_000 }),
];

const REVIEW: &[FieldSpec] = &[
    FieldSpec::needed("meeting_minutes", "field-meeting-minutes", Kind::Area { rows: 4, max: 2_000 }),
    FieldSpec::asked("attended", "field-attended", Kind::Text { max: 200 }),
    FieldSpec::asked("reported_to", "field-reported-to", Kind::Text { max: 100 }),
    FieldSpec::asked("targets", "field-targets", Kind::Text { max: 300 }),
];

const CLOSE: &[FieldSpec] =
    &[FieldSpec::needed("improvement", "field-improvement", Kind::Area { rows: 3, max: 2_000 })];

const CANCEL: &[FieldSpec] = &[FieldSpec::needed("reason", "field-reason", Kind::Text { max: 200 })];

/// The box of a step; `Due::Nothing` is giving the campaign up.
pub struct CampaignStep {
    page: Box<CampaignPage>,
    step: Due,
}

impl CampaignStep {
    /// The box of a step.
    pub fn new(page: Box<CampaignPage>, step: Due) -> Self {
        Self { page, step }
    }
}

impl StageForm for CampaignStep {
    fn place(&self) -> Place {
        Place::CampaignStep(self.page.brief.campaign.clone(), self.step)
    }

    fn title(&self) -> &'static str {
        match self.step {
            Due::Evaluate => "entry-title-evaluate",
            Due::Review => "entry-title-review-campaign",
            Due::Close => "entry-title-close-campaign",
            Due::Nothing
            | Due::Sheet
            | Due::SignQuality
            | Due::SignTechnical
            | Due::Start
            | Due::Issue
            | Due::Answers => "entry-title-cancel-campaign",
        }
    }

    fn specs(&self) -> Vec<FieldSpec> {
        let fields = match self.step {
            Due::Evaluate => EVALUATE,
            Due::Review => REVIEW,
            Due::Close => CLOSE,
            Due::Nothing
            | Due::Sheet
            | Due::SignQuality
            | Due::SignTechnical
            | Due::Start
            | Due::Issue
            | Due::Answers => CANCEL,
        };
        fields.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.page.brief.slot.clone().unwrap_or_else(|| self.page.brief.campaign.to_string())
    }

    fn is_box(&self) -> bool {
        true
    }

    fn seen(&self) -> Option<(&'static str, u64)> {
        Some(("campaign", self.page.version))
    }

    fn read(&mut self, cx: &Cx<'_>) -> Result<(), DeskError> {
        self.page = campaign::page(cx, &self.page.brief.campaign)?;
        Ok(())
    }

    fn start(&mut self, _cx: &Cx<'_>, form: &mut Form) {
        if let (Due::Evaluate, Some(done)) = (self.step, &self.page.evaluated) {
            form.set("complaint_report", &done.complaint_report);
            form.set("defect_report", &done.defect_report);
        }
    }

    fn command(&self, _cx: &Cx<'_>, form: &Form) -> Result<Command, Halt> {
        let campaign = self.page.brief.campaign.clone();
        Ok(match self.step {
            Due::Evaluate => Command::EvaluateCampaign(EvaluateCampaign {
                campaign,
                complaint_report: form.value("complaint_report"),
                defect_report: form.value("defect_report"),
                figures: Figures::default(),
            }),
            Due::Review => Command::ReviewCampaign(ReviewCampaign {
                campaign,
                meeting_minutes: form.value("meeting_minutes"),
                attended: parts::typed(form, "attended"),
                reported_to: parts::typed(form, "reported_to"),
                targets: parts::typed(form, "targets"),
            }),
            Due::Close => Command::CloseCampaign(CloseCampaign { campaign, improvement: form.value("improvement") }),
            Due::Nothing
            | Due::Sheet
            | Due::SignQuality
            | Due::SignTechnical
            | Due::Start
            | Due::Issue
            | Due::Answers => Command::CancelCampaign(CancelCampaign { campaign, reason: form.value("reason") }),
        })
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        let brief = &self.page.brief;
        if brief.started.is_some() { vec![gate_bar(cx, brief)] } else { Vec::new() }
    }
}
