//! Who may do what: one table. It is checked at the desk, and only there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A role of the procedures (REQUIREMENTS section 9, "Roles"). A person may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 接待员, SA, 业务人员.
    Advisor,
    /// 营销部, 售后服务部.
    Caller,
    /// 技师, 服务人员.
    Technician,
    /// 车间主管.
    Supervisor,
    /// 零件人员, 储运部.
    Parts,
    /// 检测专人.
    Inspector,
    /// 质量部.
    Quality,
    /// 部门主管, 指标责任人.
    Manager,
    /// 管理者代表.
    ManagementRepresentative,
    /// 总经理.
    Director,
    /// Settings and people.
    Admin,
}

/// What a command or a query asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Right {
    /// See the board, orders, customers and lists.
    Read,
    /// Give the shop its name, adopt a scheme.
    SetUp,
    /// Add and change people.
    ManageStaff,
    /// Customers, vehicles, orders, promises, quotes, consent, handing over.
    Receive,
    /// Findings and the quote's technical side.
    Diagnose,
    /// Start, stop and finish work.
    Work,
    /// Parts on order: when they come, that they were asked for, ordered, are here (F1).
    Parts,
    /// The quality check.
    Inspect,
    /// Follow-up calls and their answers.
    Call,
    /// Take down a complaint: everyone (S16: 全体员工均有责任).
    Complain,
    /// Work on a complaint and close it.
    HandleComplaint,
    /// Judge complaints, verify what was done, close one whose customer cannot be reached: the quality department (L4).
    JudgeComplaint,
    /// Approve the plan for a complaint (L6).
    ApprovePlan,
    /// Open corrective actions, plan and carry them out, tell the customer what was done: every department (S19: 责任部门).
    Improve,
    /// Issue a corrective action to a department, or give it to another one (O1).
    IssueAction,
    /// Issue the report of a score below 60: the management representative and nobody else (S17: 由管理者代表发出; O2).
    IssueReport,
    /// Verify that a corrective action is effective: the quality department (S17: 质量部验证; O3).
    VerifyAction,
    /// Raise the authorised ceiling of an order without the customer (feature 23).
    Override,
    /// Open a customer's file: who they are, every car, visit, complaint and opinion (S6, S10: 严格保密).
    ReadFiles,
    /// See phone numbers whole wherever they stand: for those who ring customers all day (E6).
    SeePhones,
    /// Have one number shown whole; that is journalled before it is shown (E6).
    Reveal,
    /// See who read a customer's file, and when (feature 71).
    SeeReads,
    /// Issue forms of a survey campaign and type in what came back.
    Survey,
    /// Plan survey campaigns and the year, start, evaluate and close them (O7: 营销部).
    PlanSurvey,
    /// Sign a campaign for the quality department (M4).
    SignQuality,
    /// Sign a campaign for the technical department: the workshop (M4).
    SignTechnical,
    /// Approve the communication plan of a year: the director (M13).
    ApproveYear,
}

use Right::{
    ApprovePlan, ApproveYear, Call, Complain, Diagnose, HandleComplaint, Improve, Inspect, IssueAction, IssueReport,
    JudgeComplaint, ManageStaff, Override, Parts, PlanSurvey, Read, ReadFiles, Receive, Reveal, SeePhones, SeeReads,
    SetUp, SignQuality, SignTechnical, Survey, VerifyAction, Work,
};

/// What every role may do that takes cars in and gives them back.
const COUNTER: &[Right] =
    &[Read, Receive, Diagnose, Work, Parts, Inspect, Call, Complain, HandleComplaint, ReadFiles, SeePhones, Reveal];

/// What every department does about a corrective action that it was sent.
const DEPARTMENT: &[Right] = &[Improve];
/// Who sends corrective actions to departments.
const ISSUER: &[Right] = &[Improve, IssueAction];
/// Survey campaigns and the year's plan: those who ring customers, and those above them.
const SURVEYS: &[Right] = &[Survey, PlanSurvey];

/// The whole table: what a role may do is the sum of its lists. An advisor records what a technician without a terminal
/// reports, hence `Work` and `Inspect`: that the inspector is another person is a rule of the quality check, not a
/// right. Whoever may write a number into a file (`Receive`) sees it whole: a masked one must not be written back.
pub const RIGHTS: &[(Role, &[&[Right]])] = &[
    (Role::Advisor, &[COUNTER, DEPARTMENT, &[Survey]]),
    (Role::Caller, &[&[Read, Call, Complain, ReadFiles, Reveal], DEPARTMENT, SURVEYS]),
    (Role::Technician, &[&[Read, Diagnose, Work, Complain, SignTechnical]]),
    (Role::Supervisor, &[&[Read, Diagnose, Work, Parts, Inspect, Complain, SignTechnical], DEPARTMENT]),
    (Role::Parts, &[&[Read, Parts, Complain], DEPARTMENT]),
    (Role::Inspector, &[&[Read, Inspect, Complain]]),
    (
        Role::Quality,
        &[
            &[Read, Inspect, Complain, HandleComplaint, JudgeComplaint, ReadFiles, Reveal],
            ISSUER,
            SURVEYS,
            &[VerifyAction, SignQuality],
        ],
    ),
    (Role::Manager, &[COUNTER, &[ManageStaff, Override, ApprovePlan, SeeReads], ISSUER, SURVEYS, &[SignTechnical]]),
    (
        Role::ManagementRepresentative,
        &[
            &[Read, Complain, HandleComplaint, JudgeComplaint, ApprovePlan, ReadFiles, Reveal, SeeReads],
            ISSUER,
            SURVEYS,
            &[IssueReport, VerifyAction, SignQuality],
        ],
    ),
    (
        Role::Director,
        &[
            &[Read, Complain, HandleComplaint, Override, ApprovePlan, ReadFiles, Reveal, SeeReads],
            ISSUER,
            SURVEYS,
            &[ApproveYear],
        ],
    ),
    (
        Role::Admin,
        &[
            COUNTER,
            &[SetUp, ManageStaff, JudgeComplaint, ApprovePlan, SeeReads],
            ISSUER,
            SURVEYS,
            &[VerifyAction, SignQuality],
        ],
    ),
];

/// True if one of these roles signs for findings (C1). The right to take one down is wider: an advisor types for them.
pub fn sign_findings(roles: &[Role]) -> bool {
    roles.iter().any(|role| matches!(role, Role::Technician | Role::Supervisor))
}

/// True if `role` includes `right`.
pub fn allows(role: Role, right: Right) -> bool {
    RIGHTS.iter().any(|(of, lists)| *of == role && lists.iter().any(|rights| rights.contains(&right)))
}
