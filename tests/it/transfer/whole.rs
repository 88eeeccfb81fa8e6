//! T18: a site with one record of every type, every field set, exported and imported, is the same site.

use crate::support::{ALICE, BOB, Site, record_type};
use frontdesk::records::FieldKind;
use frontdesk::transfer::secrets::{self, Secrets};
use frontdesk::transfer::{export, file, plan};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One record of each type: every field that can be set has another value than a new record's.
fn records() -> Vec<(&'static str, Value)> {
    vec![
        (
            "OAuth Provider Settings",
            json!({
                "skip_authorization": "Force", "require_pushed_authorization_requests": 1, "require_dpop_nonce": 0,
                "enable_dynamic_client_registration": 1, "registration_needs_token": 0, "registration_needs_approval": 1,
                "registration_scopes": "openid", "registration_limit": 7, "registration_days": 8,
                "enable_client_id_metadata_documents": 1, "client_id_metadata_hosts": "app.example.com",
            }),
        ),
        (
            "Role",
            json!({ "role_name": "Cook", "description": "Cooks", "desk_access": 0, "disabled": 1, "second_factor": "Passkeys Only",
                "refused_methods": ["Password", "Emailed Code"], "password_strength": "Strong", "session_idle_minutes": 15, "session_most_hours": 8 }),
        ),
        (
            "OAuth Scope",
            json!({
                "scope": "stock", "description": "Stock", "icon": "key", "claims": ["email"], "read_types": ["User"],
                "write_types": ["OAuth Client"], "roles": ["Cook"],
            }),
        ),
        (
            "User",
            json!({
                "email": "carol@example.com", "username": "carol", "first_name": "Carol", "last_name": "Carter",
                "user_image": "https://pictures.example.com/carol.png", "mobile_no": "+44 1", "location": "Hove", "language": "hi", "email_verified": 0, "ends_on": "2199-12-31", "must_set_password": 1,
                "phone_verified": 1, "middle_name": "Anne", "nickname": "Caz", "website": "https://carol.example.com",
                "gender": "female", "birth_date": "1865-11-26", "time_zone": "Europe/London",
                "enabled": 0, "roles": ["Cook"],
            }),
        ),
        (
            "OAuth Client",
            json!({
                "app_name": "Shop", "allowed_roles": ["Cook"], "redirect_uris": ["https://shop.example.com/cb"],
                "enabled": 0, "skip_authorization": 1, "scopes": ["openid", "stock"],
                "default_redirect_uri": "https://shop.example.com/cb",
                "post_logout_redirect_uris": ["https://shop.example.com/bye"],
                "token_endpoint_auth_method": "Client Secret Post", "require_pkce": 1, "resource_server": 1,
                "allowed_cors_origins": ["https://shop.example.com"], "client_credentials": 1, "acts_as": BOB,
                "id_token_signing_alg": "ES256", "id_token_profile": 0, "frappe_openid": 1,
                "jwks": "{\"keys\": [{\"kty\": \"OKP\", \"crv\": \"Ed25519\", \"x\": \"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}",
                "require_pushed_authorization_requests": 1, "require_signed_request_object": 1,
                "dpop_bound_access_tokens": 1, "device_code": 1, "id_token_hs256": 1, "signed_userinfo": 1,
                "initiate_login_uri": "https://shop.example.com/login", "code_lifetime": 61,
                "backchannel_logout_uri": "https://shop.example.com/logout", "required_strength": "Two Factors",
                "access_token_lifetime": 601, "refresh_token_lifetime": 301, "refresh_overlap": 5, "client_uri": "https://shop.example.com",
                "logo_uri": "https://shop.example.com/logo.png", "tos_uri": "https://shop.example.com/tos",
                "policy_uri": "https://shop.example.com/policy", "contacts": ["shop@example.com"],
            }),
        ),
        (
            "OAuth Client",
            json!({
                "app_name": "Bank", "redirect_uris": ["https://bank.example.com/cb"], "scopes": "openid", "fapi2": 1,
                "token_endpoint_auth_method": "Private Key JWT", "jwks_uri": "https://bank.example.com/keys",
                "id_token_signing_alg": "ES256", "code_lifetime": 60,
            }),
        ),
        (
            "Protected Application",
            json!({
                "application_name": "Wiki", "hosts": ["wiki.example.com"], "allowed_roles": ["Auditor"], "enabled": 0,
                "open_paths": ["/public/*"], "header_names": "X-Forwarded-User", "send_jwt": 1,
            }),
        ),
        (
            "OAuth Resource",
            json!({
                "resource_name": "Stock", "resource": "https://stock.example.com/mcp", "enabled": 0, "scopes": "stock",
                "clients": [], "token_format": "JWT", "token_signing_alg": "EdDSA", "access_token_lifetime": 99,
                "resource_documentation": "https://stock.example.com/docs",
                // Filled in with the client that was made before it.
                "served_by": null, "exchangers": null,
            }),
        ),
        (
            "OAuth Client",
            json!({
                "app_name": "Robot", "authorization_code": 0, "client_credentials": 1, "acts_as_role": "Auditor",
                "scopes": "all",
            }),
        ),
        (
            "Connected App",
            json!({
                "provider_name": "Books", "openid_configuration": "https://books.example.com/.well-known/openid-configuration",
                "preset": "google", "enabled": 0, "client_id": "us", "client_secret": "books-secret-1", "scopes": ["read", "write"],
                "allowed_roles": ["Cook"], "token_roles": ["Auditor"], "success_origins": ["https://erp.example.com"],
                "authorization_uri": "https://books.example.com/a", "token_uri": "https://books.example.com/t",
                "revocation_uri": "https://books.example.com/r", "userinfo_uri": "https://books.example.com/u",
                "introspection_uri": "https://books.example.com/i", "issuer": "https://books.example.com",
                "query_parameters": [{ "key": "access_type", "value": "offline" }], "scope_separator": "Comma",
                "token_endpoint_auth_method": "Client Secret Post", "use_pkce": 0, "default_expires_in": 60,
                "pass_through": 1, "api_base_url": "https://api.books.example.com/", "api_token_header": "X-Token",
                "webhook_url": "https://erp.example.com/hook",
            }),
        ),
        (
            "Social Login Key",
            json!({
                "provider_name": "Company", "social_login_provider": "Keycloak", "enable_social_login": 1,
                "client_id": "desk", "client_secret": "company-secret-1", "base_url": "https://id.example.com/realms/r",
                "openid_configuration": "https://id.example.com/realms/r/.well-known/openid-configuration",
                "authorize_url": "/auth", "access_token_url": "/token",
                "redirect_url": "/api/method/frappe.integrations.oauth2_logins.custom/company",
                "api_endpoint": "/userinfo", "api_endpoint_args": "{\"a\":\"b\"}",
                "auth_url_data": "{\"response_type\":\"code\",\"scope\":\"openid\"}",
                "end_session_endpoint": "https://id.example.com/bye", "custom_base_url": 1, "sign_ups": "Allow",
                "default_role": "Employee", "allowed_domains": ["example.com"], "trusted_domains": ["example.com"],
                "emails_verified": 1, "sort_order": 3, "go_at_once": 1, "sign_out_there": 1, "counts_as_two": 1,
                "icon": "key",
                "issuer": "https://id.example.com/realms/r", "jwks_uri": "https://id.example.com/jwks",
                "id_token_hs256": 1, "token_endpoint_auth_method": "Client Secret Basic", "use_pkce": 0,
                "user_id_property": "oid", "name_claim": "n", "email_claim": "e", "image_claim": "i", "roles_claim": "g",
                "role_map": [{ "group": "kitchen", "role": "Employee" }],
            }),
        ),
        (
            "User Social Login",
            json!({ "user": ALICE, "provider": "company", "userid": "4711", "username": "alice-there" }),
        ),
        (
            "Role Permission",
            json!({
                "role": "Cook", "document_type": "OAuth Client", "read": 1, "write": 1, "create": 1, "delete": 1,
                "if_owner": 1,
            }),
        ),
        (
            "User Permission",
            json!({ "user": BOB, "allow": "User", "for_value": BOB }),
        ),
        (
            "System Settings",
            json!({
                "app_name": "Tea House", "disable_user_pass_login": 1, "allow_sign_ups": 1, "activity_log_days": 11,
                "refusal_days": 12, "client_secret_days": 13, "signing_key_days": 14, "idle_days": 15, "backup_days": 16, "backup_hours": 12, "backups_kept": 3,
                "second_factor": "On New Devices", "second_factor_grace_days": 3, "trusted_device_days": 4, "allow_passkeys": 0, "allow_email_codes": 1,
                "password_length": 12, "password_strength": "Very Strong", "session_idle_minutes": 30, "session_most_hours": 12,
                "smtp_host": "mail.example.com", "smtp_port": 465, "smtp_security": "TLS", "smtp_user": "desk",
                "smtp_password": "sea-turtle-9", "mail_from": "desk@example.com",
                "landing_page": "My apps", "language": "pt", "brand_color": "#7a0019", "login_message": "Welcome", "contact": "help@example.com",
                "app_logo": "data:image/png;base64,iVBORw0KGgo=", "favicon": "data:image/png;base64,iVBORw0KGgoA",
            }),
        ),
    ]
}

