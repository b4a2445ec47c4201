// A Slack workspace in one process: the Web API that an app calls, and the events, commands and
// interactions that Slack sends to it, over HTTP with signatures or over Socket Mode.
//
//   const slack = await FakeSlack.start({ requestUrl: 'http://127.0.0.1:5000/slack/events' });
//   await slack.userSays('C0REVIEWS', 'U0ASHA', '<@U0BOT> help');
//   const card = slack.lastMessage('C0REVIEWS');
//   await slack.click({ channel: 'C0REVIEWS', ts: card.ts, action_id: 'claim', user: 'U0ASHA' });
//   await slack.stop();
import { createServer } from 'node:http';
import { randomBytes, randomUUID } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { sign } from './signing.mjs';
import { validateBlocks, validateMessage, validateView } from './blockkit.mjs';

const ids = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const id = prefix => prefix + Array.from(randomBytes(9), b => ids[b % ids.length]).join('');
const wait = ms => new Promise(r => setTimeout(r, ms));

// Requests a minute by documented tier, and which method is in which. 'post' is the special rule of
// chat.postMessage: about one a second for each channel, with short bursts let through.
const tierLimits = { 1: 1, 2: 20, 3: 50, 4: 100, special: 600 };
const tiers = {
  'auth.test': 'special', 'api.test': 4, 'chat.postMessage': 'post', 'chat.postEphemeral': 4, 'chat.update': 3, 'chat.delete': 3,
  'chat.getPermalink': 'special', 'conversations.info': 3, 'conversations.list': 2, 'conversations.members': 4, 'conversations.history': 3,
  'conversations.replies': 3, 'conversations.join': 3, 'conversations.open': 3, 'users.info': 4, 'users.list': 2, 'users.lookupByEmail': 3,
  'users.conversations': 3, 'reactions.add': 3, 'reactions.remove': 2, 'reactions.get': 3, 'views.open': 4, 'views.push': 4, 'views.update': 4, 'views.publish': 4,
  'team.info': 3, 'bots.info': 3, 'apps.connections.open': 3, 'oauth.v2.access': 4,
};
// Which bot scope a method needs; a list means any of them.
const scopes = {
  'chat.postMessage': ['chat:write'], 'chat.postEphemeral': ['chat:write'], 'chat.update': ['chat:write'], 'chat.delete': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read', 'im:read', 'mpim:read'], 'conversations.list': ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
  'conversations.members': ['channels:read', 'groups:read', 'im:read', 'mpim:read'], 'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'], 'conversations.join': ['channels:join'],
  'conversations.open': ['im:write', 'mpim:write', 'channels:manage'], 'users.info': ['users:read'], 'users.list': ['users:read'], 'users.lookupByEmail': ['users:read.email'],
  'users.conversations': ['channels:read', 'groups:read'], 'reactions.add': ['reactions:write'], 'reactions.remove': ['reactions:write'], 'reactions.get': ['reactions:read'],
  'team.info': ['team:read'], 'bots.info': ['users:read'],
};
const everyScope = [...new Set(Object.values(scopes).flat()), 'app_mentions:read', 'commands', 'chat:write.public', 'metadata.message:read'];

class ApiError extends Error {
  constructor(code, extra = {}) { super(code); this.code = code; this.extra = extra; }
}
const fail = (code, extra) => { throw new ApiError(code, extra); };

export const defaultWorkspace = () => ({
  team: { id: 'T0STORE', domain: 'store', name: 'Store' },
  users: [
    { id: 'U0ASHA', name: 'asha', real_name: 'Asha Nair', profile: { email: 'asha@example.com', display_name: 'Asha', real_name: 'Asha Nair' }, tz: 'Asia/Kolkata', tz_offset: 19800 },
    { id: 'U0BEN', name: 'ben', real_name: 'Ben Ode', profile: { email: 'ben@example.com', display_name: 'Ben', real_name: 'Ben Ode' }, tz: 'Europe/London', tz_offset: 0 },
    { id: 'U0GUEST', name: 'guest', real_name: 'Gus Guest', is_restricted: true, profile: { email: 'gus@example.net', display_name: 'Gus', real_name: 'Gus Guest' } },
    { id: 'U0BOT', name: 'pagewatch', real_name: 'PageWatch', is_bot: true, profile: { bot_id: 'B0BOT', real_name: 'PageWatch' } },
  ],
  channels: [
    { id: 'C0REVIEWS', name: 'reviews', is_channel: true, members: ['U0ASHA', 'U0BEN', 'U0BOT'] },
    { id: 'C0PUBLIC', name: 'general', is_channel: true, is_general: true, members: ['U0ASHA', 'U0BEN', 'U0GUEST'] },
    { id: 'C0OLD', name: 'old', is_channel: true, is_archived: true, members: ['U0BOT'] },
    { id: 'G0SECRET', name: 'secret', is_private: true, is_group: true, members: ['U0ASHA'] },
    { id: 'D0ASHA', is_im: true, user: 'U0ASHA', members: ['U0ASHA', 'U0BOT'] },
  ],
  app: { id: 'A0PAGEWATCH', bot_id: 'B0BOT', bot_user_id: 'U0BOT', client_id: '1.1', client_secret: 'client-secret' },
  botToken: 'xoxb-fake-bot', appToken: 'xapp-1-fake-app', signingSecret: 'fake-signing-secret', verificationToken: 'fake-verification-token',
  scopes: everyScope,
});

export class FakeSlack {
  static async start(options = {}) {
    const self = new FakeSlack(options);
    await self.listen(options.port ?? 0, options.host ?? '127.0.0.1');
    return self;
  }

  constructor(options = {}) {
    this.options = {
      requestUrl: null,            // where events go
      interactivityUrl: null,      // where buttons and modals go; requestUrl when null
      commandUrl: null,            // where slash commands go; requestUrl when null
      delivery: 'http',            // or 'socket'
      limits: true,                // enforce rate limits
      burst: 4,                    // posts that a channel may receive at once
      ackTimeoutMs: 3000,
      retryDelaysMs: [0, 60_000, 300_000],
      triggerLifetimeMs: 3000,
      responseUrlLifetimeMs: 30 * 60_000,
      responseUrlUses: 5,
      ...options,
    };
    this.reset();
    this.tickets = new Map();
    this.sockets = new Set();
  }

