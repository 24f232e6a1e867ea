//! What goes on when the window is closed while something is to be sent: the program stays until that has arrived or can't,
//! then ends. Nothing stays where there is nothing to do.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::contract::{Post, PostState};

/// What a desktop can do with a program that works without its window.
pub trait Shell: Send + Sync {
    /// Puts the window out of the way, and says why the program stays.
    fn retreat(&self);

    /// Shows how much of what is being sent has arrived, in per cent; nothing without a number.
    fn progress(&self, percent: Option<u64>);

    /// A bundle has arrived.
    fn arrived(&self, post: &Post);

    /// Shows an icon whose menu offers each [`Choice`], where the desktop keeps such, or takes it away.
    fn icon(&self, shown: bool);

    /// Brings the window to the front.
    fn open(&self);

    /// Tries to send these entries of the queue now.
    fn send_now(&self, posts: Vec<String>);

    /// Ends the program.
    fn end(&self);

    /// Starts the program when the user signs in, or no longer does.
    fn autostart(&self, on: bool);
}

/// What somebody can choose while the window is out of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The window.
    Open,
    /// To send what waits, without waiting longer.
    SendNow,
    /// To end the program. What waits is sent when it is opened next.
    Stop,
}

/// Watches the outgoing queue for the shell.
pub struct Background {
    shell: Box<dyn Shell>,
    /// Whether management lets the program start by itself.
    may_start: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// Whether something waits or is being sent.
    busy: bool,
    /// Whether somebody closed the window since.
    closed: bool,
    percent: Option<u64>,
    autostart: Option<bool>,
    /// Whether the icon is shown.
    icon: bool,
    /// What waits for its next try.
    waiting: Vec<String>,
    /// What was not there yet when it was last looked at.
    on_the_way: BTreeSet<String>,
}

impl Background {
    /// One without anything to send. `closed`: the program began without its window.
    pub fn new(shell: Box<dyn Shell>, may_start: bool, closed: bool) -> Background {
        let state = State { closed, ..State::default() };
        let background = Background { shell, may_start, state: Mutex::new(state) };
        if !may_start {
            // What an earlier policy allowed ends with it.
            background.shell.autostart(false);
        }
        background
    }

    /// The queue changed.
    pub fn posts(&self, posts: &[Post]) {
        let mut state = self.lock();
        let on_the_way: BTreeSet<String> =
            posts.iter().filter(|post| is_on_the_way(post)).map(|post| post.id.clone()).collect();
        for post in posts {
            let arrived = matches!(post.state, PostState::Delivered { .. });
            if arrived && state.on_the_way.contains(&post.id) {
                self.shell.arrived(post);
            }
        }
        state.busy = !on_the_way.is_empty();
        state.on_the_way = on_the_way;
        let waiting = posts.iter().filter(|post| matches!(post.state, PostState::Waiting { .. }));
        state.waiting = waiting.map(|post| post.id.clone()).collect();
        let percent = posts.iter().find_map(percent);
        if state.percent != percent {
            state.percent = percent;
            self.shell.progress(percent);
        }
        if self.may_start && state.autostart != Some(state.busy) {
            state.autostart = Some(state.busy);
            self.shell.autostart(state.busy);
        }
        self.settle(&mut state);
        if state.closed && !state.busy {
            self.shell.end();
        }
    }

    /// Somebody closes the window: whether it stays, out of the way. Who closes it again while it does means it; what waits is
    /// then sent when the program is opened next.
    pub fn stays(&self) -> bool {
        let mut state = self.lock();
        let stays = state.busy && !state.closed;
        if stays {
            state.closed = true;
            self.shell.retreat();
            self.settle(&mut state);
        }
        stays
    }

    /// Somebody looks at the window again.
    pub fn looked_at(&self) {
        let mut state = self.lock();
        state.closed = false;
        self.settle(&mut state);
    }

    /// Somebody chose something of the icon's menu.
    pub fn chose(&self, choice: Choice) {
        match choice {
            Choice::Open => {
                self.looked_at();
                self.shell.open();
            }
            Choice::SendNow => {
                // The shell's answer may be news of the queue: nothing is locked then.
                let waiting = self.lock().waiting.clone();
                self.shell.send_now(waiting);
            }
            Choice::Stop => self.shell.end(),
        }
    }

