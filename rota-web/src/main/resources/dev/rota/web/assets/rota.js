// Makes pages quicker that work without it. What a page marks is all it knows of a page:
//   #content[data-topics]   events to listen to while Live is on: "jobs,queues"; none if there is nothing to follow
//   [data-region][id]       a part that is fetched again and put in place when something changed
//   tr[data-job] [data-cell]    cells of a job's row, patched by the event itself
//   [data-fresh]            a button that says how many new jobs there are, instead of moving rows about
//   [data-copy]             copies its text; none: what stands preformatted in its section
//   [data-log]              a log that grows; data-more is where later lines are read from
//   time[data-relative], time[data-absolute]    kept true, and shown in the zone that was chosen
//   [data-zone]                                 the zone of the schedule that the times within are about
// Keys and dialogs are in keys.js.

const root = document.body.dataset.root;
const content = () => document.getElementById('content');
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const inField = (target) => target.closest?.('input, select, textarea, [contenteditable]');
const kept = { get: (key, or) => localStorage.getItem(`rota.${key}`) ?? or, set: (key, value) => localStorage.setItem(`rota.${key}`, value) };
const STATES = {
  scheduled: ['◷', 'neutral'], queued: ['●', 'neutral'], blocked: ['▢', 'neutral'], running: ['▶', 'running'],
  retrying: ['↻', 'attention'], succeeded: ['✓', 'ok'], failed: ['✕', 'bad'], cancelled: ['⊘', 'neutral'],
};

// Times

const ahead = Date.now() - new Date(document.querySelector('.clock time')?.dateTime ?? Date.now()).getTime();
const clockText = (date, zone) => date.toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone }).replace(',', '');

function rough(millis) {
  const [s, m, h, d] = [1e3, 6e4, 36e5, 864e5].map((unit) => Math.floor(millis / unit));
  if (d >= 3) return `${d} d`;
  if (d >= 1) return `${d} d ${h % 24} h`;
  if (h >= 1) return `${h} h${m % 60 ? ` ${m % 60} min` : ''}`;
  return m >= 1 ? `${m} min` : `${s} s`;
}

function relative(date) {
  const distance = date.getTime() - (Date.now() - ahead);
  if (Math.abs(distance) < 1000) return 'now';
  return distance < 0 ? `${rough(-distance)} ago` : `in ${rough(distance)}`;
}

/** By the clocks of the schedule that a time is about; null if it is about none, or this browser does not know its zone. */
function ownText(date, part) {
  try {
    return part && `${clockText(date, part.dataset.zone)} ${part.dataset.zone}`;
  } catch {
    return null;
  }
}

function showTimes(within = document) {
  const zone = kept.get('zone', 'utc');
  for (const time of all('time[datetime]', within)) {
    const date = new Date(time.dateTime);
    const local = `${clockText(date)} here`;
    if ('relative' in time.dataset) time.textContent = relative(date);
    const own = zone === 'schedule' ? ownText(date, time.closest('[data-zone]')) : null;
    if ('absolute' in time.dataset) time.textContent = own ?? (zone === 'here' ? local : `${clockText(date, 'UTC')} UTC`);
    time.title = `${clockText(date, 'UTC')} UTC · ${local}`;
  }
  const clock = document.querySelector('[data-here]');
  if (clock) {
    clock.textContent = ` · ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })} here`;
  }
}

// Selection

const boxes = () => all('#selected input[name="id"]');

function countSelected() {
  const [count, every] = [document.querySelector('[data-count]'), document.querySelector('[data-all]')];
  if (!count || !every) return;
  const selected = boxes().filter((box) => box.checked).length;
  count.hidden = selected === 0;
  count.textContent = `${selected} selected`;
  every.hidden = false;
  every.checked = selected > 0 && selected === boxes().length;
  every.indeterminate = selected > 0 && selected < boxes().length;
}

let lastBox = null;
function select(box, ranged) {
  const list = boxes();
  if (ranged && lastBox && list.includes(lastBox)) {
    const [from, to] = [list.indexOf(lastBox), list.indexOf(box)].sort((a, b) => a - b);
    list.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
  }
  lastBox = box;
}

