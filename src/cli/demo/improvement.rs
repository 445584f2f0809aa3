//! Corrective actions of the demo shop: what answers and complaints open is issued, planned, carried out, verified and told,
//! within two weeks for the most part. The newest ones still wait, and a few are late.

use super::calendar::{MINUTE, OPEN};
use super::complaints::department;
use super::shop::{Happening, Shop};
use crate::desk::DeskError;
use crate::domain::call::answer::AnswerCall;
use crate::domain::capa::Evidence;
use crate::domain::capa::act::ActCapa;
use crate::domain::capa::course::Step;
use crate::domain::capa::fired::{Told, calls_for, month};
use crate::domain::capa::issue::IssueCapa;
use crate::domain::capa::plan::PlanCapa;
use crate::domain::capa::project::PlanProject;
use crate::domain::capa::tell::TellCapa;
use crate::domain::capa::verify::VerifyCapa;
use crate::domain::complaint::raise::Category;
use crate::domain::{CapaId, Command, CustomerId, ProjectId, event};

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// The steps, and how many days each takes after the one before.
const WAY: [(i64, Step); 5] = [(1, Step::Issue), (1, Step::Plan), (3, Step::Act), (4, Step::Verify), (1, Step::Tell)];
/// One in so many is carried out weeks too late.
const LATE_OF: usize = 23;
/// How many days too late.
const LATE: i64 = 20;
/// Nobody leads one project in so many.
const UNLED_OF: usize = 4;
/// What a project shall come to.
const GOAL: &str = "下月同类事项减半";

/// What is done about a cause: the code of a reason, the department, the cause, the measure.
const MEASURES: [(&str, &str, &str, &str); 7] = [
    ("too-dear", "service-desk", "报价时没有逐项说明价格", "报价单逐项写明工时和配件，接待员当面讲解"),
    ("late", "workshop", "上午派工过满，没有留余量", "每个工位每天留一小时余量，超时前先通知客户"),
    ("not-fixed", "workshop", "试车没有按客户说的工况做", "按问诊记录的工况试车，检验员复核"),
    ("attitude", "service-desk", "午间只有一人接待", "午间安排两人接待，班前会讲礼仪"),
    ("not-explained", "service-desk", "交车时只给单据，没有讲解", "交车时对着车讲解做过的项目"),
    ("dirty", "workshop", "洗车工位被占用", "完工后先清洁再通知接车，检验员签字"),
    ("parts", "parts", "常用件库存下限过低", "调高常用件库存下限，到货当天通知"),
];

/// A corrective action of the demo shop.
#[derive(Clone, Debug)]
pub struct Improving {
    id: CapaId,
    /// Its department, and what is done about its cause.
    measure: usize,
    /// The next step.
    at: usize,
    /// Nobody did anything for weeks.
    late: bool,
    /// The complaint that it was opened for.
    trouble: Option<usize>,
}

