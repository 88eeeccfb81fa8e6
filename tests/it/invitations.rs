//! Several people are invited at once: in the desk, over REST, and on the machine itself.

use crate::support::binary::{add_alice, command, json_of};
use crate::support::mailbox::Mailbox;
use crate::support::{ALICE, BOB, Scratch, Site, program};
use frontdesk::config::smtp_url;
use frontdesk::jobs::send_due;
use serde_json::{Value, json};

const SHEET: &str = "Email,First Name,Last Name,Roles\n\
                     carol@example.com,Carol,Clark,Employee\n\
                     dan@example.com,Dan,,Nobody\n\
                     bob@example.com,,,\n\
                     eve@example.com,Eve,,\n";

#[tokio::test]
async fn a_list_is_invited_in_the_desk() {
    let site = Site::new().await;
    let mut alice = site.signed_in(ALICE).await;
    let list = alice.get("/app/user").await;
    let page = alice.get(&list.href("also")).await;
    let wrong = alice
        .press(&page, "invite", &[("people", "carol@example.com\nnobody\n")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text("main").contains("Line 2"), "{}", wrong.text("main"));
    assert!(
        wrong.body.contains("carol@example.com\nnobody"),
        "what was typed is there"
    );
    let done = alice
        .press(&page, "invite", &[("people", SHEET), ("roles", "Auditor")])
        .await;
    let told = done.text("main");
    assert_eq!(done.status, 200, "{told}");
    assert!(
        told.contains("2 people are invited") && told.contains("Nobody") && told.contains("has an account"),
        "{told}"
    );
    assert_eq!(done.texts("[id^=link-]").len(), 2, "{}", done.body);
    assert!(
        done.text("textarea").contains("dan@example.com"),
        "what was refused waits to be corrected"
    );
    let carol = site.user("carol@example.com");
    assert!(carol.roles.contains(&"Employee".to_owned()) && carol.roles.contains(&"Auditor".to_owned()));
    assert_eq!(site.user("eve@example.com").first_name, "Eve");
    assert!(
        site.app
            .db
            .read(|db| frontdesk::users::by_email(db, "dan@example.com"))
            .unwrap()
            .is_none()
    );
    let correcting = done.text("textarea");
    assert!(
        correcting.starts_with("email,first_name,last_name,roles"),
        "{correcting}"
    );
    // Who never used the account is invited anew, with the roles of now.
    let again = alice
        .press(
            &page,
            "invite",
            &[("people", "carol@example.com"), ("roles", "App Manager")],
        )
        .await;
    assert_eq!(again.texts("[id^=link-]").len(), 1, "{}", again.body);
    assert!(site.user("carol@example.com").roles.contains(&"App Manager".to_owned()));
    // Step-up: as for each of them alone.
    site.pass(601);
    let asked = alice.press(&page, "invite", &[("people", "fay@example.com")]).await;
    assert!(asked.has("again-submit"), "{}", asked.body);
    // Not for everybody.
    let mut bob = site.signed_in(BOB).await;
    assert_eq!(bob.get("/app/invite").await.status, 403);
}

#[tokio::test]
async fn a_file_is_invited_over_rest_and_mailed() {
    let mailbox = Mailbox::start().await;
    let server = smtp_url(&mailbox.url()).unwrap();
    let site = Site::with(|config| config.mail_server = Some(server)).await;
    site.add_user(ALICE, "Alice Liddell", &["System Manager"]).await;
    site.add_user(BOB, "Bob", &[]).await;
    site.add_user("mo@example.com", "Mo", &["User Manager"]).await;
    let path = "/api/method/frontdesk.user.invite";
    let alice = program(&site, ALICE).await;
    let answer = alice
        .call("POST", path, json!({ "people": SHEET, "roles": ["Auditor"] }))
        .await;
    let told = answer.json();
    let states: Vec<&str> = told["message"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["status"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["Invited", "Refused", "Has an Account", "Invited"], "{told}");
    assert!(
        !answer.body.contains("\"link\""),
        "what goes by mail is not shown: {}",
        answer.body
    );
    send_due(&site.app).await.unwrap();
    let mut to: Vec<String> = mailbox.taken().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["carol@example.com", "eve@example.com"]);
    // Nobody gives what they do not have.
    let mo = program(&site, "mo@example.com").await;
    let people = json!({ "people": "gil@example.com, Gil\n", "roles": "System Manager" });
    let refused = mo.call("POST", path, people).await.json();
    assert_eq!(refused["message"][0]["status"], "Refused", "{refused}");
    let allowed = mo
        .call("POST", path, json!({ "people": "gil@example.com" }))
        .await
        .json();
    assert_eq!(allowed["message"][0]["status"], "Invited", "{allowed}");
    for (body, status) in [(json!({}), 417), (json!({ "people": "nobody" }), 417)] {
        assert_eq!(alice.call("POST", path, body.clone()).await.status, status, "{body}");
    }
    let bob = program(&site, BOB).await;
    assert_eq!(
        bob.call("POST", path, json!({ "people": "hal@example.com" }))
            .await
            .status,
        403
    );
}

#[test]
fn a_list_is_invited_by_command() {
    let scratch = Scratch::new();
    let folder = &scratch.0;
    add_alice(folder);
    let several = command(
        folder,
        &[
            "user",
            "invite",
            "carol@example.com",
            "fay@example.com",
            "--role",
            "Employee",
            "--json",
        ],
        "",
    );
    let told = json_of(&several);
    assert_eq!(told.as_array().map(Vec::len), Some(2), "{told}");
    assert!(
        told[1]["link"].as_str().is_some_and(|link| link.contains("/login/")),
        "{told}"
    );
    let sheet = command(folder, &["user", "invite", "--list", "-", "--json"], SHEET);
    assert!(!sheet.status.success());
    assert!(String::from_utf8_lossy(&sheet.stderr).contains("1 of 4 were not invited"));
    let told: Value = serde_json::from_slice(&sheet.stdout).unwrap();
    assert_eq!(told[0]["status"], "Invited", "never used: {told}");
    assert_eq!(
        (&told[1]["status"], &told[3]["status"]),
        (&json!("Refused"), &json!("Invited")),
        "{told}"
    );
}
