//! Surveys of the demo shop: the year's plan with the director's word, visits and events held against it, a campaign that is
//! over and one that runs. All of it is fixed: no chance is asked, so the rest of the year stays what it is.

use super::calendar::{MINUTE, OPEN};
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::campaign::answer::AnswerForm;
use crate::domain::campaign::calendar::{Slot, slots};
use crate::domain::campaign::close::CloseCampaign;
use crate::domain::campaign::evaluate::{EvaluateCampaign, Figures};
use crate::domain::campaign::issue::IssueForms;
use crate::domain::campaign::open::OpenCampaign;
use crate::domain::campaign::review::ReviewCampaign;
use crate::domain::campaign::sheet::SheetFields;
use crate::domain::campaign::sign::{Department, SignCampaign};
use crate::domain::campaign::start::StartCampaign;
use crate::domain::campaign::{Audience, Respondent, Way};
use crate::domain::plan::OutreachKind;
use crate::domain::plan::approve::ApproveYear;
use crate::domain::plan::entry::PlanSurvey;
use crate::domain::plan::outreach::NoteOutreach;
use crate::domain::plan::write::WritePlan;
use crate::domain::{CampaignId, Command, StaffId};
use chrono::Datelike;

/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// Which campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// The one that is over.
    Over,
    /// The one that runs.
    Running,
}

/// Something that is done about surveys.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Write,
    Approve,
    Outreach(OutreachKind, u32, &'static str),
    Open(Which),
    Sign(Which, Department),
    Start(Which),
    /// Forms for customers, so many without a name; every active key customer gets one by name besides.
    Issue(Which, u16),
    /// Forms of other shops' customers.
    Compare(Which, u16),
    /// The forms from one number to another come back.
    Answers(Which, u16, u16),
    Evaluate,
    Review,
    Close,
}

use Deed::{Answers, Approve, Close, Compare, Evaluate, Issue, Open, Outreach, Review, Sign, Start, Write};

/// What is done, and how many days before the end of the year.
const DEEDS: [(i64, Deed); 25] = [
    (360, Write),
    (358, Approve),
    (150, Open(Which::Over)),
    (149, Sign(Which::Over, Department::Quality)),
    (148, Sign(Which::Over, Department::Technical)),
    (147, Start(Which::Over)),
    (146, Issue(Which::Over, 130)),
    (146, Compare(Which::Over, 12)),
    (142, Outreach(OutreachKind::Visit, 6, "走访重点客户车队")),
    (135, Answers(Which::Over, 1, 40)),
    (128, Answers(Which::Over, 41, 84)),
    (120, Answers(Which::Over, 85, 112)),
    (119, Answers(Which::Over, 131, 141)),
    (110, Evaluate),
    (105, Review),
    (100, Close),
    (75, Outreach(OutreachKind::Event, 1, "车主课堂：雨季用车")),
    (60, Outreach(OutreachKind::Visit, 8, "走访重点客户，听取交车时间的意见")),
    (20, Open(Which::Running)),
    (19, Sign(Which::Running, Department::Quality)),
    (18, Sign(Which::Running, Department::Technical)),
    (17, Start(Which::Running)),
    (16, Issue(Which::Running, 60)),
    (9, Answers(Which::Running, 1, 21)),
    (3, Answers(Which::Running, 22, 38)),
];