impl Shop<'_> {
    /// Numbers the corrective actions that these answers open, and plans what becomes of them. The projects that begin with
    /// them, for whoever leads them.
    pub fn expect_actions(&mut self, ms: i64, call: usize, answers: &AnswerCall) -> Vec<ProjectId> {
        let survey = self.pipe.rules().survey.clone();
        let customer = CustomerId::new("");
        let told = Told {
            evidence: Evidence { call: Some(self.calls[call].call.clone()), order: None, complaint: None },
            customer: Some(&customer),
            answers: &answers.answers,
            reasons: &answers.reasons,
            opinion: answers.opinion,
        };
        let at = self.calendar.stamp(ms);
        let mut begun = Vec::new();
        for one in calls_for(&survey, at, &told) {
            begun.extend(self.expect_project(&one.cause, &month(at)));
            let reason = one.cause.trim_start_matches("reason:");
            let known = MEASURES.iter().position(|(code, ..)| *code == reason);
            self.plan_action(ms, known.unwrap_or(self.improving.len() % MEASURES.len()), None);
        }
        begun
    }

    /// Numbers the project of a cause in a month, if it begins now.
    fn expect_project(&mut self, cause: &str, period: &str) -> Option<ProjectId> {
        let is_new = self.projects.insert(format!("{cause} {period}"));
        is_new.then(|| ProjectId::new(self.numbers.plain("PJ")))
    }

    /// Says who leads the projects that began, and their goal; a few are left for later.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn lead(&mut self, ms: i64, begun: Vec<ProjectId>) -> Result<(), DeskError> {
        for project in begun {
            let number = self.projects.len();
            if number.is_multiple_of(UNLED_OF) {
                continue;
            }
            let responsible = Some(Self::one_of(&self.crew.advisors, number).clone());
            let lead = PlanProject { project, responsible, goal: Some(GOAL.into()) };
            let by = self.crew.advisors[0].clone();
            self.pipe.send(&by, self.calendar.stamp(ms), Command::PlanProject(lead))?;
        }
        Ok(())
    }

    /// The same for a complaint that is judged valid: what it is about, when the customer spoke, who answers for it.
    pub fn expect_action(&mut self, ms: i64, category: Category, spoke: i64, trouble: usize) {
        let period = month(self.calendar.stamp(spoke));
        let _unled = self.expect_project(&format!("complaint:{}", event::code(&category)), &period);
        let department = department(category);
        let known = MEASURES.iter().position(|(_, of, ..)| *of == department);
        self.plan_action(ms, known.unwrap_or(0), Some(trouble));
    }

    /// Those of a complaint are over with the customer's yes.
    pub fn settle_actions(&mut self, trouble: usize) {
        for one in self.improving.iter_mut().filter(|one| one.trouble == Some(trouble)) {
            one.at = WAY.len();
        }
    }

    fn plan_action(&mut self, ms: i64, measure: usize, trouble: Option<usize>) {
        let id = CapaId::new(self.numbers.dated("CA", self.calendar.stamp(ms)));
        let late = self.improving.len() % LATE_OF == LATE_OF - 1;
        self.improving.push(Improving { id, measure, at: 0, late, trouble });
        self.improve_later(ms, self.improving.len() - 1);
    }

    fn improve_later(&mut self, ms: i64, place: usize) {
        let one = &self.improving[place];
        let Some((days, step)) = WAY.get(one.at) else { return };
        let days = if one.late && *step == Step::Act { LATE } else { *days };
        // Spread over the morning, as one does them one after the other.
        let spread = i64::try_from(place % 120).unwrap_or(0) * MINUTE;
        let next = self.calendar.next(ms + days * DAY * MINUTE, OPEN) + spread;
        self.at(next, Happening::Improve(place));
    }

    /// The next step of a corrective action.
    ///
    /// # Errors
    /// A command came to nothing.
    pub fn improve(&mut self, ms: i64, place: usize) -> Result<(), DeskError> {
        let one = self.improving[place].clone();
        let Some((_, step)) = WAY.get(one.at) else { return Ok(()) };
        let (_, department, cause, measure) = MEASURES[one.measure % MEASURES.len()];
        let (capa, responsible) = (one.id.clone(), Self::one_of(&self.crew.advisors, place).clone());
        let (by, command) = match step {
            Step::Issue => (
                self.crew.quality.clone(),
                Command::IssueCapa(IssueCapa {
                    capa,
                    department: Some(department.into()),
                    responsible: Some(responsible),
                    due: Some("+14".into()),
                    resources: None,
                }),
            ),
            Step::Plan => {
                let (cause, measure, shortfall, prevention) = (cause.into(), measure.into(), None, None);
                (responsible, Command::PlanCapa(PlanCapa { capa, cause, measure, shortfall, prevention }))
            }
            Step::Act => (responsible, Command::ActCapa(ActCapa { capa, text: format!("已实施：{measure}") })),
            Step::Verify => {
                // What is effective plans a call to the customer, which takes the day's next number.
                let _planned = self.numbers.dated("V", self.calendar.stamp(ms));
                let text = "抽查一周，没有再发生".into();
                (self.crew.quality.clone(), Command::VerifyCapa(VerifyCapa { capa, effective: true, text }))
            }
            Step::Tell => {
                let (text, answer, satisfied) = (format!("告诉客户：{measure}"), Some("好的，谢谢".into()), Some(true));
                (
                    responsible,
                    Command::TellCapa(TellCapa { capa, reached: true, text, answer, satisfied, give_up: false }),
                )
            }
        };
        self.pipe.send(&by, self.calendar.stamp(ms), command)?;
        self.improving[place].at += 1;
        self.improve_later(ms, place);
        Ok(())
    }
}
