//! The desktop shell: opens the window, hands calls to `desk::wire`, shows file dialogs. Nothing else.

mod dialogs;
mod machine;
mod settings;

use std::process::ExitCode;
use std::sync::Arc;

use ruxue_desk::wire::{Failure, Progress, Window};
use tauri::ipc::{Channel, InvokeResponseBody, Response};
use tauri::{Manager, State, WebviewWindowBuilder};

use settings::Settings;
use zeroize::Zeroizing;

/// Runs the window until it is closed.
pub fn run() -> ExitCode {
    let settings = match Settings::read() {
        Ok(settings) => settings,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::from(2);
        }
    };
    machine::prepare();
    let started = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![call])
        .setup(move |app| {
            let host = machine::Machine::new(app.handle().clone());
            app.manage(Arc::new(Window::new(
                settings.desk,
                settings.today,
                Box::new(host),
            )));
            // The window comes after the state: its page calls as soon as it is there.
            let config = app
                .config()
                .app
                .windows
                .first()
                .cloned()
                .unwrap_or_default();
            WebviewWindowBuilder::from_config(app, &config)?.build()?;
            Ok(())
        })
        .run(tauri::generate_context!());
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("窗口打不开：{error}。请确认本机有图形桌面；没有时可用命令行 ruxue。");
            ExitCode::FAILURE
        }
    }
}

/// The one command: a call of the table in `desk::wire`.
#[tauri::command]
async fn call(
    window: State<'_, Arc<Window>>,
    name: String,
    body: String,
    progress: Channel<Progress>,
) -> Result<Response, Failure> {
    let window = Arc::clone(&window);
    // Passwords come this way; what was asked is wiped once it is answered.
    let body = Zeroizing::new(body);
    let answered = tauri::async_runtime::spawn_blocking(move || {
        window.call(&name, &body, &|how_far| {
            // A page that has gone listens no more; the work goes on.
            let _ = progress.send(how_far);
        })
    });
    let answer = answered
        .await
        .map_err(|error| Failure::fault("办理", &error))??;
    Ok(Response::new(InvokeResponseBody::Json(answer)))
}
