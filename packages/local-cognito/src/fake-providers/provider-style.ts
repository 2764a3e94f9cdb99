/** What only the pages of fake providers have. */
export const providerStyle = `
.sheet .wrap { max-width: 32rem; }
.sheet header .wrap { padding-block: 1.5rem; }
.sheet h1 { font-size: 1.6rem; }
.sheet main { padding-block: 1.5rem; }
.people { list-style: none; margin: .6rem 0 1.25rem; padding: 0; display: grid; gap: .6rem; }
.person {
  display: flex; gap: .9rem; align-items: center; width: 100%; min-height: 4.25rem; padding: .75rem 1rem; text-align: left;
  background: var(--card); color: var(--text); border-color: var(--line); border-radius: .75rem; font-weight: 400;
}
.person:hover { border-color: var(--accent); text-decoration: none; filter: none; background: var(--accent-soft); }
.face {
  flex: none; display: grid; place-items: center; width: 2.6rem; height: 2.6rem; border-radius: 50%;
  background: var(--accent-soft); color: var(--accent); font-weight: 700; font-size: .9rem;
}
.who { display: grid; min-width: 0; overflow-wrap: anywhere; line-height: 1.35; margin-right: auto; }
.who span, small { color: var(--quiet); }
.who b { font-size: 1.0625rem; }
small { font-size: .8125rem; }
details { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; margin: 0 0 .75rem; }
summary { padding: .75rem 1rem; font-weight: 600; cursor: pointer; border-radius: .75rem; }
.break summary { color: var(--bad); }
.fields { display: grid; gap: .3rem; padding: 0 1rem 1rem; }
.fields label { font-size: .875rem; font-weight: 600; margin-top: .4rem; }
.fields button { justify-self: start; margin-top: .9rem; padding-inline: 1.25rem; }
fieldset { border: 0; margin: 0; padding: 0 1rem 1rem; min-width: 0; display: grid; gap: .15rem; }
legend { padding: 0 0 .5rem; font-size: .875rem; color: var(--quiet); }
fieldset label { display: flex; gap: .7rem; align-items: baseline; padding: .4rem .5rem; border-radius: .5rem; cursor: pointer; }
fieldset label:has(:checked) { background: var(--accent-soft); }
fieldset label span { display: grid; line-height: 1.4; }
fieldset input { accent-color: var(--accent); flex: none; }
.problem { background: var(--bad-soft); color: var(--bad); border-radius: .5rem; padding: .7rem 1rem; margin: 0 0 1.25rem; font-weight: 600; }
.facts { margin: 0 0 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: .4rem 1rem; }
.facts div { padding: .55rem 0; }
.facts div + div { border-top: 1px solid var(--line); }
dt { font-size: .8125rem; color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: .9rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; user-select: all; }
.list { margin: .4rem 0 1.75rem; padding: 0; list-style: none; }
.list li { padding: .2rem 0; overflow-wrap: anywhere; }
.who .tag { margin-left: .4rem; }
footer { display: flex; flex-wrap: wrap; gap: .4rem 1.25rem; font-size: .875rem; margin: 1.5rem 0 2rem; }
`;
