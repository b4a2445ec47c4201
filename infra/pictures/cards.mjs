// One complaint, and its card as three chats show it:  node cards.mjs PAGEWATCH.DLL PICTURE.PNG
// The service, the demo page, the emulator and the Slack stand-in really run; nothing of the card is written here.
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { font, icon, launch, open, openSlack } from './browser.mjs';
import { freePorts, output, start, stopAll, until } from './processes.mjs';
import { drawMessage } from './slack-blocks.mjs';
import { sheet } from './sheet.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../..');
const [program, picture] = process.argv.slice(2).map(each => resolve(each));

const complaint = { by: 'Jana K.', text: 'My grinder arrived with a broken lid, and nobody has answered my two emails. I am really disappointed.' };

// Each column in pixels of a page, its edge included; times the scale it is a whole number of pixels of the picture, as four is.
const column = 404;
const edge = 12;
const scale = 1.25;
const reader = { locale: 'en-US', timeZone: earlyAfternoon() };

const scratch = await mkdtemp(join(tmpdir(), 'pagewatch-pictures-'));
let browser;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop().finally(() => process.exit(130)));
try {
  const size = await draw();
  console.log(`${picture}: ${Math.round(size / 1_024)} KB`);
} catch (problem) {
  console.error(problem, '\n' + output());
  process.exitCode = 1;
} finally {
  await stop();
}

