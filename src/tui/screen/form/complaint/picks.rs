//! What may be picked in the forms of complaints and feedback, each by one key.

use crate::tui::widget::form::Pick;

/// How grave it may be.
pub const SEVERITIES: &[Pick] = &[
    ('1', "normal", "term-severity-normal"),
    ('2', "important", "term-severity-important"),
    ('3', "major", "term-severity-major"),
];

/// What it may be about.
pub const CATEGORIES: &[Pick] = &[
    ('1', "quality", "term-category-quality"),
    ('2', "time", "term-category-time"),
    ('3', "price", "term-category-price"),
    ('4', "attitude", "term-category-attitude"),
    ('5', "parts", "term-category-parts"),
    ('6', "damage", "term-category-damage"),
    ('7', "other", "term-category-other"),
];

/// How the customer may feel.
pub const MOODS: &[Pick] =
    &[('1', "calm", "term-mood-calm"), ('2', "upset", "term-mood-upset"), ('3', "angry", "term-mood-angry")];

/// Whose fault it may be.
pub const FAULTS: &[Pick] = &[
    ('1', "shop", "term-fault-shop"),
    ('2', "customer", "term-fault-customer"),
    ('3', "both", "term-fault-both"),
    ('4', "third-party", "term-fault-third-party"),
    ('5', "none", "term-fault-none"),
];

/// What it may have come from.
pub const CAUSES: &[Pick] = &[
    ('1', "workmanship", "term-cause-workmanship"),
    ('2', "bad-part", "term-cause-bad-part"),
    ('3', "wrong-part", "term-cause-wrong-part"),
    ('4', "misdiagnosis", "term-cause-misdiagnosis"),
    ('5', "unchecked", "term-cause-unchecked"),
    ('6', "delay", "term-cause-delay"),
    ('7', "price", "term-cause-price"),
    ('8', "communication", "term-cause-communication"),
    ('9', "manners", "term-cause-manners"),
    ('a', "carelessness", "term-cause-carelessness"),
    ('b', "use", "term-cause-use"),
    ('c', "other", "term-cause-other"),
];

/// What is taken down: a complaint, unless somebody says otherwise.
pub const KINDS: &[Pick] = &[
    ('1', COMPLAINT, "board-complaint"),
    ('2', "suggestion", "term-feedback-suggestion"),
    ('3', "praise", "term-feedback-praise"),
    ('4', "inquiry", "term-feedback-inquiry"),
    ('5', "information", "term-feedback-information"),
    ('6', "defect", "term-feedback-defect"),
];
/// The kind that is no feedback.
pub const COMPLAINT: &str = "complaint";

/// Which department may own it.
pub const DEPARTMENTS: &[Pick] = &[
    ('1', "service-desk", "term-department-service-desk"),
    ('2', "workshop", "term-department-workshop"),
    ('3', "parts", "term-department-parts"),
    ('4', "quality", "term-department-quality"),
    ('5', "after-sales", "term-department-after-sales"),
    ('6', "management", "term-department-management"),
    ('7', "maker", "term-department-maker"),
];

/// Which assembly may have failed.
pub const ASSEMBLIES: &[Pick] = &[
    ('1', "engine", "term-assembly-engine"),
    ('2', "gearbox", "term-assembly-gearbox"),
    ('3', "chassis", "term-assembly-chassis"),
    ('4', "brakes", "term-assembly-brakes"),
    ('5', "body", "term-assembly-body"),
    ('6', "electrics", "term-assembly-electrics"),
    ('7', "air-conditioning", "term-assembly-air-conditioning"),
    ('8', "other", "term-assembly-other"),
];

/// How it may have come in.
pub const CHANNELS: &[Pick] = &[
    ('1', "counter", "term-heard-counter"),
    ('2', "hotline", "term-heard-hotline"),
    ('3', "web", "term-heard-web"),
    ('4', "box", "term-heard-box"),
    ('5', "staff", "term-heard-staff"),
];