document.addEventListener('click', (event) => {
  const box = event.target.closest('input[type="checkbox"]');
  if (box?.matches('[data-all]')) boxes().forEach((each) => { each.checked = box.checked; });
  else if (box?.name === 'id') select(box, event.shiftKey);
  if (box) countSelected();
  const copy = event.target.closest('[data-copy]');
  if (copy) {
    const text = copy.dataset.copy || all('pre', copy.closest('section')).map((each) => each.textContent).join('');
    navigator.clipboard?.writeText(text).then(() => { copy.textContent = 'Copied'; }, () => {});
  }
  if (event.target.closest('[data-fresh], [data-refresh]')) location.reload();
});
document.addEventListener('rota:selected', countSelected);

// What is suggested goes on after what stands in the box

document.addEventListener('input', ({ target }) => {
  if (target.id !== 'q' || !target.list) return;
  const before = target.value.slice(0, target.value.lastIndexOf(' ') + 1);
  for (const option of target.list.options) option.value = before + (option.dataset.term ??= option.value);
});

// What an act came to is read aloud, and told once: not again when the page is loaded again

const notice = document.querySelector('[data-notice]');
if (notice.textContent) {
  setTimeout(() => notice.append('\u200b'), 500);
  const address = new URL(location.href);
  ['did', 'n', 'skipped', 'job', 'undo'].forEach((name) => address.searchParams.delete(name));
  history.replaceState(history.state, '', address);
}

// What changed is put in place

const written = (field) => (field.options ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((each) => each.defaultSelected))
  : field.value !== field.defaultValue || field.checked !== field.defaultChecked);
const busyIn = (part) => (inField(document.activeElement) && part.contains(document.activeElement))
  || part.querySelector('details[open].confirm') || all('input, textarea, select', part).some(written)
  || (part.querySelector('tbody') && part.matches(':hover'))
  || (!document.getSelection().isCollapsed && part.contains(document.getSelection().anchorNode));

/** What only works with this script is shown, and times as the reader wants them. */
function prepare(part) {
  all('[data-script]', part).forEach((each) => { each.hidden = false; });
  if (navigator.clipboard) all('[data-copy]', part).forEach((each) => { each.hidden = false; });
  showTimes(part);
}

const rest = (millis) => new Promise((done) => { setTimeout(done, millis); });

/** Work that is not done twice at once, nor too often; what is asked for meanwhile is done once more. What a pause has above the least comes first and at random: many pages hear of the same. */
function paced(least, pause, work) {
  let [busy, asked] = [false, false];
  return async () => {
    asked = true;
    if (busy) return;
    busy = true;
    while (asked) {
      if (pause() > least) await rest((pause() - least) * (0.5 + Math.random()));
      asked = false;
      await work().catch(() => setStale(true));
      await rest(least);
    }
    busy = false;
  };
}

let pace = 2000;
async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: 'text/html', 'Rota-Live': '1' } });
  if (!answer.ok) throw new Error(String(answer.status));
  pace = Number(answer.headers.get('Rota-Pace')) || pace;
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
}

/** Parts that were left as they are because the reader was at them. */
let owed = [];
const refresh = paced(2000, () => pace, async () => {
  const page = await fetched(location.href);
  owed = [];
  for (const part of all('[data-region], tr[data-job] [data-cell]')) {
    const next = 'region' in part.dataset ? page.getElementById(part.id)
      : page.querySelector(`tr[data-job="${part.closest('tr').dataset.job}"] [data-cell="${part.dataset.cell}"]`);
    if (!next || !part.isConnected) continue;
    prepare(next);
    all('details', part).forEach((each, i) => { if (each.open && all('details', next)[i]) all('details', next)[i].open = true; });
    if (next.isEqualNode(part)) continue;
    if (busyIn(part)) {
      owed.push(part);
      continue;
    }
    const { id, attributes: { href } } = part.contains(document.activeElement) ? document.activeElement : part;
    part.replaceWith(next);
    next.querySelector(id ? `#${CSS.escape(id)}` : `a[href="${CSS.escape(href?.value ?? '')}"]`)?.focus({ preventScroll: true });
  }
});

