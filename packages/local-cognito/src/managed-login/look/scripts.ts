/** Shows and hides passwords, copies texts and ticks off password rules. Pages do without it. */
export const lookScript = `'use strict';
for (const button of document.querySelectorAll('[data-reveal]')) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  const show = (isShown) => {
    input.type = isShown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(isShown));
    button.textContent = isShown ? button.dataset.hide : button.dataset.show;
  };
  button.addEventListener('click', () => { show(input.type === 'password'); input.focus(); });
  input.form?.addEventListener('submit', () => show(false));
}
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  const text = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = text; }, 2000);
  });
}
const rules = {
  length: (password, least) => password.length >= Number(least),
  uppercase: (password) => /[A-Z]/.test(password),
  lowercase: (password) => /[a-z]/.test(password),
  number: (password) => /[0-9]/.test(password),
  symbol: (password) => /[!-/:-@[-\`{-~]/.test(password),
};
for (const list of document.querySelectorAll('[data-rules]')) {
  const input = document.getElementById(list.dataset.rules);
  const tick = () => {
    for (const item of list.querySelectorAll('[data-rule]')) {
      const [rule, value] = item.dataset.rule.split(' ');
      item.toggleAttribute('data-kept', rules[rule](input.value, value));
    }
  };
  input.addEventListener('input', tick);
  tick();
}
`;
