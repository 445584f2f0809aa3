//! What the scoring engine promises, without the desk.

mod book;
mod boundary;
mod bucket;
mod explanation;
mod facts;
mod forms;
mod gates;
mod grouping;
mod periods;
mod properties;
mod report;
mod schemes;
mod stream;
mod study;
mod support;
mod worked;