const fresh = new Set();
function patch(job) {
  const row = document.querySelector(`tr[data-job="${job.id}"]`);
  const cell = (name) => row?.querySelector(`[data-cell="${name}"]`);
  if (!row) {
    const button = document.querySelector('[data-fresh]');
    const newest = Number(document.querySelector('tr[data-job]')?.dataset.job ?? 0);
    if (!button || fresh.has(job.id) || job.id <= newest) return;
    fresh.add(job.id);
    button.hidden = false;
    button.textContent = `▲ ${fresh.size} new`;
    return;
  }
  const [glyph, hue] = STATES[job.state] ?? ['', 'neutral'];
  const state = document.createElement('span');
  state.className = `state ${hue}`;
  const sign = document.createElement('span');
  sign.className = 'glyph';
  sign.ariaHidden = 'true';
  sign.textContent = glyph;
  state.append(sign, ` ${job.state[0].toUpperCase()}${job.state.slice(1)}`);
  cell('state')?.replaceChildren(state);
  if (cell('attempt')) cell('attempt').textContent = job.attempt;
  if (cell('ran') && job.ran) cell('ran').textContent = job.ran;
  const time = cell('at')?.querySelector('time');
  if (time) time.dateTime = job.at;
  showTimes(row);
}

const growLog = paced(0, () => 0, async () => {
  const lastOf = (log) => log?.lastElementChild?.id.slice(1) ?? '0';
  const source = document.querySelector('[data-log]')?.dataset.log;
  if (!source) return;
  const last = lastOf(document.querySelector('[data-log]'));
  const more = (await fetched(`${source}${source.includes('?') ? '&' : '?'}after=${last}`)).querySelector('[data-log]');
  const log = document.querySelector('[data-log]');
  if (!more || lastOf(log) !== last) return;
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(...more.childNodes);
  if (atEnd && document.querySelector('[data-follow]')?.checked !== false) log.scrollTop = log.scrollHeight;
});

function hear(kind, data) {
  setStale(false);
  if (kind === 'job.state') data.items.forEach(patch);
  if (kind === 'reset' || kind === 'job.log') growLog();
  if (kind !== 'job.log') refresh();
}

// One tab holds the stream and tells the others: a browser keeps few connections to one host

const live = document.querySelector('[data-live]');
const banner = document.querySelector('[data-stale]');
const tab = Math.random().toString(36).slice(2);
const channel = 'BroadcastChannel' in window ? new BroadcastChannel(`rota ${new URL(root, location.href).pathname}`) : null;
const topics = () => content()?.dataset.topics ?? '';
const wants = new Map();
let source = null;
let letGo = null;
let lastId = '';
let told = '';
let broken = 0;
let asOf = new Date();

function setStale(on) {
  if (!on) {
    broken = 0;
    asOf = new Date();
  } else if (!broken) {
    broken = Date.now();
  }
}

function showStale() {
  const seconds = broken ? Math.round((Date.now() - broken) / 1000) : 0;
  if (!banner) return;
  banner.hidden = seconds < 10;
  banner.textContent = `! Live updates stopped ${seconds} s ago: trying again. What you see is of ${asOf.toLocaleTimeString()}.`;
}

function listen() {
  for (const [name, want] of wants) if (Date.now() - want.at > 30000) wants.delete(name);
  const wanted = [...new Set([...wants.values()].flatMap((want) => want.topics.split(',')))].filter(Boolean).sort().join(',');
  if (source && wanted === told) return;
  source?.close();
  source = null;
  told = wanted;
  if (!wanted) return;
  source = new EventSource(`${root}/api/v1/events?topics=${wanted}${lastId ? `&lastEventId=${lastId}` : ''}`);
  source.onopen = () => pass({ kind: 'open' });
  source.onerror = () => {
    pass({ kind: 'broken' });
    if (source?.readyState === EventSource.CLOSED) told = '';
  };
  for (const kind of ['reset', 'job.state', 'job.progress', 'job.log', 'schedule.fired', 'schedule.late', 'schedule.changed', 'queue.changed',
    'worker.changed', 'failure.new', 'operation.progress', 'overview.changed']) {
    source.addEventListener(kind, (event) => {
      lastId = event.lastEventId;
      pass({ kind: 'event', name: kind, data: JSON.parse(event.data) });
    });
  }
}

