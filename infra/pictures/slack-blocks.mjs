// A Slack message or window drawn as HTML, the way Slack's own client lays it out: of Block Kit just what PageWatch sends.
// Whatever it sends beside that fails loudly, so that no picture shows less than people get.
//   https://docs.slack.dev/reference/block-kit

const escaped = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as text, whoever wrote it. */
export const text = words => String(words ?? '').replace(/[&<>"']/g, c => escaped[c]);

/**
 * @param message What chat.postMessage took: blocks and ts.
 * @param app Who says it: name, and picture as an address.
 * @param reader When and where it is read: now (Date), locale, timeZone.
 */
export function drawMessage(message, app, reader) {
  const said = new Date(Number(message.ts) * 1_000);
  return `<article class="message"><img class="avatar" src="${text(app.picture)}" alt=""><div class="content">
    <p class="who"><b>${text(app.name)}</b> <span class="badge">APP</span> <time>${text(clockTime(said, reader))}</time></p>
    ${drawBlocks(message.blocks, reader)}</div></article>`;
}

/** A window (modal): title, blocks, and its buttons at the foot. */
export function drawView(view, app, reader) {
  return `<section class="window"><header><img class="avatar" src="${text(app.picture)}" alt=""><h1>${plain(view.title)}</h1><span class="close">✕</span></header>
    <div class="content">${drawBlocks(view.blocks, reader)}</div>
    <footer><button>${view.close ? plain(view.close) : view.submit ? 'Cancel' : 'Close'}</button>${view.submit ? `<button class="primary">${plain(view.submit)}</button>` : ''}</footer></section>`;
}

const drawBlocks = (blocks, reader) => blocks.map(block => of(blockKinds, block)(block, reader)).join('\n');

const blockKinds = {
  header: block => `<h2>${plain(block.text)}</h2>`,
  section: block => `<p class="section">${plain(block.text)}</p>`,
  context: block => `<p class="context">${block.elements.map(plain).join(' ')}</p>`,
  rich_text: (block, reader) => `<div class="rich">${block.elements.map(element => of(richKinds, element)(element, reader)).join('')}</div>`,
  actions: block => `<div class="actions">${block.elements.map(element => of(elementKinds, element)(element)).join('')}</div>`,
  input: block => `<label class="input"><b>${plain(block.label)}${block.optional ? ' <i>(optional)</i>' : ''}</b>${of(elementKinds, block.element)(block.element)}</label>`,
};

const richKinds = {
  rich_text_section: (element, reader) => `<div>${runs(element, reader)}</div>`,
  rich_text_quote: (element, reader) => `<blockquote>${runs(element, reader)}</blockquote>`,
};

const runs = (element, reader) => element.elements.map(run => of(runKinds, run)(run, reader)).join('');

const runKinds = {
  text: run => run.style?.bold ? `<b>${text(run.text)}</b>` : text(run.text),
  link: run => `<a>${text(run.text ?? run.url)}</a>`,
  date: (run, reader) => text(moment(run, reader)),
};

const elementKinds = {
  button: element => `<button${element.style ? ` class="${text(element.style)}"` : ''}>${plain(element.text)}</button>`,
  overflow: () => '<button class="overflow"><i></i><i></i><i></i></button>',
  static_select: element => `<button class="select">${plain(element.placeholder)}</button>`,
  plain_text_input: element => `<textarea>${text(element.initial_value)}</textarea>`,
};

function plain(part) {
  if (part?.type !== 'plain_text') throw new Error(`Slack would draw a ${part?.type} here, and nobody taught this page how.`);
  return text(part.text);
}

function of(kinds, part) {
  if (!Object.hasOwn(kinds, part.type)) throw new Error(`Slack would draw a ${part.type} here, and nobody taught this page how.`);
  return kinds[part.type];
}

// https://docs.slack.dev/reference/block-kit/block-elements/date-element: a word at the start of the format is a capital one.
function moment(run, reader) {
  const at = new Date(run.timestamp * 1_000);
  return run.format.replace(/\{(\w+)\}/g, (token, name, place) => ({
    ago: () => ago(at, reader), time: () => clockTime(at, reader), date_short_pretty: () => dayOf(at, reader, place === 0),
  }[name] ?? (() => { throw new Error(`Slack would write ${token} here, and nobody taught this page how.`); }))());
}

function ago(at, { now, locale }) {
  const seconds = Math.max(1, Math.round((now - at) / 1_000));
  const [unit, size] = seconds < 60 ? ['second', 1] : seconds < 3_600 ? ['minute', 60] : seconds < 86_400 ? ['hour', 3_600] : ['day', 86_400];
  return new Intl.RelativeTimeFormat(locale).format(-Math.floor(seconds / size), unit);
}

const clockTime = (at, { locale, timeZone }) => at.toLocaleTimeString(locale, { timeZone, hour: 'numeric', minute: '2-digit' });

function dayOf(at, { now, locale, timeZone }, isFirst) {
  const day = each => Date.parse(each.toLocaleDateString('en-CA', { timeZone })) / 86_400_000;
  const near = { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' }[day(at) - day(now)];
  if (!near) return at.toLocaleDateString(locale, { timeZone, month: 'short', day: 'numeric', year: 'numeric' });
  return isFirst ? near[0].toUpperCase() + near.slice(1) : near;
}
