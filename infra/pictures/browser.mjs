// The browser that draws and looks, and letters that are the same on every machine.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));

/** The app's picture, as an address. */
export const icon = `data:image/png;base64,${(await readFile(join(here, '../../manifests/teams/color.png'))).toString('base64')}`;

export const launch = () => chromium.launch({
  executablePath: process.env.PAGEWATCH_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

/**
 * A page of its own, with nothing kept from any other.
 * @param reader Whose it is: locale, timeZone.
 */
export async function open(browser, address, viewport, deviceScaleFactor, reader) {
  const context = await browser.newContext({
    viewport, deviceScaleFactor, locale: reader.locale, timezoneId: reader.timeZone, colorScheme: 'light', reducedMotion: 'reduce',
    // The console lets no style and no font in but its own.
    bypassCSP: true,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  // The emulator's page asks for fonts and an animation elsewhere; a picture is to be the same without a network.
  await page.route(({ protocol, hostname }) => protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname), route => route.abort());
  await page.goto(address);
  return page;
}

/** A page with Slack's look. */
export async function openSlack(browser, html, viewport, deviceScaleFactor, reader) {
  const page = await open(browser, 'about:blank', viewport, deviceScaleFactor, reader);
  const style = await readFile(join(here, 'slack.css'), 'utf8') + await font('Lato', 'lato', [400, 700, 900]);
  await page.setContent(`<!doctype html><style>${style}</style>${html}`, { waitUntil: 'load' });
  await page.evaluate(() => document.fonts.ready);
  return page;
}

export async function font(family, folder, weights) {
  const faces = await Promise.all(weights.map(async weight => {
    const file = await readFile(join(here, `node_modules/@fontsource/${folder}/files/${folder}-latin-${weight}-normal.woff2`));
    return `@font-face { font-family: "${family}"; font-weight: ${weight}; src: url(data:font/woff2;base64,${file.toString('base64')}) }`;
  }));
  return faces.join('\n');
}