impl Shop<'_> {
    /// Plans what is done about surveys.
    pub fn plan_surveys(&mut self) {
        for (place, (days, _)) in DEEDS.iter().enumerate() {
            let ms = self.calendar.next(self.calendar.now - days * DAY * MINUTE, OPEN);
            self.at(ms, Happening::Survey(place));
        }
    }

    /// Does one of these things.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn survey(&mut self, ms: i64, place: usize) -> Result<(), DeskError> {
        let Some((_, deed)) = DEEDS.get(place) else { return Ok(()) };
        let at = self.calendar.stamp(ms);
        if matches!(deed, Start(_) | Evaluate) {
            // These count what was written down: all of it has to be.
            self.pipe.pause(at)?;
        }
        for (by, command) in self.commands(ms, *deed) {
            let made = matches!(deed, Open(_)).then(|| self.campaigns.last().map(CampaignId::to_string)).flatten();
            self.pipe.send_expecting(&by, at, command, made)?;
        }
        Ok(())
    }

    fn commands(&mut self, ms: i64, deed: Deed) -> Vec<(StaffId, Command)> {
        let (quality, caller) = (self.crew.quality.clone(), self.crew.callers[0].clone());
        match deed {
            Write => self.planned().into_iter().map(|command| (quality.clone(), command)).collect(),
            Approve => {
                let (year, approved, remark) = (self.plan_year(), true, None);
                vec![(self.crew.director.clone(), Command::ApproveYear(ApproveYear { year, approved, remark }))]
            }
            // What was done in another year is none of this plan's business.
            Outreach(..) if self.calendar.stamp(ms).day().year() != self.plan_year() => Vec::new(),
            Outreach(kind, count, text) => {
                let (year, on, count, text) = (self.plan_year(), None, Some(count), text.into());
                vec![(caller, Command::NoteOutreach(NoteOutreach { year, kind, on, count, text }))]
            }
            Open(which) => {
                let id = self.numbers.dated("M", self.calendar.stamp(ms));
                self.campaigns.push(CampaignId::new(id));
                vec![(quality, Command::OpenCampaign(self.opened(which)))]
            }
            Sign(which, department) => {
                let by = match department {
                    Department::Quality => quality,
                    Department::Technical => self.crew.technicians[0].clone(),
                };
                let campaign = self.campaign(which);
                vec![(by, Command::SignCampaign(SignCampaign { campaign, department }))]
            }
            Start(which) => {
                let campaign = self.campaign(which);
                vec![(quality, Command::StartCampaign(StartCampaign { campaign, active: Vec::new() }))]
            }
            Issue(which, count) => vec![(caller, self.issued(which, Respondent::Customer, count))],
            Compare(which, count) => vec![(caller, self.issued(which, Respondent::Competitor, count))],
            Answers(which, from, to) => {
                (from..=to).map(|number| (caller.clone(), self.form_back(which, number))).collect()
            }
            Evaluate => vec![(
                quality,
                Command::EvaluateCampaign(EvaluateCampaign {
                    campaign: self.campaign(Which::Over),
                    complaint_report: "期间客诉均已答复，超时的已说明原因".into(),
                    defect_report: "等待时间和交车讲解得分偏低：午间人手不足，交车单据多".into(),
                    figures: Figures::default(),
                }),
            )],
            Review => vec![(
                quality,
                Command::ReviewCampaign(ReviewCampaign {
                    campaign: self.campaign(Which::Over),
                    meeting_minutes: "午间安排两人接待；交车时对着车讲解；下次调查复核".into(),
                    attended: Some("业务部、车间、质量部".into()),
                    reported_to: Some("总经理".into()),
                    targets: Some("业务部 85 分，车间 88 分".into()),
                }),
            )],
            Close => {
                let (campaign, improvement) = (self.campaign(Which::Over), "午间接待和交车讲解已写入作业指导书".into());
                vec![(quality, Command::CloseCampaign(CloseCampaign { campaign, improvement }))]
            }
        }
    }

    /// The year whose plan is written: that in which the demo year ends.
    fn plan_year(&self) -> i32 {
        self.calendar.stamp(self.calendar.now).day().year()
    }

    /// The place in the calendar that a campaign fills.
    fn slot(&self, which: Which) -> Option<Slot> {
        let (audience, days) = match which {
            Which::Over => (Audience::General, 110),
            Which::Running => (Audience::Key, 0),
        };
        let day = self.calendar.stamp(self.calendar.now - days * DAY * MINUTE).day();
        slots(day.year()).into_iter().find(|slot| slot.audience == audience && (slot.from..=slot.to).contains(&day))
    }

    /// The plan, with both surveys of it that fall into its year.
    fn planned(&self) -> Vec<Command> {
        let year = self.plan_year();
        let write = WritePlan {
            year,
            forms_by: Some("交车时发放，次日收回".into()),
            forms: Some(400),
            calls_whom: Some("交车后三天，全部客户".into()),
            calls: Some(9_000),
            visits_whom: Some("重点客户".into()),
            visits: Some(24),
            events_what: Some("车主课堂，每半年一次".into()),
            events: Some(2),
            last_result: Some("上年度满意度 84.60，满意率 91%".into()),
            summary: Some("上年度以电话回访为主，书面调查回收不足；今年交车时发放，按季走访重点客户".into()),
        };
        let survey = |slot: Slot, population: u32| {
            let (from, to) = (slot.from.to_string(), slot.to.to_string());
            let (number, audience, way, responsible) = (None, slot.audience, Way::Form, None);
            Command::PlanSurvey(PlanSurvey { year, number, from, to, audience, population, way, responsible })
        };
        let surveys = [(Which::Over, 130), (Which::Running, 60)].into_iter();
        let surveys = surveys.filter_map(|(which, population)| Some((self.slot(which)?, population)));
        let surveys = surveys.filter(|(slot, _)| slot.from.year() == year).map(|(slot, n)| survey(slot, n));
        std::iter::once(Command::WritePlan(write)).chain(surveys).collect()
    }

    fn opened(&self, which: Which) -> OpenCampaign {
        let slot = self.slot(which);
        let (year, of) = (self.plan_year(), |which| self.slot(which).map(|slot: Slot| slot.from.year()));
        // Entries of the plan are numbered in the order in which they were planned.
        let entry = match which {
            _ if of(which) != Some(year) => None,
            Which::Running if of(Which::Over) == Some(year) => Some(2),
            Which::Over | Which::Running => Some(1),
        };
        let (focus, score, with) = match which {
            Which::Over => ("等待时间和交车讲解", "84.60", "午间等待久，交车只给单据"),
            Which::Running => ("重点客户的交车时间", "86.25", "约定的时间常推迟"),
        };
        OpenCampaign {
            slot: slot.map(|slot| slot.name),
            sheet: SheetFields {
                focus: Some(focus.into()),
                free_column: Some("您希望我们先改进什么".into()),
                last_score: Some(score.into()),
                last_dissatisfaction: Some(with.into()),
                operating: Some("工位满负荷，新增两名技师".into()),
                entry,
                outside: entry.is_none().then(|| "上年度计划未列".into()),
                ..SheetFields::default()
            },
            ..OpenCampaign::default()
        }
    }

    /// The campaign's number.
    fn campaign(&self, which: Which) -> CampaignId {
        self.campaigns[which as usize].clone()
    }

    fn issued(&self, which: Which, respondent: Respondent, count: u16) -> Command {
        // Whoever is no key customer gets the form at the counter.
        let all = which == Which::Running;
        let (campaign, customers) = (self.campaign(which), Vec::new());
        Command::IssueForms(IssueForms { campaign, respondent, customers, all, count: Some(count) })
    }

    /// A form as it came back: good for the most part, waiting and service less so.
    fn form_back(&self, which: Which, number: u16) -> Command {
        let rules = self.pipe.rules();
        let scheme = &rules.campaign.scheme;
        let asking = rules.campaign.schemes.iter().find(|asking| asking.scheme == *scheme);
        let items = asking.map(|asking| asking.items.as_slice()).unwrap_or_default();
        let mut grades = asking.map(|asking| asking.grades.clone()).unwrap_or_default();
        grades.sort_unstable_by(|a, b| b.cmp(a));
        let grade = |place: usize| {
            let step = (usize::from(number) * 7 + place * 3) % 10;
            let rank = if step < 4 {
                0
            } else if step < 9 {
                1
            } else {
                2
            };
            grades.get(rank).copied()
        };
        let answers = items.iter().enumerate().map(|(place, item)| (item.clone(), grade(place))).collect();
        Command::AnswerForm(AnswerForm {
            campaign: self.campaign(which),
            form: Some(number),
            respondent: Respondent::Customer,
            customer: None,
            answers,
            partial: false,
            words: number.is_multiple_of(29).then(|| "中午等得有点久".into()),
            opinion: None,
            undelivered: false,
        })
    }
}
