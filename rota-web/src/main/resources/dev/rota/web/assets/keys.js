// Keys, and the dialogs they open. Works on what pages mark, by clicking it:
//   [data-opens=id]         a button that opens a dialog
//   a[rel=prev], a[rel=next], [data-key=r], [data-live], [data-turn=theme]    clicked by keys
//   #selected input[name=id]    rows that can be selected
//   [data-keys]             turns single keys off, for who speaks to the machine

const root = document.body.dataset.root;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const inField = (target) => target.closest?.('input, select, textarea, [contenteditable]');
const kept = { get: (key, or) => localStorage.getItem(`rota.${key}`) ?? or, set: (key, value) => localStorage.setItem(`rota.${key}`, value) };

// Dialogs: keys, and the palette that goes anywhere

function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  if (id === 'palette') fillPalette();
}

document.addEventListener('click', (event) => {
  const opens = event.target.closest('[data-opens]');
  if (opens) open(opens.dataset.opens);
});

let places = null;
async function fillPalette() {
  const input = document.querySelector('#palette input');
  input.value = '';
  const names = async (what) => {
    const answer = await fetch(`${root}/api/v1/${what}`).catch(() => null);
    return answer?.ok ? (await answer.json()).items.map((item) => ({ text: `${what.slice(0, -1)} ${item.name}`,
      href: what === 'queues' ? `${root}/jobs?q=${encodeURIComponent(`queue:${item.name}`)}` : `${root}/${what}/${encodeURIComponent(item.name)}` })) : [];
  };
  places ??= all('.rail ul a').map((a) => ({ text: a.firstElementChild.textContent, href: a.getAttribute('href') }))
    .concat(JSON.parse(kept.get('views', '[]')).map((q) => ({ text: `jobs ${q}`, href: `${root}/jobs?q=${encodeURIComponent(q)}` })));
  offer();
  if (!places.complete) {
    places.push(...await names('schedules'), ...await names('queues'));
    places.complete = true;
    offer();
  }
}

function offer() {
  const text = document.querySelector('#palette input').value.trim();
  const found = places.filter((place) => place.text.toLowerCase().includes(text.toLowerCase())).slice(0, 10);
  if (/^\d+$/.test(text)) found.unshift({ text: `Job ${text}`, href: `${root}/jobs/${text}` });
  if (text) found.push({ text: `Search jobs for ${text}`, href: `${root}/jobs?q=${encodeURIComponent(text)}` });
  document.querySelector('#palette ul').replaceChildren(...found.map((place) => {
    const [item, link] = [document.createElement('li'), document.createElement('a')];
    link.href = place.href;
    link.textContent = place.text;
    item.append(link);
    return item;
  }));
}

document.querySelector('#palette input')?.addEventListener('input', offer);
document.querySelector('#palette form')?.addEventListener('submit', (event) => {
  event.preventDefault();
  document.querySelector('#palette ul a')?.click();
});

const asked = new URLSearchParams(location.search).get('q');
if (asked && document.getElementById('q')) {
  kept.set('views', JSON.stringify([asked, ...JSON.parse(kept.get('views', '[]')).filter((each) => each !== asked)].slice(0, 10)));
}

// Keys; a switch turns single keys off, for who speaks to the machine

const switches = all('[data-keys]');
const areKeysOn = () => kept.get('keys', 'on') !== 'off';
function showKeys() {
  for (const each of switches) {
    each.hidden = false;
    each.setAttribute('aria-pressed', String(areKeysOn()));
    each.textContent = areKeysOn() ? 'Single keys are on' : 'Single keys are off';
  }
}
for (const each of switches) {
  each.addEventListener('click', () => { kept.set('keys', areKeysOn() ? 'off' : 'on'); showKeys(); });
}
showKeys();

function move(step) {
  const links = all('#content tbody tr th a');
  const at = links.findIndex((link) => link.closest('tr').contains(document.activeElement));
  links[Math.max(0, Math.min(links.length - 1, at + step))]?.focus();
}

const PLACES = { o: '', j: 'jobs', s: 'schedules', q: 'queues', w: 'workers', f: 'failures', m: 'metrics', a: 'audit', e: 'settings' };
const click = (selector) => document.querySelector(selector)?.click();
const box = () => document.activeElement?.closest('tr')?.querySelector('input[name="id"]');
/** From bar to bar of a strip. */
function moveInStrip(step) {
  const bars = all('a', document.activeElement?.closest('.strip') ?? document.createElement('p'));
  bars[bars.indexOf(document.activeElement) + step]?.focus();
  return bars.length > 0;
}

const ACTS = {
  '/': () => (document.getElementById('q') ?? document.getElementById('find'))?.focus(),
  '?': () => open('keys'),
  '[': () => click('a[rel="prev"]'),
  ']': () => click('a[rel="next"]'),
  j: () => move(1),
  k: () => move(-1),
  l: () => click('[data-live]:not([hidden])'),
  t: () => click('[data-turn="theme"]'),
  x: () => box()?.click(),
  X: () => box()?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: true })),
  Escape: () => {
    all('#selected input[name="id"]').forEach((each) => { each.checked = false; });
    document.dispatchEvent(new Event('rota:selected'));
  },
};
let going = false;
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
    event.preventDefault();
    open('palette');
    return;
  }
  if (/^Arrow(Left|Right)$/.test(event.key) && moveInStrip(event.key === 'ArrowLeft' ? -1 : 1)) {
    event.preventDefault();
    return;
  }
  if (!areKeysOn() || event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || document.querySelector('dialog[open]')) return;
  if (going) {
    going = false;
    const path = PLACES[event.key];
    if (path !== undefined) all('.rail ul a').find((a) => a.getAttribute('href') === `${root}/${path}`)?.click();
  } else if (event.key === 'g') {
    going = true;
  } else if (ACTS[event.key]) {
    event.preventDefault();
    ACTS[event.key]();
  } else if (/^[rcnp]$/.test(event.key)) {
    // Of a list, the row where the reader is, if none is selected.
    if (box() && !all('#selected input[name="id"]:checked').length) box().click();
    click(`[data-key="${event.key}"]`);
  }
});
