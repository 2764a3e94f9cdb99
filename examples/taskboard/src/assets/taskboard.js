// Conveniences only: everything works without this file.

// An open menu closes on Escape and on a click beside it.
for (const menu of document.querySelectorAll('details[data-menu]')) {
  document.addEventListener('click', (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}

// A card dropped on a column posts the card's own move form.
let dragged;
for (const card of document.querySelectorAll('[data-card]')) {
  card.draggable = true;
  card.addEventListener('dragstart', () => {
    dragged = card;
    card.classList.add('dragged');
  });
  card.addEventListener('dragend', () => card.classList.remove('dragged'));
}
for (const column of document.querySelectorAll('[data-column]')) {
  column.addEventListener('dragover', (event) => {
    if (!dragged || dragged.closest('[data-column]') === column) return;
    event.preventDefault();
    column.classList.add('target');
  });
  column.addEventListener('dragleave', () => column.classList.remove('target'));
  column.addEventListener('drop', (event) => {
    event.preventDefault();
    const form = dragged.querySelector('form.moves');
    const status = document.createElement('input');
    status.type = 'hidden';
    status.name = 'status';
    status.value = column.dataset.column;
    form.append(status);
    form.submit();
  });
}

// Opening an add form goes straight to its first field.
for (const details of document.querySelectorAll('details.add, details.new-project')) {
  details.addEventListener('toggle', () => {
    if (details.open) details.querySelector('input:not([type=hidden])').focus();
  });
}
