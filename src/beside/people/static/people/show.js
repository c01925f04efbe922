// @ts-check
/* A pass-phrase that can be looked at while it is typed: the button comes from the page's <template>. */

const template = document.getElementById('show-phrase');

for (const field of document.querySelectorAll('input[data-showable]')) {
  if (field instanceof HTMLInputElement && template instanceof HTMLTemplateElement) offer(field, template);
}

/** @param {HTMLInputElement} field @param {HTMLTemplateElement} source */
function offer(field, source) {
  const copy = source.content.cloneNode(true);
  if (!(copy instanceof DocumentFragment)) return;
  const button = copy.querySelector('button');
  if (!button) return;
  field.after(copy);
  button.addEventListener('click', () => {
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
  });
  field.form?.addEventListener('submit', () => { field.type = 'password'; });
}
