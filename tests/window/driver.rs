//! A real window under a driver: its own display where there is none, its own WebKitWebDriver.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

/// How long anything on screen may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A process and all that it started; gone when dropped.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Running {
        let program = command.get_program().to_owned();
        match command.process_group(0).spawn() {
            Ok(child) => Running(child),
            Err(error) => panic!("{program:?} does not start ({error}): run scripts/setup.sh test"),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // The group holds the window too, which a test that failed has not closed.
        let group = format!("-{}", self.0.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

/// A display to open windows on: the one there is, or an Xvfb of its own.
fn display() -> (String, Option<Running>) {
    if let Ok(name) = env::var("DISPLAY")
        && !name.is_empty()
    {
        return (name, None);
    }
    let mut command = Command::new("Xvfb");
    command
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut xvfb = Running::start(&mut command);
    let out = xvfb.0.stdout.take().expect("Xvfb has an output");
    let mut number = String::new();
    BufReader::new(out)
        .read_line(&mut number)
        .expect("Xvfb names its display");
    (format!(":{}", number.trim()), Some(xvfb))
}

/// One open window.
pub struct Screen {
    pub client: Client,
    // Dropped in this order: the driver with the window, then the display.
    _driver: Running,
    _display: Option<Running>,
}

impl Screen {
    /// Opens the window on a desk; `pick` is what its file dialog gives.
    pub async fn open(desk: &Path, pick: &Path, today: &str) -> Screen {
        Screen::open_with(desk, pick, &[("RUXUE_TODAY", OsStr::new(today))]).await
    }

    /// The same, with these words in its environment.
    pub async fn open_with(desk: &Path, pick: &Path, words: &[(&str, &OsStr)]) -> Screen {
        let (display, own) = display();
        let port = free_port();
        // Beside the desk: a folder with anything in it takes no new desk.
        let webview = desk.with_file_name("webview");
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", display)
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("RUXUE_DESK", desk)
            .envs(words.iter().copied())
            .env("RUXUE_TEST_PICK", pick)
            .env("XDG_DATA_HOME", webview)
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let driver = Running::start(&mut command);
        wait_for_port(port);
        let options = json!({ "binary": env!("CARGO_BIN_EXE_ruxue-desktop"), "args": [] });
        let capabilities = [("webkitgtk:browserOptions".to_owned(), options)]
            .into_iter()
            .collect();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the window opens");
        Screen {
            client,
            _driver: driver,
            _display: own,
        }
    }

    /// The element, once it is there.
    pub async fn find(&self, css: &str) -> Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .for_element(Locator::Css(css))
            .await;
        match found {
            Ok(element) => element,
            Err(error) => panic!(
                "{css} does not come ({error}); on screen: {}",
                self.text().await
            ),
        }
    }

    /// Presses what is there, once it may be pressed.
    pub async fn press(&self, css: &str) {
        self.find(&format!("{css}:not([disabled])"))
            .await
            .click()
            .await
            .expect("can be pressed");
    }

    pub async fn type_into(&self, css: &str, text: &str) {
        self.find(css)
            .await
            .send_keys(text)
            .await
            .expect("takes keys");
    }

    /// Types where the focus is.
    pub async fn keys(&self, keys: &str) {
        let focused = self.client.active_element().await.expect("has a focus");
        focused.send_keys(keys).await.expect("takes keys");
    }

    /// The text of the element, once it is there. As the page has it: the driver's own notion of
    /// what is shown leaves out cells whose text may be cut short.
    pub async fn read(&self, css: &str) -> String {
        let element = self.find(css).await;
        let text = element.prop("innerText").await.expect("has a text");
        text.unwrap_or_default()
    }

    /// Waits until the text of the element holds `part`.
    pub async fn until(&self, css: &str, part: &str) -> String {
        let start = Instant::now();
        loop {
            let text = self.read(css).await;
            if text.contains(part) {
                return text;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "{css} says {text:?}, not {part:?}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    pub async fn script(&self, code: &str) -> Value {
        self.client
            .execute(code, Vec::new())
            .await
            .expect("the script runs")
    }

    /// All that is on screen.
    pub async fn text(&self) -> String {
        let text = self.script("return document.body.innerText").await;
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Signs in; the name stays in its field after a wrong password.
    pub async fn sign_in(&self, name: Option<&str>, password: &str) {
        if let Some(name) = name {
            self.type_into("#who:not([disabled])", name).await;
        }
        self.type_into("#password", password).await;
        self.press("button[data-act]").await;
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it has a number").port()
}

fn wait_for_port(port: u16) {
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(
            start.elapsed() < PATIENCE,
            "WebKitWebDriver does not listen"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}
