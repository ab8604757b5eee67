// The page's only script: finds scenarios, opens and closes them. Nothing is needed of it to read.

/** Runs in the browser, from the page itself; its hash stands in the page's policy. */
export const SCRIPT = `
'use strict';
(() => {
  const form = document.getElementById('filter');
  const list = document.getElementById('scenario-list');
  if (form === null || list === null) return;
  const find = document.getElementById('find');
  const judged = document.getElementById('judged');
  const found = document.getElementById('found');
  const items = Array.from(list.children, (element) => ({
    element,
    judged: element.getAttribute('data-judged'),
    text: element.textContent.toLowerCase(),
  }));
  const show = () => {
    const words = find.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
    let count = 0;
    for (const item of items) {
      const fits = (judged.value === '' || item.judged === judged.value)
        && words.every((word) => item.text.includes(word));
      item.element.hidden = !fits;
      if (fits) count += 1;
    }
    found.value = count === items.length
      ? items.length + (items.length === 1 ? ' scenario' : ' scenarios')
      : count + ' of ' + items.length + ' scenarios';
  };
  const turn = (open) => () => {
    for (const { element } of items) if (!element.hidden) element.open = open;
  };
  find.addEventListener('input', show);
  judged.addEventListener('input', show);
  form.addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('open-all').addEventListener('click', turn(true));
  document.getElementById('close-all').addEventListener('click', turn(false));
  form.hidden = false;
})();
`;
