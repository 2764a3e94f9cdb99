/** The mailbox's whole style sheet. */
export const mailboxStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f5f4, #131316);
  --card: light-dark(#ffffff, #1d1d21);
  --line: light-dark(#e2e1df, #323238);
  --text: light-dark(#1c1b1f, #ececf1);
  --quiet: light-dark(#5f5d66, #a5a4b0);
  --accent: light-dark(#4338ca, #a5b4fc);
  --accent-soft: light-dark(#eef0ff, #272a4a);
  --sms: light-dark(#0f766e, #5eead4);
  --sms-soft: light-dark(#e3f6f3, #163634);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif;
}
.wrap { max-width: 50rem; margin: 0 auto; padding: 0 1.25rem; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
header .wrap {
  display: flex; flex-wrap: wrap; gap: .75rem 1.5rem; align-items: center; justify-content: space-between;
  padding-block: 1.1rem;
}
h1 { font-size: 1.35rem; letter-spacing: -.015em; margin: 0; line-height: 1.2; }
.count { color: var(--quiet); font-size: .875rem; margin: .15rem 0 0; }
form { display: flex; flex-wrap: wrap; gap: .5rem; flex: 1 1 16rem; max-width: 27rem; }
label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
input, button, .button {
  font: inherit; font-size: .9375rem; border-radius: .5rem; padding: .45rem .8rem; border: 1px solid var(--line);
}
input { flex: 1 1 10rem; min-width: 0; background: var(--page); color: inherit; border-color: light-dark(#8b8992, #74737e); }
input::placeholder { color: var(--quiet); opacity: 1; }
button { background: var(--accent); border-color: var(--accent); color: light-dark(#fff, #131316); font-weight: 600; cursor: pointer; }
.button { color: var(--accent); text-decoration: none; background: var(--card); white-space: nowrap; }
button:hover, .button:hover { filter: brightness(1.08); text-decoration: underline; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ol { list-style: none; margin: 1.5rem 0 3rem; padding: 0; display: grid; gap: 1rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow: hidden; }
.meta {
  display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: center; padding: .8rem 1.15rem;
  border-bottom: 1px solid var(--line); font-size: .875rem; color: var(--quiet);
}
.medium {
  font-size: .75rem; font-weight: 700; letter-spacing: .04em; padding: .12rem .55rem; border-radius: 1rem;
  color: var(--accent); background: var(--accent-soft);
}
.medium.sms { color: var(--sms); background: var(--sms-soft); }
.to { color: var(--text); font-weight: 600; overflow-wrap: anywhere; text-decoration-color: var(--line); text-underline-offset: .2em; }
time { margin-left: auto; font-variant-numeric: tabular-nums; }
.content { padding: 1rem 1.15rem 1.15rem; }
h2 { font-size: 1.0625rem; margin: 0 0 .4rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
.body { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: var(--accent-soft); color: inherit; font-weight: 600; border-radius: .25rem; padding: 0 .2rem; }
.code { display: flex; flex-wrap: wrap; gap: .3rem .9rem; align-items: center; margin: .9rem 0 0; }
.code code {
  font: 700 1.3rem/1.3 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; letter-spacing: .08em;
  padding: .4rem .9rem; border: 1px dashed var(--accent); border-radius: .5rem; background: var(--accent-soft);
  color: var(--accent); user-select: all; overflow-wrap: anywhere; cursor: copy;
}
.about { margin: .9rem 0 0; font-size: .8125rem; color: var(--quiet); overflow-wrap: anywhere; }
.empty { text-align: center; padding: 4rem 1.5rem; margin: 1.5rem 0 3rem; background: var(--card); border: 1px dashed var(--line); border-radius: .75rem; }
.empty svg { color: var(--quiet); }
.empty p { max-width: 30rem; margin: .4rem auto 0; color: var(--quiet); }
.empty .button { display: inline-block; margin-top: 1.25rem; }
@media (max-width: 34rem) { time { margin-left: 0; flex-basis: 100%; } form { max-width: none; } }
`;