async function draw() {
  const [servicePort, emulatorPort] = await freePorts(2);
  const address = `http://127.0.0.1:${servicePort}/`;

  const slack = JSON.parse((await start('slack', process.execPath, ['cli.mjs', '--port', '0', '--socket'], { cwd: join(root, 'tests/Clients/fake-slack'), ready: /^\{.*\}$/m }))[0]);
  const told = async (what, body = {}) => (await fetch(slack.control + what, { method: 'POST', body: JSON.stringify(body) })).json();

  const [, link] = await start('pagewatch', 'dotnet', [program, '--data', join(scratch, 'data'), '--urls', address], {
    ready: /^ {2}Console {2}(\S+)/m,
    env: {
      PageWatch__AdminName: 'Ana',
      PageWatch__Slack__BotToken: slack.botToken, PageWatch__Slack__AppToken: slack.appToken, PageWatch__Slack__Api: slack.apiUrl,
      PageWatch__Teams__Anonymous: 'true', ENVIRONMENT: 'Development',
      // Chats are spoken to by the same guarded connections that pages are fetched with.
      Fetch__AllowPrivate__0: new URL(slack.apiUrl).host, Fetch__AllowPrivate__1: `localhost:${emulatorPort}`,
    },
  });

  await mkdir(join(scratch, 'emulator'));
  await copyFile(join(here, 'emulator.yml'), join(scratch, 'emulator', '.m365agentsplayground.yml'));
  const emulator = join(dirname(createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/package.json')), 'cli.js');
  await start('emulator', process.execPath, [emulator, 'start', '-e', address + 'api/messages', '-c', 'msteams', '-p', String(emulatorPort), '--disable-telemetry'], {
    cwd: join(scratch, 'emulator'), ready: new RegExp(`Listening on ${emulatorPort}\\b`), env: { BROWSER: 'none' },
  });

  browser = await launch();
  // The bot comes into a channel of each; whoever brings it is the admin there, and cards come from then on.
  const teams = await open(browser, `http://127.0.0.1:${emulatorPort}/`, { width: 1_400, height: 1_200 }, scale, reader);
  await teams.getByRole('treeitem', { name: 'Contoso Coffee - Care', exact: true }).click();
  await teams.getByText('come here from now on').first().waitFor();
  await until('Slack to be connected', async () => (await told('state')).sockets === 1);
  await told('event', { event: { type: 'member_joined_channel', user: slack.botUser, channel: 'C0REVIEWS', channel_type: 'C', team: slack.team, inviter: 'U0ASHA' } });
  await until('a hello in Slack', async () => (await told('state')).messages.length > 0);
  const desk = await open(browser, link, { width: column + 2 * edge, height: 1_400 }, scale, reader);

  const visitor = await open(browser, address + 'demo/', { width: 700, height: 900 }, scale, reader);
  await visitor.locator('#new-text').fill(complaint.text);
  await visitor.locator('#new-name').fill(complaint.by);
  await visitor.locator('form.composer button').click();
  const inConsole = desk.locator('#board .card', { hasText: complaint.text.slice(0, 40) });
  const inTeams = teams.locator('.fui-Card', { hasText: complaint.text.slice(0, 10) }).filter({ has: teams.locator('.ac-adaptiveCard') });
  await inConsole.waitFor();
  await inTeams.waitFor();
  const message = await until('the card in Slack', async () => (await told('state')).messages.find(each => each.text.includes(complaint.text)));

  const shots = [
    { caption: 'Console', image: await cutConsole(desk, inConsole) },
    { caption: 'Teams', image: await cutTeams(teams, inTeams) },
    { caption: 'Slack', image: await cutSlack(message) },
  ];
  const page = await open(browser, 'about:blank', { width: 1_600, height: 1_200 }, 1, reader);
  await page.setContent(sheet(shots, await font('Inter', 'inter', [500])), { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  const drawn = await page.locator('main').screenshot();
  await writeFile(picture, drawn);
  return drawn.length;
}

/** The card alone, on the paper of its page. */
async function cutConsole(page, card) {
  await page.addStyleTag({ content: await font('Inter', 'inter', [400, 500, 600, 700]) });
  // What stays at the foot of the window would stand on the card.
  await page.addStyleTag({ content: `.foot { display: none !important } #board { width: ${column - 2 * edge}px }` });
  return await cut(page, await boxOf(page, card));
}

/** Who says it, and the card; not the box for an answer below. */
async function cutTeams(page, post) {
  await page.addStyleTag({ content: (await font('Open Sans', 'open-sans', [400, 500, 600, 700])) + '* { font-family: "Open Sans", "Noto Color Emoji", sans-serif !important }' });
  // The emulator draws every card alike; Teams draws it as wide as the conversation.
  await page.addStyleTag({ content: `div:has(> .ac-preview-panel), div:has(> div > .ac-preview-panel) { width: ${column - 2 * edge}px !important }` });
  // It knows no icon of the app, and leaves links to the browser; Teams has both.
  await page.addStyleTag({
    content: `.fui-Avatar[aria-label="PageWatch"] { background: url(${icon}) center / cover; border-radius: 6px } .fui-Avatar[aria-label="PageWatch"] > * { visibility: hidden } .ac-preview-panel a { color: #4f52b2 !important }`,
  });
  await page.mouse.move(0, 0);
  const top = await boxOf(page, post);
  const card = await boxOf(page, post.locator('.ac-preview-panel'));
  return await cut(page, { x: card.x, y: top.y + edge, width: column - 2 * edge, height: card.y + card.height - top.y - edge });
}

async function cutSlack(message) {
  const html = drawMessage(message, { name: 'PageWatch', picture: icon }, { ...reader, now: new Date() });
  const page = await openSlack(browser, html, { width: column, height: 1_400 }, scale, reader);
  const { height } = await boxOf(page, page.locator('.message'));
  return await cut(page, { x: edge, y: edge, width: column - 2 * edge, height: height - 2 * edge });
}

async function boxOf(page, locator) {
  await page.evaluate(() => document.fonts.ready);
  await locator.scrollIntoViewIfNeeded();
  return await locator.boundingBox();
}

/** With its edge, from a whole pixel of the picture to a whole pixel. */
async function cut(page, { x, y, width, height }) {
  const down = each => Math.floor(each / 4) * 4;
  const clip = { x: Math.max(0, down(x - edge)), y: Math.max(0, down(y - edge)), width: column, height: down(height + 2 * edge + 3) };
  return await page.screenshot({ clip, animations: 'disabled' });
}

/** A zone where it is early afternoon now: a card that is due "tomorrow 12:40 AM" needs an explanation that the picture has no room for. */
function earlyAfternoon() {
  const hours = 14 - new Date().getUTCHours();
  // The sign of these zones is the other way round than people write it.
  return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}

async function stop() {
  await browser?.close().catch(() => { });
  await stopAll();
  await rm(scratch, { recursive: true, force: true });
}
