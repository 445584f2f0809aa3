//! Ten thousand random steps of three callers, two advisors, the quality department and a manager, through the real desk
//! on a real store: no call is held twice, no answer and no attempt that was acknowledged is lost, no complaint is closed
//! without the customer, and what is refused changes nothing.
//!
//! What may be tried stands in `call_steps/table.rs`; what was acknowledged is written down a second time, in other words
//! than the program's own, in `call_steps/heard.rs`, and every page is held against that.

mod heard;
mod table;
mod world;

use world::World;

const STEPS: usize = 10_000;
/// Everything is looked at again every so many steps; what a step touches is looked at at once.
const ALL_EVERY: usize = 500;

#[test]
fn in_ten_thousand_steps_no_lease_is_double_no_answer_is_lost_and_no_complaint_closes_without_the_customer() {
    let mut world = World::new(46);
    for step in 1..=STEPS {
        table::step(&mut world);
        world.check_leases();
        if step % ALL_EVERY == 0 {
            world.check_all();
        }
    }
    world.check_all();
    let before = world.pages();
    for without_index in [false, true] {
        world = world.reopened(without_index);
        world.check_all();
        assert!(world.pages() == before, "opened again (without index: {without_index}), the pages are others");
    }
    let tally = world.tally;
    assert!(
        tally.answers > 200 && tally.attempts > 500 && tally.taken_back > 4 && tally.reopened > 2,
        "too little was said: {tally:?}"
    );
    assert!(tally.yes > 30 && tally.no > 30 && tally.too_early > 30, "too few customers were asked: {tally:?}");
    assert!(tally.held > 200 && tally.refused > 1_000 && tally.given_up > 0, "too little was refused: {tally:?}");
    assert!(tally.expired > 5 && tally.cancelled > 4 && tally.undone > 4, "too little came between: {tally:?}");
}
