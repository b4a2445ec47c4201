// What the page does better with a script: it stays up to date, keeps what was typed, and tells times as people do.
// Without it everything still works, by plain forms.
(() => {
  'use strict';

  const base = new URL('.', document.currentScript.src);
  const wall = document.getElementById('wall');
  const live = document.getElementById('live');

  // Times

  const minute = 60, hour = 60 * minute, day = 24 * hour;

  function ago(seconds) {
    if (seconds < minute) return 'just now';
    if (seconds < hour) return `${Math.floor(seconds / minute)} min ago`;
    if (seconds < day) return `${Math.floor(seconds / hour)} h ago`;
    return `${Math.floor(seconds / day)} d ago`;
  }

  function tellTimes(root) {
    for (const time of root.querySelectorAll('time')) {
      const at = new Date(time.dateTime);
      time.title = at.toLocaleString();
      time.textContent = ago((Date.now() - at) / 1000);
    }
  }

  tellTimes(document);
  setInterval(() => tellTimes(document), 30_000);

  // Unsent text, kept in this tab until it was taken

  const fieldsOf = form => [...form.querySelectorAll('input, textarea')];
  const keyOf = form => `${base.pathname} ${form.dataset.draft}`;

  // A browser that is told to keep nothing throws; then nothing is kept.
  function kept(action) {
    try {
      return action(sessionStorage);
    } catch {
      return null;
    }
  }

  const isTyped = form => fieldsOf(form).some(field => field.name !== 'name' && field.value !== field.defaultValue);

  function keepDraft(form) {
    const values = Object.fromEntries(fieldsOf(form).map(field => [field.name, field.value]));
    kept(storage => isTyped(form) ? storage.setItem(keyOf(form), JSON.stringify(values)) : storage.removeItem(keyOf(form)));
  }

  function restoreDrafts() {
    for (const form of document.querySelectorAll('form[data-draft]')) {
      const values = kept(storage => JSON.parse(storage.getItem(keyOf(form))));
      if (!values) continue;
      for (const field of fieldsOf(form)) {
        if (typeof values[field.name] === 'string') field.value = values[field.name];
      }
      const act = form.closest('details');
      if (act) act.open = true;
    }
  }

  document.addEventListener('input', event => {
    const form = event.target.closest('form[data-draft]');
    if (form) keepDraft(form);
  });
  restoreDrafts();

  // Sending without leaving the page

  function tellProblem(form, what) {
    form.querySelector('.problem')?.remove();
    if (!what) return;
    const problem = document.createElement('p');
    problem.className = 'problem';
    problem.setAttribute('role', 'alert');
    problem.textContent = what;
    form.prepend(problem);
  }

  function startOver(form) {
    const name = form.elements.namedItem('name')?.value;
    form.reset();
    if (name !== undefined) form.elements.namedItem('name').value = name;
    const act = form.closest('details');
    if (!act) return;
    act.open = false;
    act.querySelector('summary').focus();
  }

  document.addEventListener('submit', async event => {
    const form = event.target;
    if (!form.dataset.draft) return;
    event.preventDefault();
    if (form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    tellProblem(form, null);
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: 'text/plain' },
      });
      if (!answer.ok) {
        tellProblem(form, await answer.text() || `The page answered ${answer.status}. Your text is kept.`);
        return;
      }
      kept(storage => storage.removeItem(keyOf(form)));
      startOver(form);
      await refresh();
      if (!form.isConnected) document.getElementById('posts').focus();
    } catch {
      tellProblem(form, 'The page does not answer just now. Your text is kept; send it again in a moment.');
    } finally {
      form.ariaBusy = null;
    }
  });

  if (!wall) return;

  // Staying up to date

  // Somebody is at it: its form is open, has the focus, or holds text that was not sent.
  const isBusy = part => part.contains(document.activeElement) || part.querySelector('details[open]') !== null || [...part.querySelectorAll('form')].some(isTyped);

  function mergePost(old, fresh) {
    if (old.dataset.revision === fresh.dataset.revision) return;
    old.dataset.revision = fresh.dataset.revision;
    old.className = fresh.className;
    old.querySelector('.said').replaceWith(fresh.querySelector('.said'));
    const acts = old.querySelector('.acts');
    if (acts && !isBusy(acts)) {
      const next = fresh.querySelector('.acts');
      if (next) acts.replaceWith(next);
      else acts.remove();
    }
  }

  // The order of posts never changes, so what stays is never moved, and keeps its focus and its open forms.
  function mergeList(old, fresh) {
    let fresher = 0;
    let next = old.firstElementChild;
    for (const item of [...fresh.children]) {
      const known = document.getElementById(item.id);
      if (!known || known.parentElement !== old) {
        old.insertBefore(item, next);
        fresher++;
        continue;
      }
      while (next !== known) {
        const gone = next;
        next = next.nextElementSibling;
        leave(gone);
      }
      mergePost(known.querySelector('article'), item.querySelector('article'));
      const more = item.querySelector(':scope > .more');
      known.querySelector(':scope > .more')?.remove();
      if (more) known.querySelector(':scope > .answers').before(more);
      const answers = known.querySelector(':scope > .answers');
      if (answers) fresher += mergeList(answers, item.querySelector(':scope > .answers'));
      next = known.nextElementSibling;
    }
    while (next) {
      const gone = next;
      next = next.nextElementSibling;
      leave(gone);
    }
    return fresher;
  }

  // Words that somebody is typing outlive the post that they answer.
  function leave(item) {
    if (![...item.querySelectorAll('form')].some(isTyped)) {
      item.remove();
      return;
    }
    for (const said of item.querySelectorAll('.said')) {
      const gone = document.createElement('p');
      gone.className = 'said quiet';
      gone.textContent = 'This post was deleted. What you typed is still here.';
      said.replaceWith(gone);
    }
  }

  let refreshing = false;
  let again = false;

  async function refresh() {
    again = true;
    if (refreshing) return;
    refreshing = true;
    try {
      while (again) {
        again = false;
        const answer = await fetch(location.pathname + location.search, { headers: { Accept: 'text/html' } });
        const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('wall');
        if (!fresh) {
          say('This post is not there any more.');
          return;
        }
        tellTimes(fresh);
        const fresher = mergeList(wall, fresh);
        wall.dataset.change = fresh.dataset.change;
        if (fresher > 0) say(fresher === 1 ? 'One new post.' : `${fresher} new posts.`);
        await new Promise(done => setTimeout(done, 200));
      }
    } finally {
      refreshing = false;
    }
  }

  let saying = 0;

  function say(what, forGood = false) {
    clearTimeout(saying);
    live.textContent = what;
    if (what && !forGood) saying = setTimeout(() => { live.textContent = ''; }, 6_000);
  }

  let source = null;
  let lost = false;

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource(new URL('live', base));
    const heard = event => {
      if (lost) say('Connected again.');
      lost = false;
      // A page that goes away while we ask tells again once it is back.
      if (event.data !== wall.dataset.change) refresh().catch(() => { });
    };
    source.addEventListener('change', heard);
    source.addEventListener('same', heard);
    source.onerror = () => {
      lost = true;
      say('Not connected; trying again. What you type is kept.', true);
      // The browser tries again by itself, unless it was answered with an error.
      if (source.readyState !== EventSource.CLOSED) return;
      stopListening();
      setTimeout(listen, 5_000);
    };
  }

  function stopListening() {
    source?.close();
    source = null;
  }

  // A browser keeps only six connections to one site: tabs that nobody looks at leave theirs to the others.
  document.addEventListener('visibilitychange', () => document.hidden ? stopListening() : listen());
  addEventListener('pagehide', stopListening);
  addEventListener('pageshow', listen);
  listen();
})();