/// What can be set and is not above, with the reason.
const NOT_SET: &[(&str, &str)] = &[
    // It takes all its values: the other one does not exist here.
    ("OAuth Client", "grant_type"),
    ("OAuth Client", "response_type"),
];

fn document(site: &Site) -> (Value, Secrets) {
    let operator = site.operator();
    site.app
        .db
        .read(|db| {
            let document = export::document(&operator.reading(db), None)?;
            Ok((document["records"].clone(), secrets::collect(db, &site.app.env)?))
        })
        .unwrap()
}

/// What an empty site has of each type.
fn fresh_values(fresh: &Value, record_type: &str, field: &str) -> Vec<Value> {
    let records = fresh[record_type].as_array().unwrap().iter();
    records.map(|record| record[field].clone()).collect()
}

/// Somebody uploads a picture; its address.
async fn picture_of(site: &Site, email: &str) -> String {
    let mut browser = site.signed_in(email).await;
    let page = browser.get("/me/profile").await;
    let typed = [("picture", crate::account::PICTURE)];
    let page = browser.press(&page, "set-picture", &typed).await;
    page.attr("img.portrait", "src")
}

#[tokio::test]
async fn t18_a_site_moves_with_everything_it_has() {
    let site = Site::new().await;
    let picture = picture_of(&site, BOB).await;
    let mut client = String::new();
    for (name, mut fields) in records() {
        if name == "OAuth Resource" {
            fields["served_by"] = json!(client);
            fields["exchangers"] = json!([client]);
        }
        match record_type(name).single {
            true => {
                if name == "System Settings" {
                    let now = site.now();
                    let prove =
                        move |db: &frontdesk::db::Write| frontdesk::social::keys::set_proven(db, "company", Some(now));
                    site.app.db.write(prove).await.unwrap();
                }
                site.change(name, name, fields).await;
            }
            false => {
                let made = site.add(name, fields).await;
                if name == "OAuth Client" {
                    client = made;
                }
            }
        }
    }
    crate::support::program(&site, ALICE).await;
    let (documents, collected) = document(&site);

    // Every type that moves is there, and every field of it that can be set.
    let made: BTreeMap<&str, Vec<Value>> = records().into_iter().fold(BTreeMap::new(), |mut all, (name, fields)| {
        all.entry(name).or_default().push(fields);
        all
    });
    for held in site.app.registry.types().filter(|held| held.transfer.is_some()) {
        let given = made.get(held.name).unwrap_or_else(|| panic!("no {}", held.name));
        for field in held.fields() {
            let is_set = given.iter().any(|fields| fields.get(field.name).is_some());
            let is_made = field.read_only || matches!(field.kind, FieldKind::Password);
            assert!(
                is_set || is_made || NOT_SET.contains(&(held.name, field.name)),
                "{}.{}",
                held.name,
                field.name
            );
            let is_told = documents[held.name]
                .as_array()
                .unwrap()
                .iter()
                .any(|one| !one[field.name].is_null());
            let is_secret = matches!(field.kind, FieldKind::Secret | FieldKind::Password);
            assert!(
                is_told || is_made || is_secret,
                "{}.{} is not exported",
                held.name,
                field.name
            );
        }
    }

    let other = Site::empty().await;
    let (fresh, _) = document(&other);
    for (name, field) in [
        ("System Settings", "app_name"),
        ("OAuth Provider Settings", "skip_authorization"),
    ] {
        assert_ne!(fresh_values(&fresh, name, field), fresh_values(&documents, name, field));
    }
    let text = json!({ "records": documents }).to_string();
    let (caller, carried) = (other.operator(), document(&site).1);
    let report = other.app.db.write(move |db| {
        let file = file::read(&text, false).unwrap();
        let report = plan::run(&caller.writing(db), &file, &BTreeMap::new(), Some(&carried))?;
        secrets::restore(db, &caller.env, &carried)?;
        Ok(report)
    });
    let report = report.await.unwrap();
    assert_eq!(report.mistakes, []);
    let shown = other.get(&picture).await;
    assert_eq!(
        (shown.status, shown.header("content-type")),
        (200, "image/png"),
        "under the same address"
    );
    let (moved, secrets) = document(&other);
    for (name, records) in documents.as_object().unwrap() {
        assert_eq!(&moved[name], records, "{name}");
    }
    assert_eq!(
        serde_json::to_value(&secrets).unwrap(),
        serde_json::to_value(&collected).unwrap()
    );
}
