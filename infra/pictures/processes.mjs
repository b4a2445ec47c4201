// Programs that are started for a picture, and are gone after it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const started = [];

// Settings of whoever runs this are not the picture's.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PageWatch|Fetch|Logging|Kestrel)__/i.test(name)));

/**
 * Starts a program and waits for what it prints first.
 * @param ready A pattern in its output.
 * @returns What the pattern found.
 */
export async function start(name, command, words, { ready, cwd, env = {}, patience = 60_000 }) {
  // A group of its own: what it starts in turn ends with it.
  const child = spawn(command, words, { cwd, env: { ...environment, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const program = { name, child, output: '' };
  started.push(program);
  child.on('error', problem => { program.output += problem.message; });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', some => { program.output += some; });
  const found = await until(`${name} to start`, () => ready.exec(program.output) ?? hasEnded(child), patience).catch(() => null);
  if (Array.isArray(found)) return found;
  throw new Error(`${name} did not start. It said:\n${program.output}`);
}

/** Ends all of them, the last first, each by its own process id. */
export async function stopAll() {
  for (const { child } of started.splice(0).reverse()) {
    signal(child, 'SIGTERM');
    await until('an end', () => hasEnded(child), 10_000).catch(() => signal(child, 'SIGKILL'));
  }
}

/** What each of them said: for whoever looks for what went wrong. */
export const output = () => started.map(({ name, output }) => `--- ${name}\n${output}`).join('\n');

/** Ports that nobody has at this moment. */
export async function freePorts(count) {
  const doors = await Promise.all(Array.from({ length: count }, () => new Promise((open, fail) => {
    const door = createServer().once('error', fail).listen(0, '127.0.0.1', () => open(door));
  })));
  const ports = doors.map(door => door.address().port);
  await Promise.all(doors.map(door => new Promise(closed => door.close(closed))));
  return ports;
}

/** Asks until the answer is something. */
export async function until(what, ask, patience = 30_000) {
  for (const end = Date.now() + patience; ;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited in vain for ${what}.`);
    await pause(100);
  }
}

const hasEnded = child => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

function signal(child, name) {
  if (hasEnded(child)) return;
  try { process.kill(-child.pid, name); } catch (problem) { if (problem.code !== 'ESRCH') throw problem; }
}
