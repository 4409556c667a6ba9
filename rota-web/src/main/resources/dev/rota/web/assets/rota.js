// Makes pages quicker that work without it: times in the reader's zone, selection, keys, live update.

const content = () => document.getElementById('content');
const inField = (target) => target.closest?.('input, select, textarea, [contenteditable]');

function showLocalTimes() {
  const here = document.querySelector('[data-here]');
  const server = here?.previousElementSibling;
  if (here && server) {
    const time = new Date(server.dateTime);
    here.textContent = ` · ${time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })} here`;
  }
  for (const time of content().querySelectorAll('time[datetime]')) {
    const local = new Date(time.dateTime).toLocaleString();
    if (!time.title.includes(local)) {
      time.title = time.title ? `${time.title} · ${local} here` : `${local} here`;
    }
  }
}

function boxes() {
  return [...document.querySelectorAll('#selected input[name="id"]')];
}

function countSelected() {
  const count = document.querySelector('[data-count]');
  const all = document.querySelector('[data-all]');
  if (!count || !all) {
    return;
  }
  const selected = boxes().filter((box) => box.checked).length;
  count.hidden = selected === 0;
  count.textContent = `${selected} selected`;
  all.hidden = false;
  all.checked = selected > 0 && selected === boxes().length;
  all.indeterminate = selected > 0 && selected < boxes().length;
}

let lastBox = null;
document.addEventListener('click', (event) => {
  const box = event.target.closest('input[type="checkbox"]');
  if (!box) {
    return;
  }
  if (box.matches('[data-all]')) {
    boxes().forEach((each) => { each.checked = box.checked; });
  } else if (box.name === 'id') {
    const list = boxes();
    if (event.shiftKey && lastBox && list.includes(lastBox)) {
      const [from, to] = [list.indexOf(lastBox), list.indexOf(box)].sort((a, b) => a - b);
      list.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
    }
    lastBox = box;
  }
  countSelected();
});

// Live: the page is fetched again, and each part put in place unless somebody is at work in it.
const live = document.querySelector('[data-live]');
const LIVE_KEY = 'rota.live';
let timer = 0;

function busy() {
  const active = document.activeElement;
  return document.hidden
    || (active && content().contains(active) && inField(active))
    || boxes().some((box) => box.checked)
    || content().querySelector('details[open]')
    || !document.getSelection().isCollapsed;
}

async function refresh() {
  if (busy()) {
    return;
  }
  try {
    const address = new URL(location.href);
    address.searchParams.delete('did');
    const answer = await fetch(address, { headers: { Accept: 'text/html' } });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (busy()) {
      return;
    }
    const focused = document.activeElement?.getAttribute?.('href');
    const scrolled = [...content().querySelectorAll('pre')].map((pre) => pre.scrollTop);
    content().replaceChildren(...fresh.getElementById('content').childNodes);
    content().querySelectorAll('pre').forEach((pre, i) => { pre.scrollTop = scrolled[i] ?? 0; });
    document.querySelector('.rail ul').replaceWith(fresh.querySelector('.rail ul'));
    document.querySelector('.clock').replaceWith(fresh.querySelector('.clock'));
    if (focused) {
      document.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }
    live.textContent = '● Live';
    enhance();
  } catch {
    live.textContent = '! Stale';
  }
}

function setLive(on) {
  clearInterval(timer);
  timer = on ? setInterval(refresh, 3000) : 0;
  live.setAttribute('aria-pressed', String(on));
  live.textContent = on ? '● Live' : '○ Live';
  localStorage.setItem(LIVE_KEY, on ? 'on' : 'off');
}

if (live) {
  live.hidden = false;
  live.addEventListener('click', () => setLive(timer === 0));
  setLive(localStorage.getItem(LIVE_KEY) === 'on');
}

// Keys: / finds, g and a letter goes, [ and ] turn pages, l is live. A switch turns them off, for who speaks to the machine.
const keys = document.querySelector('[data-keys]');
const KEYS_KEY = 'rota.keys';

function setKeys(on) {
  keys.setAttribute('aria-pressed', String(on));
  keys.textContent = on ? 'Keys on' : 'Keys off';
  localStorage.setItem(KEYS_KEY, on ? 'on' : 'off');
}

if (keys) {
  keys.hidden = false;
  keys.addEventListener('click', () => setKeys(keys.getAttribute('aria-pressed') !== 'true'));
  setKeys(localStorage.getItem(KEYS_KEY) !== 'off');
}

const PLACES = { o: 0, j: 1, s: 2, q: 3, w: 4 };
let going = false;
document.addEventListener('keydown', (event) => {
  if (keys?.getAttribute('aria-pressed') !== 'true' || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) {
    return;
  }
  const click = (selector) => document.querySelector(selector)?.click();
  if (going) {
    going = false;
    if (event.key in PLACES) {
      document.querySelectorAll('.rail ul a')[PLACES[event.key]]?.click();
    }
  } else if (event.key === '/') {
    event.preventDefault();
    document.getElementById('find')?.focus();
  } else if (event.key === 'g') {
    going = true;
  } else if (event.key === '[') {
    click('a[rel="prev"]');
  } else if (event.key === ']') {
    click('a[rel="next"]');
  } else if (event.key === 'l') {
    live?.click();
  }
});

function enhance() {
  showLocalTimes();
  countSelected();
}

enhance();
