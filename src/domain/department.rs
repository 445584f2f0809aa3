//! The departments that own feedback, answer for complaints and are sent corrective actions, and the roles of each: whoever
//! has one finds its feedback in their inbox (S17: 责任部门).

use crate::domain::event;
use crate::domain::staff::role::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A department.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Department {
    /// 业务部: the counter.
    ServiceDesk,
    /// 车间.
    Workshop,
    /// 零件部.
    Parts,
    /// 质量部.
    Quality,
    /// 售后服务部.
    AfterSales,
    /// 管理层.
    Management,
    /// 厂家: outside the shop; quality passes it on and writes down the answer.
    Maker,
}

impl Department {
    /// All departments, in the order of lists.
    pub const ALL: [Department; 7] = [
        Self::ServiceDesk,
        Self::Workshop,
        Self::Parts,
        Self::Quality,
        Self::AfterSales,
        Self::Management,
        Self::Maker,
    ];

    /// The department that a text names by its code. Journals from before there was one list hold names as they were typed.
    pub fn of(text: &str) -> Option<Department> {
        Self::ALL.into_iter().find(|department| event::code(department) == text)
    }

    /// The roles that find it in their inbox.
    pub fn owners(self) -> &'static [Role] {
        match self {
            Self::ServiceDesk => &[Role::Advisor, Role::Manager],
            Self::Workshop => &[Role::Supervisor],
            Self::Parts => &[Role::Parts],
            Self::Quality | Self::Maker => &[Role::Quality],
            Self::AfterSales => &[Role::Caller],
            Self::Management => &[Role::Manager, Role::ManagementRepresentative, Role::Director],
        }
    }

    /// True if one of these roles belongs to it.
    pub fn owns(self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.owners().contains(role))
    }
}
