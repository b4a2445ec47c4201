// The console's one script: cards arrive by a stream and take their places; forms are sent without leaving the page. Everything works without it.
(() => {
  "use strict";
  const byId = id => document.getElementById(id);
  const board = byId("board"), told = byId("told"), dialog = byId("ask"), asked = byId("asked"), link = byId("link"), counts = byId("counts"), say = byId("say");

  // ---- times: in the reader's own zone and words -------------------------------------------------------------
  const lang = document.documentElement.lang || "en";
  const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
  const dayClock = new Intl.DateTimeFormat(undefined, { weekday: "short", hour: "numeric", minute: "2-digit" });
  const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const ago = new Intl.RelativeTimeFormat(lang, { style: "narrow", numeric: "auto" });

  function span(ms) {
    const minutes = Math.floor(Math.abs(ms) / 60000), hours = Math.floor(minutes / 60);
    if (minutes < 1) return Math.floor(Math.abs(ms) / 1000) + " s";
    if (hours < 1) return minutes + " min";
    if (hours < 48) return hours + " h " + (minutes % 60 ? minutes % 60 + " min" : "");
    return Math.floor(hours / 24) + " d";
  }

  function since(at) {
    const seconds = Math.round((at - Date.now()) / 1000), past = Math.abs(seconds);
    if (past < 60) return ago.format(seconds, "second");
    if (past < 3600) return ago.format(Math.round(seconds / 60), "minute");
    if (past < 172800) return ago.format(Math.round(seconds / 3600), "hour");
    return ago.format(Math.round(seconds / 86400), "day");
  }

  function tick(root) {
    for (const time of root.querySelectorAll("time[data-show]")) {
      const at = new Date(time.dateTime), sameDay = at.toDateString() === new Date().toDateString();
      const show = time.dataset.show;
      time.textContent = show === "ago" ? since(at) : show === "clock" ? (sameDay ? clock : dayClock).format(at) : moment.format(at);
      if (!time.title) time.title = moment.format(at);
    }
    for (const left of root.querySelectorAll(".left[data-until]")) {
      const ms = Number(left.dataset.until) - Date.now();
      left.textContent = " · " + (ms >= 0 ? span(ms) + " left" : "by " + span(ms));
    }
  }
  setInterval(() => tick(document), 15000);

  // ---- the board ---------------------------------------------------------------------------------------------
  function count() {
    if (!counts || !board) return;
    const open = board.querySelectorAll(".card:not(.done)"), due = board.querySelectorAll(".card.now:not(.done), .card.soon:not(.done)");
    counts.textContent = "· " + open.length + " open" + (due.length ? " · " + due.length + " due soon" : "");
    byId("empty").hidden = board.children.length > 0;
  }

  const place = card => card.dataset.done === "1" ? [1, -Number(card.dataset.at || 0)] : [0, Number(card.dataset.due || 0)];
  const before = (one, other) => one[0] - other[0] || one[1] - other[1];

  function put(change) {
    const holder = document.createElement("template");
    holder.innerHTML = change.html;
    const card = holder.content.firstElementChild, old = byId(change.key);
    if (old && Number(old.dataset.version) > change.version) return;
    card.dataset.at = Date.now();
    if (old) {
      // What the reader had open or under the finger stays so.
      for (const details of old.querySelectorAll("details[open]")) {
        const same = card.querySelector("#" + CSS.escape(details.id));
        if (same) same.open = true;
      }
      if (old.contains(document.activeElement)) {
        const value = document.activeElement.value;
        queueMicrotask(() => {
          const same = [...card.querySelectorAll("button")].find(button => button.value === value) || card.querySelector("button, summary");
          if (same) same.focus({ preventScroll: true });
        });
      }
    }
    if (!old || old.dataset.done !== card.dataset.done) card.classList.add("fresh");
    if (old && card.dataset.done === "1") {
      // What was just done stays a while where it was, so that whoever did it sees how it ended.
      old.replaceWith(card);
      setTimeout(() => { if (card.isConnected) settle(card); }, 30000);
    } else {
      if (old) old.remove();
      settle(card);
    }
    tick(card);
    count();
  }

  function settle(card) {
    const at = [...board.children].find(other => other !== card && before(place(card), place(other)) < 0);
    board.insertBefore(card, at || null);
  }

  function listen() {
    let lost;
    const source = new EventSource("/console/events?after=" + board.dataset.change);
    source.addEventListener("card", event => { board.dataset.change = event.lastEventId; put(JSON.parse(event.data)); });
    source.addEventListener("gone", event => {
      board.dataset.change = event.lastEventId;
      const card = byId(JSON.parse(event.data));
      if (card) card.remove();
      count();
    });
    source.addEventListener("out", () => { source.close(); location.reload(); });
    source.onopen = () => { clearTimeout(lost); lost = undefined; link.hidden = true; };
    source.onerror = () => {
      lost = lost || setTimeout(() => { link.hidden = false; }, 1500);
      // Closed for good (a restart in between answered with an error page): begin anew where we were.
      if (source.readyState === EventSource.CLOSED) { source.close(); setTimeout(listen, 2000); }
    };
    addEventListener("pagehide", () => source.close(), { once: true });
  }

  // ---- presses and words, without leaving the page ------------------------------------------------------------
  function call(url, body, signal) {
    return fetch(url, { method: body ? "POST" : "GET", body, signal, headers: { Accept: "application/json" }, redirect: "error" });
  }

  async function send(url, body) {
    return (await call(url, body)).json();
  }

  // An answer that takes longer comes as a line each time it is further. Closing it, or asking something else, calls it off.
  let asking;
  async function speak(body, each) {
    if (asking) asking.abort();
    const own = asking = new AbortController();
    try {
      const response = await call("/console/say", body, own.signal);
      if (!(response.headers.get("Content-Type") || "").startsWith("application/x-ndjson")) { each(await response.json()); return; }
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let kept = ""; ;) {
        const { value, done } = await reader.read();
        if (done) return;
        const lines = (kept + value).split("\n");
        kept = lines.pop();
        for (const line of lines) if (!own.signal.aborted) each(JSON.parse(line));
      }
    } catch (problem) {
      if (!own.signal.aborted) throw problem;
    }
  }

  function tell(html, message) {
    told.replaceChildren();
    if (html) told.innerHTML = html;
    else { const p = document.createElement("p"); p.className = "banner soon"; p.textContent = message; told.append(p); }
    const close = document.createElement("button");
    close.className = "quiet close";
    close.textContent = "Close";
    close.onclick = () => { if (asking) asking.abort(); told.replaceChildren(); };
    told.prepend(close);
    tick(told);
    told.scrollTop = 0;
  }

  function answer(got, message) {
    if (got.kind === "done") { dialog.open && dialog.close(); told.replaceChildren(); return; }
    if (got.kind === "private") { show(got.html); return; }
    if (got.kind === "said") { tell(got.html); return; }
    if (got.kind === "stopped") return;
    // Refused: beside what was tried, so that nothing typed is lost.
    const where = dialog.open ? asked : null;
    if (!where) { tell(null, got.message || message); return; }
    let note = asked.querySelector(".refusal");
    if (!note) { note = document.createElement("p"); note.className = "banner now refusal"; note.setAttribute("role", "alert"); asked.prepend(note); }
    note.textContent = got.message || message;
  }

  // ---- the dialog: preview, edit, why -------------------------------------------------------------------------
  let editing;
  function presence(verb) {
    if (!editing) return;
    send("/console/press", new URLSearchParams({ press: verb, nudge: editing, version: "0" })).catch(() => { /* presence is a courtesy: the next one tells again */ });
  }
  setInterval(() => { if (dialog && dialog.open && editing) presence("editing"); }, 20000);

  function show(html) {
    asked.innerHTML = html;
    tick(asked);
    const box = asked.querySelector("textarea"), form = asked.querySelector("form");
    const was = editing;
    editing = box && form ? form.elements.nudge.value : undefined;
    if (was && was !== editing) { const now = editing; editing = was; presence("editing-ended"); editing = now; }
    if (box) {
      const key = "draft " + editing, kept = sessionStorage.getItem(key);
      if (kept !== null) box.value = kept;
      const length = text => box.dataset.unit === "bytes" ? new TextEncoder().encode(text).length : text.length;
      const counted = () => {
        const longest = Number(box.dataset.longest), now = length(box.value.trim());
        const words = asked.querySelector(".count");
        words.textContent = longest ? now + " of " + longest + " " + box.dataset.unit : now + " " + box.dataset.unit;
        words.classList.toggle("now", longest > 0 && now > longest);
      };
      box.oninput = () => { sessionStorage.setItem(key, box.value); counted(); };
      counted();
    }
    if (!dialog.open) dialog.showModal();
    (box || asked.querySelector("button.main") || asked.querySelector("button") || dialog).focus();
  }

  if (dialog) dialog.addEventListener("close", () => { presence("editing-ended"); editing = undefined; asked.replaceChildren(); });

  document.addEventListener("submit", async event => {
    const form = event.target, button = event.submitter;
    const action = form.getAttribute("action");
    if (!board || (action !== "/console/press" && action !== "/console/say")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, button));
    if (button) button.setAttribute("aria-busy", "true");
    try {
      if (action === "/console/say") {
        let isFirst = true;
        await speak(body, got => {
          if (isFirst && got.kind === "said") { form.elements.say.value = ""; sessionStorage.removeItem("say"); }
          // It may go on for long: the box is for the next word.
          if (button) button.removeAttribute("aria-busy");
          isFirst = false;
          answer(got);
        });
        return;
      }
      const got = await send(action, body);
      if (got.kind === "done" && form.elements.input) sessionStorage.removeItem("draft " + form.elements.nudge.value);
      answer(got);
    } catch {
      answer({ kind: "refused" }, "The service did not answer. Nothing was lost; try again in a moment.");
    } finally {
      if (button) button.removeAttribute("aria-busy");
    }
  });

  document.addEventListener("click", async event => {
    const ask = event.target.closest && event.target.closest("a.ask");
    if (!ask || !board || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    try { answer(await send(ask.getAttribute("href"))); } catch { location.href = ask.href; }
  });

  // ---- start ----------------------------------------------------------------------------------------------------
  tick(document);
  if (board) {
    for (const card of board.children) card.dataset.at = card.dataset.at || Date.now();
    count();
    const box = say.elements.say;
    if (!box.value) box.value = sessionStorage.getItem("say") || "";
    box.oninput = () => sessionStorage.setItem("say", box.value);
    if (told.children.length) tell(told.innerHTML);
    listen();
  }
})();
