// Messages and windows as Slack draws them, from their JSON:  node slack.mjs PICTURE.png [--at 2026-03-10T09:04Z] FILE.json…
// Made for looking through what the tests approved: tests/PageWatch.Channels.Tests/Slack/snapshots.
import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { icon, launch, openSlack } from './browser.mjs';
import { drawMessage, drawView, text } from './slack-blocks.mjs';

const { values, positionals: [picture, ...files] } = parseArgs({ options: { at: { type: 'string' } }, allowPositionals: true });
if (files.length === 0) throw new Error('Say where the picture goes, and which files to draw.');
const now = values.at ? new Date(values.at) : new Date();
const reader = { locale: 'en-US', timeZone: 'Etc/UTC', now };
const app = { name: 'PageWatch', picture: icon };

const drawn = await Promise.all(files.map(async file => {
  const part = JSON.parse(await readFile(file, 'utf8'));
  const shown = part.type === 'modal' ? drawView(part, app, reader) : drawMessage({ ts: now / 1_000, ...part }, app, reader);
  return `<figure><figcaption>${text(basename(file))}</figcaption>${shown}</figure>`;
}));
const browser = await launch();
try {
  const columns = '<style>main { columns: 3 540px; column-gap: 24px; padding: 16px } figure { break-inside: avoid; margin-bottom: 24px } figcaption { color: #616061; font-size: 12px }</style>';
  const page = await openSlack(browser, `${columns}<main>${drawn.join('\n')}</main>`, { width: 1_720, height: 600 }, 1, reader);
  await writeFile(picture, await page.screenshot({ fullPage: true }));
} finally {
  await browser.close();
}
