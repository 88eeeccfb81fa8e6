//! What the writer answers when operations refuse, fail, or take the whole transaction along.

use super::*;

#[derive(Debug, PartialEq)]
enum Outcome {
    Refused,
    Failed(Error),
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        Outcome::Failed(error)
    }
}

impl Rollback for Outcome {
    fn rolls_back(&self) -> bool {
        *self != Outcome::Refused
    }
}

fn database() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    connection.execute_batch("CREATE TABLE things (body BLOB)").unwrap();
    connection
}

fn add(db: &Write, bytes: i64) -> Result<usize> {
    db.execute("INSERT INTO things VALUES (zeroblob(?1))", &[&bytes])
}

fn count(connection: &Connection) -> i64 {
    let count = connection.query_row("SELECT count(*) FROM things", [], |row| row.get(0));
    count.unwrap()
}

fn full() -> Error {
    Error::Storage("database or disk is full".into())
}

#[test]
fn a_refusal_is_committed_and_a_failure_is_undone() {
    let connection = database();
    let (refused, refusal) = job(|db| -> std::result::Result<(), Outcome> {
        add(db, 1)?;
        Err(Outcome::Refused)
    });
    let (failed, failure) = job(|db| -> std::result::Result<(), Outcome> {
        add(db, 1)?;
        add(db, 1)?;
        Err(Error::Busy("not now".into()).into())
    });
    let (panicking, panic) = job(|db| -> std::result::Result<(), Outcome> {
        add(db, 1)?;
        panic!("on purpose")
    });
    commit_all(
        alone(&connection),
        None,
        &Counts::default(),
        vec![refused, failed, panicking],
    );
    assert_eq!(refusal.blocking_recv().unwrap(), Err(Outcome::Refused));
    let busy = Outcome::Failed(Error::Busy("not now".into()));
    assert_eq!(failure.blocking_recv().unwrap(), Err(busy));
    assert!(matches!(
        panic.blocking_recv().unwrap(),
        Err(Outcome::Failed(Error::Internal(_)))
    ));
    assert_eq!(count(&connection), 1);
}

/// A writer that dies is noticed, and whoever waits for it hears so.
#[tokio::test]
async fn t10_the_end_of_the_writer_is_told() {
    let writer = Writer::start(database(), None, Arc::new(Memory::of(std::path::Path::new("none"))));
    let kept = writer.submit(|db| add(db, 1)).await.unwrap();
    assert_eq!(kept.await.unwrap(), Ok(1));
    let defect: Job = Box::new(|_| panic!("on purpose"));
    assert!(writer.messages.send(Message::Run(defect)).await.is_ok());
    writer.gone().await;
    let late = writer.submit(|db| add(db, 1)).await;
    assert!(late.is_err_and(|error| error == stopped()));
}

/// When SQLite gives the whole transaction up, everybody hears why, and nothing is written
/// beside it: neither by the operation that goes on nor by those that follow.
#[test]
fn a_lost_transaction_is_told_to_all_with_its_cause() {
    let connection = database();
    connection.pragma_update(None, "max_page_count", 10).unwrap();
    let (before, first) = job(|db| add(db, 1));
    let (hit, second) = job(|db| {
        assert_eq!(add(db, 1_000_000), Err(full()));
        assert_eq!(add(db, 1), Err(full()));
        Err::<(), _>(Error::Internal("another error".into()))
    });
    let (after, third) = job(|db| add(db, 1));
    let (refused, fourth) = job(|_| Err::<(), _>(Outcome::Refused));
    commit_all(
        alone(&connection),
        None,
        &Counts::default(),
        vec![before, hit, after, refused],
    );
    assert_eq!(first.blocking_recv().unwrap(), Err(full()));
    assert_eq!(second.blocking_recv().unwrap(), Err(full()));
    assert_eq!(third.blocking_recv().unwrap(), Err(full()));
    assert_eq!(fourth.blocking_recv().unwrap(), Err(Outcome::Failed(full())));
    assert_eq!(count(&connection), 0);

    let (next, answer) = job(|db| add(db, 1));
    commit_all(alone(&connection), None, &Counts::default(), vec![next]);
    assert_eq!(answer.blocking_recv().unwrap(), Ok(1));
    assert_eq!(run_alone(&connection, |db| add(db, 1_000_000)), Err(full()));
    assert_eq!(count(&connection), 1);
}

#[test]
fn the_writer_rests_once_after_each_time_that_it_had_to_do() {
    let counts = Counts::default();
    let rests = |now| {
        counts.operations.store(now, Ordering::Relaxed);
        counts.rests()
    };
    assert_eq!([7, 7, 7, 9, 9, 9].map(rests), [false, true, false, false, true, false]);
}
