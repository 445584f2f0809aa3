//! The terms of complaints and feedback: causes, departments, kinds, assemblies, channels.

use super::Words;
use crate::domain::complaint::cause::Cause;
use crate::domain::complaint::raise::Channel as Heard;
use crate::domain::department::Department;
use crate::domain::feedback::{Assembly, FeedbackKind};

/// Names what a complaint came from.
pub fn cause(value: Cause) -> &'static str {
    match value {
        Cause::Workmanship => "term-cause-workmanship",
        Cause::BadPart => "term-cause-bad-part",
        Cause::WrongPart => "term-cause-wrong-part",
        Cause::Misdiagnosis => "term-cause-misdiagnosis",
        Cause::Unchecked => "term-cause-unchecked",
        Cause::Delay => "term-cause-delay",
        Cause::Price => "term-cause-price",
        Cause::Communication => "term-cause-communication",
        Cause::Manners => "term-cause-manners",
        Cause::Carelessness => "term-cause-carelessness",
        Cause::Use => "term-cause-use",
        Cause::Other => "term-cause-other",
    }
}

/// Names what a complaint came from, by its code.
pub fn cause_of(code: &str) -> Option<&'static str> {
    const CAUSES: [Cause; 12] = [
        Cause::Workmanship,
        Cause::BadPart,
        Cause::WrongPart,
        Cause::Misdiagnosis,
        Cause::Unchecked,
        Cause::Delay,
        Cause::Price,
        Cause::Communication,
        Cause::Manners,
        Cause::Carelessness,
        Cause::Use,
        Cause::Other,
    ];
    CAUSES.into_iter().find(|one| crate::domain::event::code(one) == code).map(cause)
}

/// Names a department that owns feedback.
pub fn of_department(value: Department) -> &'static str {
    match value {
        Department::ServiceDesk => "term-department-service-desk",
        Department::Workshop => "term-department-workshop",
        Department::Parts => "term-department-parts",
        Department::Quality => "term-department-quality",
        Department::AfterSales => "term-department-after-sales",
        Department::Management => "term-department-management",
        Department::Maker => "term-department-maker",
    }
}

/// Names a kind of feedback.
pub fn feedback(value: FeedbackKind) -> &'static str {
    match value {
        FeedbackKind::Suggestion => "term-feedback-suggestion",
        FeedbackKind::Praise => "term-feedback-praise",
        FeedbackKind::Inquiry => "term-feedback-inquiry",
        FeedbackKind::Information => "term-feedback-information",
        FeedbackKind::Defect => "term-feedback-defect",
    }
}

/// Names an assembly of the car.
pub fn assembly(value: Assembly) -> &'static str {
    match value {
        Assembly::Engine => "term-assembly-engine",
        Assembly::Gearbox => "term-assembly-gearbox",
        Assembly::Chassis => "term-assembly-chassis",
        Assembly::Brakes => "term-assembly-brakes",
        Assembly::Body => "term-assembly-body",
        Assembly::Electrics => "term-assembly-electrics",
        Assembly::AirConditioning => "term-assembly-air-conditioning",
        Assembly::Other => "term-assembly-other",
    }
}

/// Names how a complaint or feedback came in.
pub fn heard(value: Heard) -> &'static str {
    match value {
        Heard::Counter => "complaints-counter",
        Heard::Hotline => "complaints-hotline",
        Heard::Web => "complaints-web",
        Heard::Box => "complaints-box",
        Heard::FollowUp => "complaints-follow-up",
        Heard::Staff => "complaints-from-staff",
    }
}

/// What a department is called that is written as its code, or as somebody typed it before there was a list.
pub fn department_named(words: &Words, written: &str) -> String {
    match Department::of(written) {
        Some(department) => words.get(of_department(department)).into_owned(),
        None => written.to_owned(),
    }
}
