// Shows what a form would do while one fills it in. The button Preview does the same without a script.
//   form[data-preview]   the id of the part of the answer that is put in place
//   #args                the fields of a type's arguments, put in place when they are of another type

const PAUSE = 250;

for (const form of document.querySelectorAll('form[data-preview]')) {
  let timer = 0;
  let asked = 0;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      asked += 1;
      const mine = asked;
      const fields = new URLSearchParams(new FormData(form));
      fields.set('do', 'preview');
      try {
        const answer = await fetch(form.action, { method: 'POST', body: fields });
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const fresh = page.getElementById(form.dataset.preview);
        if (mine !== asked || !fresh) return;
        document.getElementById(form.dataset.preview).replaceChildren(...fresh.childNodes);
        const args = page.getElementById('args');
        const shown = document.getElementById('args');
        if (args && shown && args.dataset.of !== shown.dataset.of) shown.replaceWith(args);
      } catch {
        // Not shown: the next input, or the button, asks again and a page says what is wrong.
      }
    }, PAUSE);
  });
}