function pass(message) {
  take(message);
  channel?.postMessage(message);
}

const isMine = (kind) => kind === 'reset' || topics().split(',').some((topic) => kind.startsWith(topic.split(':')[0].replace(/s$/, '')));

function take(message) {
  if (message.kind === 'want' && letGo) {
    wants.set(message.tab, { topics: message.topics, at: Date.now() });
    listen();
  }
  if (timer === 0) return;
  if (message.kind === 'open') setStale(false);
  if (message.kind === 'broken') setStale(true);
  if (message.kind === 'event' && isMine(message.name)) {
    const one = topics().match(/^jobs:(\d+)$/);
    const items = message.data.items.filter((item) => !one || String(item.id) === one[1]);
    if (items.length || message.name === 'reset') hear(message.name, { ...message.data, items });
  }
}

function ask() {
  if (document.hidden || !topics()) return;
  const message = { kind: 'want', tab, topics: topics() };
  take(message);
  channel?.postMessage(message);
  showStale();
  if (owed.length && !owed.some(busyIn)) refresh();
}

function lead() {
  const work = () => new Promise((done) => { letGo = done; ask(); });
  if (navigator.locks && channel) navigator.locks.request(`rota ${channel.name}`, { signal: leading.signal }, work).catch(() => {});
  else work();
}

let leading = new AbortController();
let timer = 0;
function setLive(on) {
  clearInterval(timer);
  timer = 0;
  leading.abort();
  leading = new AbortController();
  letGo?.();
  letGo = null;
  source?.close();
  source = null;
  if (on) {
    timer = setInterval(ask, 5000);
    lead();
    ask();
  } else {
    setStale(false);
    showStale();
  }
}

function setLiveShown(on) {
  live.setAttribute('aria-pressed', String(on));
  live.textContent = on ? '● Live' : '○ Live';
  document.querySelector('[data-refresh]').hidden = on;
}

if (live && topics()) {
  live.hidden = false;
  live.addEventListener('click', () => {
    const on = live.getAttribute('aria-pressed') !== 'true';
    kept.set('live', on ? 'on' : 'off');
    setLiveShown(on);
    setLive(on);
  });
  setLiveShown(kept.get('live', 'on') === 'on');
  setLive(kept.get('live', 'on') === 'on');
  let hiddenFor = 0;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiddenFor);
    if (live.getAttribute('aria-pressed') !== 'true') return;
    if (document.hidden) hiddenFor = setTimeout(() => setLive(false), 60000);
    else if (timer === 0) { setLive(true); refresh(); }
  });
}
channel?.addEventListener('message', (event) => take(event.data));

// Theme and zone

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  document.cookie = `rota-theme=${theme}; path=/; max-age=31536000; samesite=strict`;
}
const themes = ['system', 'light', 'dark'];
const turnTheme = () => setTheme(themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % 3]);
const zones = ['utc', 'here', 'schedule'];
const showZone = () => all('[data-turn="zone"]').forEach((button) => {
  button.textContent = { utc: 'Times in UTC', here: 'Times here', schedule: 'Times of schedules' }[kept.get('zone', 'utc')];
});
const turnZone = () => { kept.set('zone', zones[(zones.indexOf(kept.get('zone', 'utc')) + 1) % 3]); showTimes(); showZone(); };
showZone();
for (const [name, turn] of [['theme', turnTheme], ['zone', turnZone]]) {
  for (const button of all(`[data-turn="${name}"]`)) {
    button.hidden = false;
    button.addEventListener('click', (event) => { event.preventDefault(); turn(); });
  }
}

prepare(document);
countSelected();
setInterval(showTimes, 10000);
setInterval(showStale, 1000);