    /// The icon is there exactly while something is on the way without the window.
    fn settle(&self, state: &mut State) {
        let shown = state.closed && state.busy;
        if state.icon != shown {
            state.icon = shown;
            self.shell.icon(shown);
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_on_the_way(post: &Post) -> bool {
    matches!(post.state, PostState::Waiting { .. } | PostState::Sending { .. })
}

fn percent(post: &Post) -> Option<u64> {
    match post.state {
        PostState::Sending { work, .. } if work.total > 0 => {
            Some(work.bytes.min(work.total).saturating_mul(100) / work.total)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::contract::Amount;

    #[derive(Clone, Default)]
    struct Tape(Arc<Mutex<Vec<String>>>);

    impl Tape {
        fn note(&self, what: impl Into<String>) {
            self.0.lock().unwrap().push(what.into());
        }

        fn taken(&self) -> Vec<String> {
            std::mem::take(&mut *self.0.lock().unwrap())
        }
    }

    impl Shell for Tape {
        fn retreat(&self) {
            self.note("retreat");
        }

        fn progress(&self, percent: Option<u64>) {
            self.note(percent.map_or("no progress".to_owned(), |percent| format!("{percent} %")));
        }

        fn arrived(&self, post: &Post) {
            self.note(format!("arrived at {}", post.host));
        }

        fn icon(&self, shown: bool) {
            self.note(format!("icon {shown}"));
        }

        fn open(&self) {
            self.note("open");
        }

        fn send_now(&self, posts: Vec<String>) {
            self.note(format!("send {}", posts.join(" ")));
        }

        fn end(&self) {
            self.note("end");
        }

        fn autostart(&self, on: bool) {
            self.note(format!("autostart {on}"));
        }
    }

    fn post(state: PostState) -> Vec<Post> {
        vec![Post {
            id: "1".into(),
            bundle: "b.zip".into(),
            bytes: 10,
            created: String::new(),
            host: "inbox.example".into(),
            case: None,
            state,
        }]
    }

    fn waiting() -> Vec<Post> {
        post(PostState::Waiting { failure: None, not_before: None })
    }

    fn sending(bytes: u64) -> Vec<Post> {
        post(PostState::Sending { work: Amount { bytes, total: 10 }, seconds_left: None })
    }

    fn delivered() -> Vec<Post> {
        post(PostState::Delivered {
            at: String::new(),
            signed_by: None,
            pinned: false,
            answer: String::new(),
        })
    }

    fn background(may_start: bool, closed: bool) -> (Background, Tape) {
        let tape = Tape::default();
        let background = Background::new(Box::new(tape.clone()), may_start, closed);
        if !may_start {
            assert_eq!(tape.taken(), ["autostart false"]);
        }
        (background, tape)
    }

    #[test]
    fn a_closed_window_stays_until_the_report_has_arrived() {
        let (background, tape) = background(false, false);
        background.posts(&sending(3));
        assert!(background.stays());
        background.posts(&sending(9));
        background.posts(&delivered());
        assert_eq!(
            tape.taken(),
            [
                "30 %",
                "retreat",
                "icon true",
                "90 %",
                "arrived at inbox.example",
                "no progress",
                "icon false",
                "end"
            ]
        );
    }

    #[test]
    fn without_anything_to_send_a_closed_window_ends() {
        let (background, tape) = background(false, false);
        assert!(!background.stays());
        // Delivered long ago: no news.
        background.posts(&delivered());
        assert!(!background.stays());
        assert_eq!(tape.taken(), [""; 0]);
    }

    #[test]
    fn who_closes_again_means_it_and_who_looks_again_may_close_again() {
        let (background, tape) = background(false, false);
        background.posts(&waiting());
        assert!(background.stays());
        assert!(!background.stays());
        background.looked_at();
        background.posts(&delivered());
        assert_eq!(tape.taken(), ["retreat", "icon true", "icon false", "arrived at inbox.example"]);
        assert!(!background.stays());
    }

    #[test]
    fn the_icon_opens_sends_and_ends() {
        let (background, tape) = background(false, false);
        background.posts(&waiting());
        assert!(background.stays());
        background.chose(Choice::SendNow);
        assert_eq!(tape.taken(), ["retreat", "icon true", "send 1"]);
        // What is being sent waits for nothing.
        background.posts(&sending(0));
        background.chose(Choice::SendNow);
        assert_eq!(tape.taken(), ["0 %", "send "]);
        background.chose(Choice::Open);
        assert_eq!(tape.taken(), ["icon false", "open"]);
        assert!(background.stays());
        background.chose(Choice::Stop);
        assert_eq!(tape.taken(), ["retreat", "icon true", "end"]);
    }

    #[test]
    fn it_starts_by_itself_only_where_that_is_allowed_and_something_waits() {
        let (background, tape) = background(true, true);
        background.posts(&waiting());
        background.posts(&sending(0));
        background.posts(&delivered());
        assert_eq!(
            tape.taken(),
            [
                "autostart true",
                "icon true",
                "0 %",
                "arrived at inbox.example",
                "no progress",
                "autostart false",
                "icon false",
                "end"
            ]
        );
    }
}
