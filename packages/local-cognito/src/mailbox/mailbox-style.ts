/** What only the mailbox has. */
export const mailboxStyle = `
form { display: flex; flex-wrap: wrap; gap: .5rem; flex: 1 1 16rem; max-width: 27rem; }
form input { flex: 1 1 10rem; }
label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.to { color: var(--text); font-weight: 600; overflow-wrap: anywhere; text-decoration-color: var(--line); text-underline-offset: .2em; }
.body { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--accent-soft); color: inherit; font-weight: 600; border-radius: .25rem; padding: 0 .2rem; }
.code { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; margin: .9rem 0 0; }
.code code {
  font: 700 1.3rem/1.3 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; letter-spacing: .08em;
  padding: .4rem .9rem; border: 1px dashed var(--accent); border-radius: .5rem; background: var(--accent-soft);
  color: var(--accent); user-select: all; overflow-wrap: anywhere; cursor: copy;
}
@media (max-width: 34rem) { form { max-width: none; } }
`;