  reset() {
    Object.assign(this, structuredClone(defaultWorkspace()), structuredClone(this.options.workspace ?? {}));
    this.messages = [];          // { channel, ts, user, text, blocks, …, ephemeralTo? }
    this.views = new Map();
    this.triggers = new Map();   // trigger_id -> { user, at, used }
    this.responseUrls = new Map();
    this.calls = [];             // every Web API call with its answer
    this.deliveries = [];        // every attempt to reach the app
    this.faults = [];            // { method, times, status, error, retryAfter, delayMs }
    this.buckets = new Map();
    this.lastTs = 0;
    this.retries = [];
  }

  async listen(port, host) {
    this.server = createServer((req, res) => this.#route(req, res).catch(e => { res.writeHead(500).end(String(e.stack)); }));
    this.wss = new WebSocketServer({ noServer: true });
    this.server.on('upgrade', (req, socket, head) => this.#upgrade(req, socket, head));
    await new Promise(r => this.server.listen(port, host, r));
    this.port = this.server.address().port;
    this.url = `http://${host}:${this.port}`;
    this.apiUrl = `${this.url}/api/`;
  }

  async stop() {
    this.stopped = true;
    for (const s of this.sockets) s.ws.terminate();
    this.server.closeAllConnections();
    await new Promise(r => this.server.close(r));
  }

  // ---------------------------------------------------------------- the Web API

  async #route(req, res) {
    const url = new URL(req.url, this.url);
    const raw = await new Promise((ok, bad) => { const parts = []; req.on('data', d => parts.push(d)); req.on('end', () => ok(Buffer.concat(parts))); req.on('error', bad); });
    if (url.pathname.startsWith('/api/')) return this.#api(url.pathname.slice(5), req, url, raw, res);
    if (url.pathname.startsWith('/response/')) return this.#responseUrl(url.pathname.slice(10), raw, res);
    if (url.pathname.startsWith('/_control/')) return this.#control(url.pathname.slice(10), raw, res);
    res.writeHead(404).end('not here');
  }

  async #api(method, req, url, raw, res) {
    const type = (req.headers['content-type'] ?? '').toLowerCase();
    const warnings = [];
    let args = Object.fromEntries(url.searchParams);
    let answer, status = 200;
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-slack-req-id': randomUUID(), 'x-oauth-scopes': this.scopes.join(',') };
    try {
      if (raw.length) {
        if (type.startsWith('application/json')) {
          if (!type.includes('charset')) warnings.push('missing_charset');
          try { args = { ...args, ...JSON.parse(raw.toString('utf8')) }; } catch { fail('invalid_json'); }
        } else if (type.startsWith('application/x-www-form-urlencoded')) {
          for (const [k, v] of new URLSearchParams(raw.toString('utf8'))) args[k] = v;
        } else if (type.startsWith('multipart/form-data')) Object.assign(args, multipart(type, raw));
        else fail(type ? 'invalid_post_type' : 'missing_post_type');
      }
      // Structured arguments travel as JSON inside form fields.
      for (const k of ['blocks', 'attachments', 'metadata', 'view'])
        if (typeof args[k] === 'string') { try { args[k] = JSON.parse(args[k]); } catch { fail(k === 'blocks' ? 'invalid_blocks_format' : 'invalid_arguments'); } }

      const fault = this.faults.find(f => f.times > 0 && (f.method === method || f.method === '*'));
      if (fault) {
        fault.times--;
        if (fault.delayMs) await wait(fault.delayMs);
        if (fault.drop) { req.socket.destroy(); this.calls.push({ method, args, at: Date.now(), dropped: true }); return; }
        if (fault.apply) await this.#dispatch(method, args, req).catch(() => {});   // done, but the answer is lost
        if (fault.status === 429) { headers['retry-after'] = String(fault.retryAfter ?? 1); status = 429; fail('ratelimited'); }
        if (fault.status >= 500) { this.calls.push({ method, args, at: Date.now(), status: fault.status }); res.writeHead(fault.status, { 'content-type': 'text/html' }).end('<h1>upstream</h1>'); return; }
        if (fault.error) fail(fault.error);
      }
      answer = { ok: true, ...await this.#dispatch(method, args, req, headers) };
    } catch (e) {
      if (!(e instanceof ApiError)) throw e;
      if (e.code === 'ratelimited') { status = 429; headers['retry-after'] ??= String(e.extra.retryAfter ?? 1); delete e.extra.retryAfter; }
      answer = { ok: false, error: e.code, ...e.extra };
    }
    if (warnings.length) { answer.warning = warnings.join(','); answer.response_metadata = { ...answer.response_metadata, warnings }; }
    const { token: _, ...shown } = args;
    this.calls.push({ method, args: shown, at: Date.now(), status, answer });
    res.writeHead(status, headers).end(JSON.stringify(answer));
  }

  async #dispatch(method, args, req) {
    const handler = this.#methods[method];
    if (!handler) fail('unknown_method', { req_method: method });
    const bearer = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '')?.[1];
    const token = bearer ?? args.token;
    if (method !== 'api.test' && method !== 'oauth.v2.access') {
      if (!token) fail('not_authed');
      if (method === 'apps.connections.open') {
        if (!bearer) fail('missing_args');
        if (token.startsWith('xoxb-')) fail('not_allowed_token_type');
        if (token !== this.appToken) fail('invalid_auth');
      } else {
        if (token.startsWith('xapp-')) fail('not_allowed_token_type');
        if (token !== this.botToken) fail(this.revoked ? 'token_revoked' : 'invalid_auth');
      }
    }
    const needed = scopes[method];
    if (needed && !needed.some(s => this.scopes.includes(s))) fail('missing_scope', { needed: needed.join(','), provided: this.scopes.join(',') });
    this.#limit(method, args);
    return handler(args);
  }

  #limit(method, args) {
    if (!this.options.limits) return;
    const tier = tiers[method] ?? 4;
    const [key, perSecond, capacity] = tier === 'post'
      ? [`${method} ${args.channel}`, 1, this.options.burst]
      : [method, tierLimits[tier] / 60, Math.max(1, tierLimits[tier] / 4)];
    const now = Date.now();
    const b = this.buckets.get(key) ?? { tokens: capacity, at: now };
    b.tokens = Math.min(capacity, b.tokens + (now - b.at) / 1000 * perSecond);
    b.at = now;
    this.buckets.set(key, b);
    if (b.tokens < 1) fail('ratelimited', { retryAfter: Math.max(1, Math.ceil((1 - b.tokens) / perSecond)) });
    b.tokens -= 1;
  }

  #channel(given) {
    if (!given) fail('channel_not_found');
    const c = this.channels.find(c => c.id === given) ?? this.channels.find(c => c.name && '#' + c.name === given)
      ?? this.channels.find(c => c.is_im && c.user === given);
    // A private channel that the bot is not in does not exist, as far as it can tell.
    if (!c || (c.is_private && !c.members.includes(this.app.bot_user_id))) fail('channel_not_found');
    return c;
  }
  #user(given) { return this.users.find(u => u.id === given) ?? fail('user_not_found'); }
  #botIn(c) { return c.members.includes(this.app.bot_user_id); }

  #content(args, { maxText }) {
    if (args.text === undefined && !args.blocks?.length && !args.attachments?.length && args.markdown_text === undefined) fail('no_text');
    if (args.text === '' && !args.blocks?.length && !args.attachments?.length) fail('no_text');
    if (args.markdown_text !== undefined && (args.text !== undefined || args.blocks !== undefined)) fail('markdown_text_conflict');
    if (typeof args.text === 'string' && args.text.length > maxText) fail('msg_too_long');
    if (Array.isArray(args.attachments) && args.attachments.length > 100) fail('too_many_attachments');
    if (args.blocks !== undefined && !Array.isArray(args.blocks)) fail('invalid_blocks_format');
    const problems = validateMessage({ text: args.text, blocks: args.blocks, attachments: args.attachments });
    if (problems.length) fail('invalid_blocks', { errors: problems.map(p => `${p.message} [json-pointer:${p.path}]`), response_metadata: { messages: problems.map(p => `[ERROR] ${p.message} [json-pointer:${p.path}]`) } });
    if (args.metadata !== undefined && (typeof args.metadata.event_type !== 'string' || typeof args.metadata.event_payload !== 'object')) fail('invalid_metadata_format');
  }

  #nextTs() {
    this.lastTs = Math.max(this.lastTs + 1, Date.now() * 1000);
    return `${Math.floor(this.lastTs / 1e6)}.${String(this.lastTs % 1e6).padStart(6, '0')}`;
  }

  // Blocks come back with block ids, and what people read has been through Slack's escaping.
  #stored(args, c) {
    const blocks = args.blocks?.map(b => ({ ...b, block_id: b.block_id ?? id('').slice(0, 5) }));
    for (const b of blocks ?? []) for (const e of [b.accessory, b.element, ...(b.elements ?? [])])
      if (e && typeof e === 'object' && elementIsInteractive(e)) e.action_id ??= id('').slice(0, 5);
    return {
      type: 'message', subtype: 'bot_message', channel: c.id, user: this.app.bot_user_id, bot_id: this.app.bot_id, app_id: this.app.id, team: this.team.id,
      text: args.text ?? '', ...(blocks ? { blocks } : {}), ...(args.attachments ? { attachments: args.attachments } : {}),
      ...(args.metadata ? { metadata: args.metadata } : {}), ...(args.thread_ts ? { thread_ts: args.thread_ts } : {}),
    };
  }

  #shown(m) { const { channel: _, ephemeralTo: __, subtype: ___, unfurl: ____, ...rest } = m; return rest; }

  #methods = {
    'api.test': a => a.error ? fail(a.error) : { args: a },
    'auth.test': () => ({ url: `https://${this.team.domain}.slack.com/`, team: this.team.name, user: 'pagewatch', team_id: this.team.id, user_id: this.app.bot_user_id, bot_id: this.app.bot_id, is_enterprise_install: false }),
    'team.info': () => ({ team: this.team }),
    'bots.info': a => a.bot && a.bot !== this.app.bot_id ? fail('bot_not_found') : { bot: { id: this.app.bot_id, app_id: this.app.id, user_id: this.app.bot_user_id, name: 'PageWatch', deleted: false } },
    'oauth.v2.access': a => {
      if (a.client_id !== this.app.client_id || a.client_secret !== this.app.client_secret) fail('bad_client_secret');
      if (a.code !== 'good-code') fail('invalid_code');
      return { access_token: this.botToken, token_type: 'bot', scope: this.scopes.join(','), bot_user_id: this.app.bot_user_id, app_id: this.app.id, team: { id: this.team.id, name: this.team.name }, enterprise: null, is_enterprise_install: false, authed_user: { id: 'U0ASHA' } };
    },
    'apps.connections.open': () => {
      const ticket = randomUUID();
      this.tickets.set(ticket, Date.now());
      return { url: `${this.url.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${this.app.id}` };
    },

    'chat.postMessage': a => {
      const c = this.#channel(a.channel);
      if (c.is_archived) fail('is_archived');
      if (!this.#botIn(c) && !(c.is_channel && this.scopes.includes('chat:write.public'))) fail('not_in_channel');
      this.#content(a, { maxText: 40000 });
      if (a.thread_ts && !this.messages.some(m => m.channel === c.id && m.ts === a.thread_ts)) fail('thread_not_found');
      const m = { ...this.#stored(a, c), ts: this.#nextTs(), unfurl: { links: a.unfurl_links, media: a.unfurl_media }, mrkdwn: a.mrkdwn };
      this.messages.push(m);
      return { channel: c.id, ts: m.ts, message: this.#shown(m) };
    },
    'chat.postEphemeral': a => {
      const c = this.#channel(a.channel);
      if (!this.#botIn(c)) fail('not_in_channel');
      if (!a.user) fail('user_not_found');
      this.#user(a.user);
      if (!c.members.includes(a.user)) fail('user_not_in_channel');
      this.#content(a, { maxText: 40000 });
      const m = { ...this.#stored(a, c), ts: this.#nextTs(), ephemeralTo: a.user };
      this.messages.push(m);
      return { message_ts: m.ts };
    },
    'chat.update': a => {
      const c = this.#channel(a.channel);
      if (a.channel !== c.id) fail('channel_not_found');          // a name or a user id will not do here
      const m = this.messages.find(m => m.channel === c.id && m.ts === a.ts && !m.ephemeralTo);
      if (!m) fail('message_not_found');
      if (m.user !== this.app.bot_user_id) fail('cant_update_message');
      this.#content(a, { maxText: 4000 });
      const fresh = this.#stored(a, c);
      // Text without blocks takes the old blocks away; metadata stays unless it is given.
      if (a.text !== undefined || a.blocks !== undefined) { m.text = fresh.text; delete m.blocks; if (fresh.blocks?.length) m.blocks = fresh.blocks; }
      if (a.attachments !== undefined) m.attachments = a.attachments;
      if (a.metadata !== undefined) m.metadata = a.metadata;
      if (!a.blocks) m.edited = { user: this.app.bot_user_id, ts: this.#nextTs() };
      return { channel: c.id, ts: m.ts, text: m.text, message: this.#shown(m) };
    },
    'chat.delete': a => {
      const c = this.#channel(a.channel);
      const i = this.messages.findIndex(m => m.channel === c.id && m.ts === a.ts);
      if (i < 0) fail('message_not_found');
      if (this.messages[i].user !== this.app.bot_user_id) fail('cant_delete_message');
      this.messages.splice(i, 1);
      return { channel: c.id, ts: a.ts };
    },
    'chat.getPermalink': a => {
      const c = this.#channel(a.channel);
      if (!this.messages.some(m => m.channel === c.id && m.ts === a.message_ts)) fail('message_not_found');
      return { channel: c.id, permalink: `https://${this.team.domain}.slack.com/archives/${c.id}/p${a.message_ts.replace('.', '')}` };
    },

    'conversations.info': a => ({ channel: this.#publicChannel(this.#channel(a.channel)) }),
    'conversations.list': a => {
      const types = (a.types ?? 'public_channel').split(',');
      const all = this.channels.filter(c => (c.is_channel && types.includes('public_channel')) || (c.is_private && types.includes('private_channel') && this.#botIn(c)) || (c.is_im && types.includes('im')))
        .filter(c => !(truthy(a.exclude_archived) && c.is_archived)).map(c => this.#publicChannel(c));
      return this.#page(all, 'channels', a);
    },
    'conversations.members': a => this.#page(this.#channel(a.channel).members, 'members', a),
    'conversations.history': a => {
      const c = this.#channel(a.channel);
      if (!this.#botIn(c)) fail('not_in_channel');
      const all = this.messages.filter(m => m.channel === c.id && !m.ephemeralTo && (!m.thread_ts || m.thread_ts === m.ts))
        .filter(m => (!a.oldest || Number(m.ts) > Number(a.oldest)) && (!a.latest || Number(m.ts) < Number(a.latest) || (truthy(a.inclusive) && m.ts === a.latest)))
        .sort((x, y) => Number(y.ts) - Number(x.ts)).map(m => this.#shown(m));
      return { ...this.#page(all, 'messages', a), has_more: false };
    },
    'conversations.replies': a => {
      const c = this.#channel(a.channel);
      if (!this.#botIn(c)) fail('not_in_channel');
      const all = this.messages.filter(m => m.channel === c.id && !m.ephemeralTo && (m.ts === a.ts || m.thread_ts === a.ts));
      if (!all.length) fail('thread_not_found');
      return { ...this.#page(all.map(m => this.#shown(m)), 'messages', a), has_more: false };
    },
    'conversations.join': a => {
      const c = this.#channel(a.channel);
      if (c.is_archived) fail('is_archived');
      if (!c.is_channel) fail('method_not_supported_for_channel_type');
      const already = this.#botIn(c);
      if (!already) c.members.push(this.app.bot_user_id);
      return { channel: this.#publicChannel(c), ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}) };
    },
    'conversations.open': a => {
      const user = String(a.users ?? '').split(',')[0];
      if (!user) fail('no_users_found', {});
      this.#user(user);
      let c = this.channels.find(c => c.is_im && c.user === user);
      if (!c) this.channels.push(c = { id: id('D'), is_im: true, user, members: [user, this.app.bot_user_id] });
      return { channel: { id: c.id } };
    },

    'users.info': a => ({ user: this.#publicUser(this.#user(a.user)) }),
    'users.list': a => this.#page(this.users.map(u => this.#publicUser(u)), 'members', a),
    'users.lookupByEmail': a => ({ user: this.#publicUser(this.users.find(u => u.profile?.email === a.email) ?? fail('users_not_found')) }),
    'users.conversations': a => this.#page(this.channels.filter(c => c.members.includes(a.user ?? this.app.bot_user_id) && !c.is_im).map(c => this.#publicChannel(c)), 'channels', a),

    'reactions.add': a => {
      const m = this.#reactable(a);
      if (!/^[a-z0-9_+'-]+(::skin-tone-[2-6])?$/.test(a.name ?? '')) fail('invalid_name');
      const all = m.reactions ??= [];
      const r = all.find(r => r.name === a.name) ?? (all.length >= 23 ? fail('too_many_emoji') : all[all.push({ name: a.name, users: [], count: 0 }) - 1]);
      if (r.users.includes(this.app.bot_user_id)) fail('already_reacted');
      r.users.push(this.app.bot_user_id); r.count++;
      return {};
    },
    'reactions.remove': a => {
      const m = this.#reactable(a);
      const r = m.reactions?.find(r => r.name === a.name && r.users.includes(this.app.bot_user_id)) ?? fail('no_reaction');
      r.users = r.users.filter(u => u !== this.app.bot_user_id); r.count--;
      m.reactions = m.reactions.filter(r => r.count);
      return {};
    },
    'reactions.get': a => { const m = this.#reactable(a); return { type: 'message', channel: m.channel, message: this.#shown(m) }; },

    'views.open': a => ({ view: this.#openView(a, null) }),
    'views.push': a => {
      const t = this.#trigger(a, false);
      const parent = t.view && this.views.get(t.view);
      if (!parent) fail('not_found');
      if (parent.depth >= 3) fail('push_limit_reached');
      return { view: this.#openView(a, parent) };
    },
    'views.update': a => {
      const v = a.view_id ? this.views.get(a.view_id) : [...this.views.values()].find(v => a.external_id && v.external_id === a.external_id);
      if (!v) fail('not_found');
      if (a.hash && a.hash !== v.hash) fail('hash_conflict');
      this.#checkView(a.view);
      this.#fillView(v, a.view);
      return { view: this.#publicView(v) };
    },
    'views.publish': a => {
      const user = this.#user(a.user_id);
      this.#checkView(a.view);
      if (a.view.type !== 'home') fail('invalid_arguments');
      const old = [...this.views.values()].find(v => v.type === 'home' && v.user === user.id);
      if (a.hash && old && a.hash !== old.hash) fail('hash_conflict');
      const v = old ?? { id: id('V'), user: user.id, depth: 0, state: { values: {} } };
      this.views.set(v.id, v);
      this.#fillView(v, a.view);
      return { view: this.#publicView(v) };
    },
  };

  #publicChannel(c) { const { members, ...rest } = c; return { is_channel: false, is_group: false, is_im: false, is_private: false, is_archived: false, context_team_id: this.team.id, ...rest, is_member: this.#botIn(c), num_members: members.length }; }
  #publicUser(u) { return { team_id: this.team.id, deleted: false, is_bot: false, is_admin: false, is_restricted: false, is_ultra_restricted: false, updated: 1, ...u }; }
  #page(all, key, a) {
    const limit = Math.min(Number(a.limit || 100), 1000), from = a.cursor ? Number(Buffer.from(a.cursor, 'base64').toString().replace('at:', '')) : 0;
    if (!(from >= 0)) fail('invalid_cursor');
    const next = from + limit < all.length ? Buffer.from(`at:${from + limit}`).toString('base64') : '';
    return { [key]: all.slice(from, from + limit), response_metadata: { next_cursor: next } };
  }
  #reactable(a) {
    const c = this.#channel(a.channel);
    return this.messages.find(m => m.channel === c.id && m.ts === a.timestamp && !m.ephemeralTo) ?? fail('message_not_found');
  }

  #trigger(a, use = true) {
    if (!a.trigger_id) fail('invalid_arguments', { response_metadata: { messages: ['[ERROR] missing required field: trigger_id'] } });
    const t = this.triggers.get(a.trigger_id) ?? fail('invalid_trigger_id');
    if (Date.now() - t.at > this.options.triggerLifetimeMs) fail('expired_trigger_id');
    if (t.used) fail('exchanged_trigger_id');
    if (use) t.used = true;
    return t;
  }
  #checkView(view) {
    if (!view || typeof view !== 'object') fail('invalid_arguments');
    if (JSON.stringify(view).length > 250_000) fail('view_too_large');
    const problems = validateView(view);
    if (problems.length) fail('invalid_arguments', { response_metadata: { messages: problems.map(p => `[ERROR] ${p.message} [json-pointer:${p.path}]`) } });
  }
  #fillView(v, given) {
    const filled = { blocks: [], private_metadata: '', callback_id: '', external_id: '', clear_on_close: false, notify_on_close: false, ...structuredClone(given) };
    filled.blocks = filled.blocks.map(b => ({ ...b, block_id: b.block_id ?? id('').slice(0, 5) }));
    if (filled.external_id && [...this.views.values()].some(o => o !== v && o.external_id === filled.external_id)) fail('duplicate_external_id');
    Object.assign(v, filled, { hash: `${Math.floor(Date.now() / 1000)}.${id('').slice(0, 8)}` });
  }
  #openView(a, parent) {
    this.#checkView(a.view);
    if (a.view.type !== 'modal') fail('invalid_arguments');
    const t = this.#trigger(a);
    const v = { id: id('V'), user: t.user, depth: (parent?.depth ?? 0) + 1, previous: parent?.id ?? null, root: parent?.root ?? null, state: { values: {} } };
    v.root ??= v.id;
    this.#fillView(v, a.view);
    this.views.set(v.id, v);
    return this.#publicView(v);
  }
  #publicView(v) {
    const { user: _, depth: __, previous, root, ...rest } = v;
    return { ...rest, team_id: this.team.id, app_id: this.app.id, bot_id: this.app.bot_id, app_installed_team_id: this.team.id, previous_view_id: previous ?? null, root_view_id: root ?? v.id };
  }

  async #responseUrl(key, raw, res) {
    const r = this.responseUrls.get(key);
    const done = (status, body) => { this.calls.push({ method: 'response_url', args: r && safeJson(raw), at: Date.now(), status, answer: body }); res.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body)); };
    if (!r || Date.now() - r.at > this.options.responseUrlLifetimeMs) return done(404, { ok: false, error: 'expired_url' });
    if (r.uses >= this.options.responseUrlUses) return done(404, { ok: false, error: 'used_url' });
    const body = safeJson(raw);
    if (!body) return done(400, 'invalid_payload');
    r.uses++;
    const c = this.channels.find(c => c.id === r.channel);
    const original = r.ts && this.messages.find(m => m.channel === c.id && m.ts === r.ts);
    if (truthy(body.delete_original)) { if (original) this.messages.splice(this.messages.indexOf(original), 1); return done(200, 'ok'); }
    try { this.#content(body, { maxText: 40000 }); } catch (e) { if (e instanceof ApiError) return done(e.code === 'no_text' ? 500 : 400, { ok: false, error: e.code, ...e.extra }); throw e; }
    if (truthy(body.replace_original) && original) {
      const fresh = this.#stored(body, c);
      original.text = fresh.text; delete original.blocks; if (fresh.blocks) original.blocks = fresh.blocks;
    } else
      this.messages.push({ ...this.#stored(body, c), ts: this.#nextTs(), ...(body.response_type === 'in_channel' ? {} : { ephemeralTo: r.user }) });
    done(200, 'ok');
  }

  // ---------------------------------------------------------------- what Slack sends to the app

  #newTrigger(user, view) {
    const key = `${Date.now()}.${this.lastTs}.${randomBytes(16).toString('hex')}`;
    this.triggers.set(key, { user, at: Date.now(), used: false, view });
    return key;
  }
  #newResponseUrl(channel, user, ts) {
    const key = randomBytes(12).toString('hex');
    this.responseUrls.set(key, { channel, user, ts, uses: 0, at: Date.now() });
    return `${this.url}/response/${key}`;
  }

  /** One attempt over HTTP. `tamper` spoils it: badSignature, noSignature, skewSeconds, contentType. */
  async post(target, body, contentType, { extraHeaders = {}, tamper = {} } = {}) {
    const timestamp = String(Math.floor(Date.now() / 1000) + (tamper.skewSeconds ?? 0));
    const raw = Buffer.from(body, 'utf8');
    const headers = {
      'content-type': tamper.contentType ?? contentType, 'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)', 'accept': '*/*',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': tamper.badSignature ? 'v0=' + '0'.repeat(64) : sign(this.signingSecret, timestamp, raw),
      ...extraHeaders,
    };
    if (tamper.noSignature) { delete headers['x-slack-signature']; delete headers['x-slack-request-timestamp']; }
    const began = Date.now();
    const d = { target, at: began, headers, body };
    try {
      const r = await fetch(target, { method: 'POST', headers, body: raw, redirect: 'manual', signal: AbortSignal.timeout(this.options.ackTimeoutMs) });
      d.status = r.status; d.headersBack = Object.fromEntries(r.headers); d.answer = await r.text();
      if (r.status < 200 || r.status > 299) d.failure = 'http_error';
    } catch (e) { d.failure = e.name === 'TimeoutError' ? 'http_timeout' : 'connection_failed'; d.error = String(e.cause ?? e); }
    d.tookMs = Date.now() - began;
    this.deliveries.push(d);
    return d;
  }

  async #socketSend(type, payload, accepts, extra = {}) {
    const all = [...this.sockets].filter(s => s.ready && s.ws.readyState === 1);
    if (!all.length) return { failure: 'connection_failed', error: 'no socket is connected' };
    const s = all[(this.turn = (this.turn ?? -1) + 1) % all.length];
    const envelope = { envelope_id: randomUUID(), type, accepts_response_payload: accepts, payload, ...extra };
    const began = Date.now();
    const d = { target: 'socket', at: began, body: envelope };
    const acked = new Promise(r => s.pending.set(envelope.envelope_id, r));
    s.ws.send(JSON.stringify(envelope));
    const ack = await Promise.race([acked, wait(this.options.ackTimeoutMs).then(() => null)]);
    s.pending.delete(envelope.envelope_id);
    if (ack) { d.status = 200; d.ack = ack; d.answer = ack.payload === undefined ? '' : JSON.stringify(ack.payload); } else d.failure = 'http_timeout';
    d.tookMs = Date.now() - began;
    this.deliveries.push(d);
    return d;
  }

  /** Sends an event, with Slack's retries. Answers every attempt; set `retries: false` for the first alone. */
  async event(event, { tamper, retries = true, eventId = id('Ev') } = {}) {
    const payload = {
      token: this.verificationToken, team_id: this.team.id, context_team_id: this.team.id, context_enterprise_id: null, api_app_id: this.app.id, event,
      type: 'event_callback', event_id: eventId, event_time: Math.floor(Date.now() / 1000),
      authorizations: [{ enterprise_id: null, team_id: this.team.id, user_id: this.app.bot_user_id, is_bot: true, is_enterprise_install: false }],
      is_ext_shared_channel: false, event_context: `4-${id('')}`,
    };
    const attempts = [];
    for (let n = 0; n <= (retries ? this.options.retryDelaysMs.length : 0) && !this.stopped; n++) {
      const last = attempts.at(-1);
      if (n > 0) await wait(this.options.retryDelaysMs[n - 1]);
      const d = this.options.delivery === 'socket'
        ? await this.#socketSend('events_api', payload, false, { retry_attempt: n, retry_reason: last?.failure ?? '' })
        : await this.post(this.options.requestUrl, JSON.stringify(payload), 'application/json', { tamper, extraHeaders: n ? { 'x-slack-retry-num': String(n), 'x-slack-retry-reason': last.failure } : {} });
      attempts.push(d);
      if (!d.failure || d.headersBack?.['x-slack-no-retry'] === '1') break;
    }
    return { event_id: eventId, attempts };
  }

  verifyUrl(options) { return this.post(this.options.requestUrl, JSON.stringify({ token: this.verificationToken, challenge: randomUUID(), type: 'url_verification' }), 'application/json', options); }

  /** A person writes; the app hears it if it is in the channel, as message.* and, when mentioned, app_mention. */
  async userSays(channel, user, text, { thread_ts, ...options } = {}) {
    const c = this.channels.find(c => c.id === channel);
    const m = { type: 'message', channel: c.id, user, text, ts: this.#nextTs(), team: this.team.id, client_msg_id: randomUUID(), ...(thread_ts ? { thread_ts } : {}), blocks: [{ type: 'rich_text', block_id: id('').slice(0, 5), elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }] };
    this.messages.push(m);
    const kind = c.is_im ? 'im' : c.is_private ? 'group' : 'channel';
    const sent = [];
    if (this.#botIn(c)) sent.push(await this.event({ ...m, channel_type: kind, event_ts: m.ts }, options));
    if (!c.is_im && text.includes(`<@${this.app.bot_user_id}>`)) sent.push(await this.event({ ...m, type: 'app_mention', event_ts: m.ts }, options));
    return { ts: m.ts, sent };
  }

  async userReacts(channel, user, ts, name, { removed = false, ...options } = {}) {
    const m = this.messages.find(m => m.channel === channel && m.ts === ts);
    return this.event({ type: removed ? 'reaction_removed' : 'reaction_added', user, reaction: name, item: { type: 'message', channel, ts }, item_user: m?.user, event_ts: this.#nextTs() }, options);
  }

  memberJoined(channel, user, options) {
    const c = this.channels.find(c => c.id === channel);
    if (!c.members.includes(user)) c.members.push(user);
    return this.event({ type: 'member_joined_channel', user, channel, channel_type: channel[0], team: this.team.id, event_ts: this.#nextTs() }, options);
  }
  memberLeft(channel, user, options) {
    const c = this.channels.find(c => c.id === channel);
    c.members = c.members.filter(m => m !== user);
    return this.event({ type: 'member_left_channel', user, channel, channel_type: channel[0], team: this.team.id, event_ts: this.#nextTs() }, options);
  }
  appUninstalled(options) { this.revoked = true; this.botToken = randomUUID(); return this.event({ type: 'app_uninstalled', event_ts: this.#nextTs() }, options); }

  async #form(target, fields, options) { return this.post(target, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', options); }

  async command(command, text, { channel = 'C0REVIEWS', user = 'U0ASHA', ...options } = {}) {
    const c = this.channels.find(c => c.id === channel), u = this.users.find(u => u.id === user);
    const fields = {
      token: this.verificationToken, team_id: this.team.id, team_domain: this.team.domain, channel_id: channel, channel_name: c.is_im ? 'directmessage' : c.is_private ? 'privategroup' : c.name,
      user_id: user, user_name: u.name, command, text, api_app_id: this.app.id, is_enterprise_install: 'false',
      response_url: this.#newResponseUrl(channel, user), trigger_id: this.#newTrigger(user),
    };
    const d = this.options.delivery === 'socket' ? await this.#socketSend('slash_commands', fields, true) : await this.#form(this.options.commandUrl ?? this.options.requestUrl, fields, options);
    // The body of the acknowledgement, if any, is shown at once: JSON as a message, other text as it is.
    if (!d.failure && d.answer) {
      const json = safeJson(d.answer), body = json && typeof json === 'object' ? json : { text: json ?? d.answer };
      const problems = validateMessage(body);
      d.shown = problems.length ? { problems } : { ...this.#stored(body, c), ts: this.#nextTs(), ...(body.response_type === 'in_channel' ? {} : { ephemeralTo: user }) };
      if (!problems.length) this.messages.push(d.shown);
    }
    return d;
  }

  #person(user) { const u = this.users.find(u => u.id === user); return { id: user, username: u?.name, name: u?.name, team_id: this.team.id }; }
  #interaction(type, user, rest) {
    return { type, user: this.#person(user), api_app_id: this.app.id, token: this.verificationToken, team: { id: this.team.id, domain: this.team.domain }, enterprise: null, is_enterprise_install: false, ...rest };
  }
  async #interact(payload, options) {
    const target = this.options.interactivityUrl ?? this.options.requestUrl;
    return this.options.delivery === 'socket' ? this.#socketSend('interactive', payload, payload.type.startsWith('view_')) : this.#form(target, { payload: JSON.stringify(payload) }, options);
  }

  /** A person presses something in a message. `state` is what inputs in it hold. */
  async click({ channel, ts, action_id, user = 'U0ASHA', value, selected_option, state = {}, ...options }) {
    const c = this.channels.find(c => c.id === channel);
    const m = this.messages.find(m => m.channel === channel && m.ts === ts) ?? fail('message_not_found');
    const [b, e] = findElement(m.blocks, action_id);
    const action = { type: e.type, action_id, block_id: b.block_id, action_ts: this.#nextTs(), ...(e.text ? { text: e.text } : {}), ...(e.value !== undefined ? { value: value ?? e.value } : {}), ...(e.style ? { style: e.style } : {}), ...(selected_option ? { selected_option } : {}) };
    return this.#interact(this.#interaction('block_actions', user, {
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: !!m.ephemeralTo, ...(m.thread_ts ? { thread_ts: m.thread_ts } : {}) },
      trigger_id: this.#newTrigger(user), channel: { id: channel, name: c.is_im ? 'directmessage' : c.name },
      message: m.ephemeralTo ? undefined : this.#shown(m), state: { values: state }, response_url: this.#newResponseUrl(channel, user, ts), actions: [action],
    }), options);
  }

  /** A person submits a modal. `values` is { block_id: { action_id: text | object } }. Applies the answer. */
  async submit({ view_id, user, values = {}, ...options }) {
    const v = this.views.get(view_id) ?? fail('not_found');
    const state = { values: {} };
    for (const b of v.blocks.filter(b => b.type === 'input')) {
      const e = b.element, given = values[b.block_id]?.[e.action_id];
      state.values[b.block_id] = { [e.action_id]: typeof given === 'object' && given ? { type: e.type, ...given } : { type: e.type, value: given ?? e.initial_value ?? null } };
    }
    v.state = state;
    const d = await this.#interact(this.#interaction('view_submission', user ?? v.user, { trigger_id: this.#newTrigger(user ?? v.user, v.id), view: this.#publicView(v), response_urls: [] }), options);
    if (d.failure) return d;
    const answer = d.answer ? safeJson(d.answer) : null;
    if (d.answer && !answer) { d.problem = 'the answer is not JSON'; return d; }
    switch (answer?.response_action) {
      case undefined: this.views.delete(view_id); break;
      case 'clear': for (const [k, o] of this.views) if (o.root === v.root) this.views.delete(k); break;
      case 'errors': {
        const unknown = Object.keys(answer.errors ?? {}).filter(k => !v.blocks.some(b => b.block_id === k && b.type === 'input'));
        if (!Object.keys(answer.errors ?? {}).length || unknown.length) d.problem = `errors must name input blocks: ${unknown}`; else v.errors = answer.errors;
        break;
      }
      case 'update': case 'push': {
        const problems = validateView(answer.view);
        if (problems.length) d.problem = problems;
        else if (answer.response_action === 'update') this.#fillView(v, answer.view);
        else { const n = { id: id('V'), user: v.user, depth: v.depth + 1, previous: v.id, root: v.root, state: { values: {} } }; this.#fillView(n, answer.view); this.views.set(n.id, n); d.pushed = n.id; }
        break;
      }
      default: d.problem = `unknown response_action ${answer.response_action}`;
    }
    return d;
  }

  async closeView({ view_id, user, ...options }) {
    const v = this.views.get(view_id) ?? fail('not_found');
    this.views.delete(view_id);
    return v.notify_on_close ? this.#interact(this.#interaction('view_closed', user ?? v.user, { view: this.#publicView(v), is_cleared: false }), options) : null;
  }

  // ---------------------------------------------------------------- Socket Mode

  #upgrade(req, socket, head) {
    const url = new URL(req.url, this.url);
    const ticket = url.searchParams.get('ticket');
    const issued = this.tickets.get(ticket);
    this.tickets.delete(ticket);                 // a ticket is good for one connection
    if (!url.pathname.startsWith('/link') || !issued || Date.now() - issued > 30_000) return socket.end('HTTP/1.1 408 Request Timeout\r\n\r\n');
    if (this.sockets.size >= 10) return socket.end('HTTP/1.1 429 Too Many Requests\r\n\r\n');
    this.wss.handleUpgrade(req, socket, head, ws => {
      const s = { ws, pending: new Map(), ready: false, received: [] };
      this.sockets.add(s);
      ws.on('close', () => this.sockets.delete(s));
      ws.on('message', data => {
        const m = safeJson(data); s.received.push(m);
        s.pending.get(m?.envelope_id)?.(m);
      });
      ws.send(JSON.stringify({ type: 'hello', num_connections: this.sockets.size, debug_info: { host: 'applink-1', build_number: 1, approximate_connection_time: url.searchParams.get('debug_reconnects') === 'true' ? 360 : 18060 }, connection_info: { app_id: this.app.id } }));
      s.ready = true;
      s.pinger = setInterval(() => ws.readyState === 1 ? ws.ping('Ping from applink-1') : clearInterval(s.pinger), 5_000);
      s.pinger.unref();
    });
  }

  /** Asks clients to reconnect. After 'warning' the line stays up for a while; the other reasons close it. */
  async disconnect(reason = 'refresh_requested') {
    for (const s of [...this.sockets]) {
      s.ws.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-1' } }));
      if (reason !== 'warning') { s.ready = false; setTimeout(() => s.ws.close(), 50); }
    }
  }

  // ---------------------------------------------------------------- for tests

  lastMessage(channel) { return this.messages.filter(m => !channel || m.channel === channel).at(-1); }
  fault(f) { this.faults.push({ times: 1, ...f }); }

  // The same, over HTTP, for a test written in another language: POST /_control/<what> with JSON.
  async #control(what, raw, res) {
    const a = raw.length ? safeJson(raw) ?? {} : {};
    const { channel, user, text, ts } = a;
    const acts = {
      state: () => ({ channels: this.channels, users: this.users, messages: this.messages, views: [...this.views.values()], sockets: this.sockets.size }),
      calls: () => this.calls, deliveries: () => this.deliveries, reset: () => { this.reset(); return {}; },
      options: () => { Object.assign(this.options, a); return this.options; },
      fault: () => { this.fault(a); return {}; },
      say: () => this.userSays(channel, user, text, a), react: () => this.userReacts(channel, user, ts, a.name, a),
      join: () => this.memberJoined(channel, user, a), leave: () => this.memberLeft(channel, user, a), uninstall: () => this.appUninstalled(a),
      event: () => this.event(a.event, a), 'verify-url': () => this.verifyUrl(a), command: () => this.command(a.command, text ?? '', a),
      click: () => this.click(a), submit: () => this.submit(a), close: () => this.closeView(a), disconnect: () => this.disconnect(a.reason).then(() => ({})),
      scopes: () => { this.scopes = a.scopes; return {}; },
    };
    let status = 200, body;
    try { body = acts[what] ? await acts[what]() : (status = 404, { error: 'no such control', controls: Object.keys(acts) }); }
    catch (e) { status = 400; body = { error: e.code ?? String(e) }; }
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null));
  }
}

const truthy = v => v === true || v === 'true' || v === '1' || v === 1;
const safeJson = raw => { try { return JSON.parse(raw.toString('utf8')); } catch { return null; } };
const elementIsInteractive = e => e.type !== 'image' && !['plain_text', 'mrkdwn'].includes(e.type) && !String(e.type).startsWith('rich_text');
function findElement(blocks, actionId) {
  for (const b of blocks ?? []) for (const e of [b.accessory, b.element, ...(b.elements ?? [])]) if (e?.action_id === actionId) return [b, e];
  throw new ApiError('no_such_action', {});
}
function multipart(type, raw) {
  const boundary = /boundary=("?)([^";]+)\1/.exec(type)?.[2], out = {};
  for (const part of raw.toString('latin1').split('--' + boundary).slice(1, -1)) {
    const at = part.indexOf('\r\n\r\n'), name = /name="([^"]*)"/.exec(part.slice(0, at))?.[1];
    if (name) out[name] = Buffer.from(part.slice(at + 4, -2), 'latin1').toString('utf8');
  }
  return out;
}
export { validateBlocks, validateMessage, validateView, sign };
