// What the page does better with a script: it stays up to date, answers in place, keeps what was typed, and tells times as people do.
// Without it everything still works, by plain links and forms.
(() => {
  'use strict';

  const base = new URL('.', document.currentScript.src);
  const wall = document.getElementById('wall');
  const live = document.getElementById('live');
  const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

  async function fetchPage(address) {
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  }

  // A word to the visitor; screen readers read it out.
  let saying = 0;

  function say(what, forGood = false) {
    clearTimeout(saying);
    live.textContent = what;
    if (what && !forGood) saying = setTimeout(() => { live.textContent = ''; }, 6_000);
  }

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
  const draftKey = name => `${base.pathname} ${name}`;
  const isTyped = form => fieldsOf(form).some(field => field.name !== 'name' && field.value !== field.defaultValue);

  // A browser that is told to keep nothing throws; then nothing is kept.
  function kept(action) {
    try {
      return action(sessionStorage);
    } catch {
      return null;
    }
  }

  function keepDraft(form) {
    const key = draftKey(form.dataset.draft);
    const values = Object.fromEntries(fieldsOf(form).map(field => [field.name, field.value]));
    kept(storage => isTyped(form) ? storage.setItem(key, JSON.stringify(values)) : storage.removeItem(key));
  }

  function restoreDraft(form) {
    const values = kept(storage => JSON.parse(storage.getItem(draftKey(form.dataset.draft)))) ?? {};
    for (const field of fieldsOf(form)) {
      if (typeof values[field.name] === 'string') field.value = values[field.name];
    }
  }

  const dropDraft = form => kept(storage => storage.removeItem(draftKey(form.dataset.draft)));

  document.addEventListener('input', event => {
    const form = event.target.closest('form[data-draft]');
    if (form) keepDraft(form);
  });

  // Forms in place: one below each post, opened and closed by its link

  async function openForm(link) {
    const article = link.closest('article');
    const page = await fetchPage(link.href);
    const form = page.querySelector(`form[data-draft="${link.dataset.act}-${article.id}"]`);
    if (!form) {
      say('This post is not there any more.');
      return null;
    }
    closeForm(article);
    restoreDraft(form);
    article.append(form);
    link.ariaExpanded = 'true';
    return form;
  }

  // What was typed stays kept, and is there again when the form is opened again.
  function closeForm(article) {
    article.querySelector('form')?.remove();
    for (const link of article.querySelectorAll('[data-act]')) link.ariaExpanded = null;
  }

  document.addEventListener('click', async event => {
    const link = event.target.closest('[data-act]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const article = link.closest('article');
    if (article.querySelector('form')?.dataset.draft === `${link.dataset.act}-${article.id}`) {
      closeForm(article);
      return;
    }
    try {
      const form = await openForm(link);
      form?.querySelector('textarea, button').focus();
    } catch {
      say('The page does not answer just now.');
    }
  });

  document.addEventListener('keydown', event => {
    const form = event.target.closest?.('article form');
    if (event.key !== 'Escape' || !form) return;
    const link = form.closest('article').querySelector('[aria-expanded]');
    closeForm(form.closest('article'));
    link?.focus();
  });

  async function restoreDrafts() {
    for (const form of document.querySelectorAll('form[data-draft]')) restoreDraft(form);
    for (const key of kept(Object.keys) ?? []) {
      const [act, id] = key.startsWith(draftKey('')) ? key.slice(draftKey('').length).split('-') : [];
      const article = id && document.getElementById(id);
      const link = article?.querySelector(`[data-act="${act}"]`);
      if (link && !article.querySelector('form')) await openForm(link).catch(() => { /* it is kept, and there when its form is opened */ });
    }
  }

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

  // The composer is emptied but for the name; a form below a post has done its work.
  function startOver(form) {
    const article = form.closest('article');
    if (article) {
      const link = article.querySelector('[aria-expanded]');
      closeForm(article);
      link?.focus();
      return;
    }
    const name = form.elements.namedItem('name').value;
    form.reset();
    form.elements.namedItem('name').value = name;
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
    } catch {
      tellProblem(form, 'The page does not answer just now. Your text is kept; send it again in a moment.');
      return;
    } finally {
      form.ariaBusy = null;
    }
    dropDraft(form);
    startOver(form);
    await refresh().catch(() => { /* it was taken; the stream shows it once the page is back */ });
    if (document.activeElement === document.body) document.getElementById('posts').focus();
  });

  // Staying up to date

  const isBusy = part => [...part.querySelectorAll('form')].some(isTyped);

  function mergePost(old, fresh) {
    if (old.dataset.revision === fresh.dataset.revision) return;
    const form = old.querySelector('form');
    const isGone = !fresh.querySelector('.acts');
    if (isGone && !(form && isTyped(form))) {
      old.replaceWith(fresh);
      return;
    }
    old.dataset.revision = fresh.dataset.revision;
    old.querySelector('.said').replaceWith(fresh.querySelector('.said'));
    if (isGone) old.querySelector('.acts')?.remove();
    // Who opened the editor and did not begin yet begins with the newer text.
    else if (form?.dataset.draft.startsWith('edit-') && !isTyped(form)) closeForm(old);
  }

  // The order of posts never changes, so what stays is never moved, and keeps its focus and its form.
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
      known.querySelector(':scope > .more')?.remove();
      const more = item.querySelector(':scope > .more');
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
    if (!isBusy(item)) {
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

  let again = false;
  let running = null;

  // However often it is asked for meanwhile, it runs once more; all who asked wait for that.
  function refresh() {
    again = true;
    running ??= refreshUntilDone().finally(() => { running = null; });
    return running;
  }

  async function refreshUntilDone() {
    while (again) {
      again = false;
      const fresh = (await fetchPage(location.pathname + location.search)).getElementById('wall');
      if (!fresh) {
        say('This post is not there any more.');
        return;
      }
      for (const form of fresh.querySelectorAll('form')) form.remove();
      tellTimes(fresh);
      const fresher = mergeList(wall, fresh);
      wall.dataset.change = fresh.dataset.change;
      if (fresher > 0) say(fresher === 1 ? 'One new post.' : `${fresher} new posts.`);
      if (again) await pause(200);
    }
  }

  let source = null;
  let lost = false;

  function heard(event) {
    if (lost) say('Connected again.');
    lost = false;
    if (event.data !== wall.dataset.change) refresh().catch(() => { /* it went away again; once back, it tells again */ });
  }

  function listen() {
    if (!wall || source || document.hidden) return;
    source = new EventSource(new URL('live', base));
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
