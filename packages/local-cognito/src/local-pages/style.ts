/** What all pages of local-cognito's own tools share: colours, type, header, cards, buttons, fields. */
export const sharedStyle = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f5f4, #131316);
  --card: light-dark(#ffffff, #1d1d21);
  --line: light-dark(#e2e1df, #323238);
  --field-line: light-dark(#8b8992, #74737e);
  --text: light-dark(#1c1b1f, #ececf1);
  --quiet: light-dark(#5f5d66, #a5a4b0);
  --accent: light-dark(#4338ca, #a5b4fc);
  --accent-soft: light-dark(#eef0ff, #272a4a);
  --on-accent: light-dark(#fff, #131316);
  --good: light-dark(#0f766e, #5eead4);
  --good-soft: light-dark(#e3f6f3, #163634);
  --bad: light-dark(#b42318, #fda29b);
  --bad-soft: light-dark(#fef0ee, #3d1f1d);
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
h1 { font-size: 1.35rem; letter-spacing: -.015em; margin: 0; line-height: 1.2; overflow-wrap: anywhere; }
h2 { font-size: 1.0625rem; margin: 0 0 .4rem; letter-spacing: -.01em; overflow-wrap: anywhere; }
.count { color: var(--quiet); font-size: .875rem; margin: .15rem 0 0; }
input, button, .button {
  font: inherit; font-size: .9375rem; border-radius: .5rem; padding: .45rem .8rem; border: 1px solid var(--line);
}
input { min-width: 0; background: var(--page); color: inherit; border-color: var(--field-line); }
input::placeholder { color: var(--quiet); opacity: 1; }
button { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
.button { color: var(--accent); text-decoration: none; background: var(--card); white-space: nowrap; }
button:hover, .button:hover { filter: brightness(1.08); text-decoration: underline; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ol { list-style: none; margin: 1.5rem 0 3rem; padding: 0; display: grid; gap: 1rem; }
article { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; overflow: hidden; }
.meta {
  display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: center; padding: .8rem 1.15rem;
  border-bottom: 1px solid var(--line); font-size: .875rem; color: var(--quiet);
}
.tag {
  font-size: .75rem; font-weight: 700; letter-spacing: .04em; padding: .12rem .55rem; border-radius: 1rem;
  color: var(--accent); background: var(--accent-soft); white-space: nowrap;
}
.tag.good { color: var(--good); background: var(--good-soft); }
.tag.bad { color: var(--bad); background: var(--bad-soft); }
time { margin-left: auto; font-variant-numeric: tabular-nums; }
.content { padding: 1rem 1.15rem 1.15rem; }
.about { margin: .9rem 0 0; font-size: .8125rem; color: var(--quiet); overflow-wrap: anywhere; }
.empty { text-align: center; padding: 4rem 1.5rem; margin: 1.5rem 0 3rem; background: var(--card); border: 1px dashed var(--line); border-radius: .75rem; }
.empty svg { color: var(--quiet); }
.empty p { max-width: 30rem; margin: .4rem auto 0; color: var(--quiet); }
.empty .button { display: inline-block; margin-top: 1.25rem; }
@media (max-width: 34rem) { time { margin-left: 0; flex-basis: 100%; } }
`;
