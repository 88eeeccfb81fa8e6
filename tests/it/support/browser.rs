//! A browser without a screen: keeps cookies, follows redirects inside the server and stops at
//! its border, fills forms as they are, and sends every hidden field as found.

use super::{Answer, Site};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

#[derive(Clone)]
pub struct Browser {
    pub origin: String,
    http: reqwest::Client,
    pub cookies: BTreeMap<String, String>,
}

/// What a browser sees.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    /// The address of the page, or the one beyond the border that it was sent to.
    pub address: String,
    /// Whether the browser was sent away from the server.
    pub is_outside: bool,
    pub body: String,
    pub answer: Answer,
}

impl Browser {
    pub fn new(site: &Site) -> Self {
        Browser {
            origin: site.origin.clone(),
            http: site.http.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// A browser with a client of the test's.
    pub fn of(site: &Site, http: reqwest::Client) -> Self {
        Browser {
            http,
            ..Browser::new(site)
        }
    }

    /// What it asks with.
    pub fn client(&self) -> &reqwest::Client {
        &self.http
    }

    /// A browser at a program of its own.
    pub fn at(origin: &str) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Browser {
            origin: origin.to_owned(),
            http: http.build().unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    /// The same, asking for these languages.
    pub fn speaking(mut self, languages: &str) -> Self {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("accept-language", languages.parse().unwrap());
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        self.http = http.default_headers(headers).build().unwrap();
        self
    }

    pub async fn get(&mut self, path: &str) -> Page {
        let address = self.absolute(path);
        let request = self.http.get(&address).header("accept", "text/html");
        self.go(request, address).await
    }

    pub async fn post(&mut self, path: &str, form: &[(String, String)]) -> Page {
        let address = self.absolute(path);
        let request = self.http.post(&address).form(form);
        self.go(request, address).await
    }

    /// One request with the cookies, without following anything.
    pub async fn raw(&mut self, request: reqwest::RequestBuilder) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = match cookies.is_empty() {
            true => request,
            false => request.header("cookie", cookies.join("; ")),
        };
        let response = request.send().await.unwrap();
        for header in response.headers().get_all("set-cookie") {
            let cookie = header.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            match cookie.contains("Max-Age=0") {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        Answer {
            status,
            headers,
            body: response.text().await.unwrap(),
        }
    }

    /// What one request with the cookies is answered with, as it travels.
    pub async fn raw_bytes(&mut self, request: reqwest::RequestBuilder) -> Vec<u8> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let response = request.header("cookie", cookies.join("; ")).send().await.unwrap();
        assert_eq!(response.headers()["content-encoding"], "gzip");
        response.bytes().await.unwrap().to_vec()
    }

    async fn go(&mut self, request: reqwest::RequestBuilder, mut address: String) -> Page {
        let mut answer = self.raw(request).await;
        let mut followed = 0;
        while (300..400).contains(&answer.status) {
            assert_eq!(answer.status, 303, "every redirect of ours is a 303 (R14): {address}");
            followed += 1;
            assert!(followed <= 10, "{address} leads round in a circle");
            let location = answer.header("location").to_owned();
            let next = self.absolute(&location);
            if !next.starts_with(&format!("{}/", self.origin)) {
                return Page {
                    status: answer.status,
                    address: next,
                    is_outside: true,
                    body: String::new(),
                    answer,
                };
            }
            address = next;
            answer = self.raw(self.http.get(&address).header("accept", "text/html")).await;
        }
        Page {
            status: answer.status,
            address,
            is_outside: false,
            body: answer.body.clone(),
            answer,
        }
    }

    fn absolute(&self, path: &str) -> String {
        match path.starts_with('/') {
            true => format!("{}{path}", self.origin),
            false => path.to_owned(),
        }
    }

    /// Presses the button with this id, with these fields typed into its form. An action that asks first is asked.
    pub async fn press(&mut self, page: &Page, button: &str, typed: &[(&str, &str)]) -> Page {
        let question = button.strip_prefix("action-").map(|name| format!("do-{name}"));
        if let Some(question) = question.filter(|question| page.has(question)) {
            let asked = self.get(&page.href(&question)).await;
            let (action, form) = asked.form_of(button, typed);
            return self.post(&action, &form).await;
        }
        let (action, form) = page.form_of(button, typed);
        self.post(&action, &form).await
    }

    /// Signs in on the login page.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> Page {
        let login = self.get("/login").await;
        let page = self
            .press(&login, "login-submit", &[("email", email), ("password", password)])
            .await;
        assert_eq!(page.status, 200, "{}", page.body);
        page
    }

    /// The CSRF token of the session, from a page that everybody has.
    pub async fn csrf_of_home(&mut self) -> String {
        let home = self.get("/me/profile").await;
        let (_, form) = home.form_of("logout-submit", &[]);
        form.into_iter().find(|(name, _)| name == "csrf_token").unwrap().1
    }

    /// A page's CSRF token of the session.
    pub async fn csrf(&mut self) -> String {
        let home = self.get("/app").await;
        let (_, form) = home.form_of("logout-submit", &[]);
        form.into_iter().find(|(name, _)| name == "csrf_token").unwrap().1
    }
}

fn select<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

impl Page {
    /// The address and the fields of the form that a button belongs to, with what is typed.
    pub fn form_of(&self, button: &str, typed: &[(&str, &str)]) -> (String, Vec<(String, String)>) {
        let html = Html::parse_document(&self.body);
        let forms = select(&html, "form");
        let form = forms
            .into_iter()
            .find(|form| {
                form.select(&Selector::parse(&format!("#{button}")).unwrap())
                    .next()
                    .is_some()
            })
            .unwrap_or_else(|| {
                panic!(
                    "no button {button} at {} ({}):\n{}",
                    self.address, self.status, self.body
                )
            });
        assert_eq!(form.value().attr("method"), Some("post"));
        let mut fields = Vec::new();
        for control in form.select(&Selector::parse("input, select, textarea").unwrap()) {
            let Some(name) = control.value().attr("name") else {
                continue;
            };
            let is_checkbox = control.value().attr("type") == Some("checkbox");
            let is_off = is_checkbox && control.value().attr("checked").is_none();
            if is_off || control.value().attr("disabled").is_some() {
                continue;
            }
            let value = match control.value().name() {
                "textarea" => control.text().collect(),
                "select" => control
                    .select(&Selector::parse("option[selected]").unwrap())
                    .next()
                    .map(|option| option.value().attr("value").unwrap_or_default().to_owned())
                    .unwrap_or_default(),
                _ => control.value().attr("value").unwrap_or_default().to_owned(),
            };
            fields.push((name.to_owned(), value));
        }
        for (name, value) in typed {
            fields.retain(|(own, _)| own != name);
            fields.push((name.to_string(), value.to_string()));
        }
        (form.value().attr("action").unwrap().to_owned(), fields)
    }

    /// The address and the fields of the first form that posts there.
    pub fn form_at(&self, action: &str) -> (String, Vec<(String, String)>) {
        let html = Html::parse_document(&self.body);
        let forms = select(&html, &format!("form[action='{action}']"));
        let form = forms
            .first()
            .unwrap_or_else(|| panic!("no form to {action}:\n{}", self.body));
        let inputs = Selector::parse("input[name]").unwrap();
        let fields = form.select(&inputs).map(|input| {
            let value = |name: &str| input.value().attr(name).unwrap_or_default().to_owned();
            (value("name"), value("value"))
        });
        (action.to_owned(), fields.collect())
    }

    /// The address and the fields of a form that asks (GET), by its button.
    pub fn form_with(&self, button: &str) -> (String, Vec<(String, String)>) {
        let html = Html::parse_document(&self.body);
        let forms = select(&html, "form[method=get]");
        let is_it = Selector::parse(&format!("#{button}")).unwrap();
        let form = forms.iter().find(|form| form.select(&is_it).next().is_some()).unwrap();
        let controls = Selector::parse("input[name], select[name]").unwrap();
        let chosen = Selector::parse("option[selected]").unwrap();
        let fields = form.select(&controls).map(|control| {
            let attribute =
                |element: &ElementRef, name: &str| element.value().attr(name).unwrap_or_default().to_owned();
            let value = match control.value().name() {
                "select" => control
                    .select(&chosen)
                    .next()
                    .map_or_else(String::new, |option| attribute(&option, "value")),
                _ => attribute(&control, "value"),
            };
            (attribute(&control, "name"), value)
        });
        (form.value().attr("action").unwrap().to_owned(), fields.collect())
    }

    /// Whether there is an element with this id.
    pub fn has(&self, id: &str) -> bool {
        !select(&Html::parse_document(&self.body), &format!("#{id}")).is_empty()
    }

    /// Where a link leads.
    pub fn href(&self, id: &str) -> String {
        let html = Html::parse_document(&self.body);
        let found = select(&html, &format!("#{id}"));
        let found = found.first().unwrap_or_else(|| panic!("no link {id}:\n{}", self.body));
        found.value().attr("href").unwrap_or_default().to_owned()
    }

    /// An attribute of the first element like this.
    pub fn attr(&self, selector: &str, attribute: &str) -> String {
        let html = Html::parse_document(&self.body);
        let found = select(&html, selector);
        let found = found.first().unwrap_or_else(|| panic!("no {selector}:\n{}", self.body));
        found.value().attr(attribute).unwrap_or_default().to_owned()
    }

    /// The value of an input.
    pub fn value(&self, id: &str) -> String {
        let html = Html::parse_document(&self.body);
        let found = select(&html, &format!("#{id}"));
        found[0].value().attr("value").unwrap_or_default().to_owned()
    }

    /// The values of every element like this.
    pub fn values(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.body);
        let found = select(&html, selector);
        let value = |element: ElementRef| element.value().attr("value").unwrap_or_default().to_owned();
        found.into_iter().map(value).collect()
    }

    /// The text of an element.
    pub fn text(&self, selector: &str) -> String {
        let html = Html::parse_document(&self.body);
        select(&html, selector)
            .into_iter()
            .flat_map(|element| element.text())
            .collect()
    }

    /// The text of each element.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let html = Html::parse_document(&self.body);
        let found = select(&html, selector).into_iter();
        found.map(|element| element.text().collect()).collect()
    }

    /// Attributes of every element that has one of this name.
    pub fn attributes(&self, attribute: &str) -> Vec<String> {
        let html = Html::parse_document(&self.body);
        let found = select(&html, &format!("[{attribute}]"));
        found
            .into_iter()
            .map(|element| element.value().attr(attribute).unwrap().to_owned())
            .collect()
    }
}
