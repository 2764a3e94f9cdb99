/** What only the pages about sign-ins through providers have. */
export const traceStyle = `
.trace { display: block; padding: .9rem 1.15rem; color: inherit; text-decoration: none; }
.trace:hover { background: var(--accent-soft); }
.trace .line { display: flex; flex-wrap: wrap; gap: .35rem .75rem; align-items: center; font-size: .875rem; color: var(--quiet); }
.trace .line b { color: var(--text); font-size: 1rem; overflow-wrap: anywhere; }
.trace p:not(.about) { margin: .35rem 0 0; overflow-wrap: anywhere; }
.trace .about { margin-top: .35rem; }
.verdict { margin: 1.5rem 0 2rem; padding: 1.15rem 1.35rem; border-radius: .75rem; background: var(--card); border: 1px solid var(--line); border-left: .35rem solid var(--accent); }
.verdict.good { border-left-color: var(--good); }
.verdict.bad { border-left-color: var(--bad); }
.verdict p { margin: .6rem 0 0; overflow-wrap: anywhere; }
.verdict p.sentence { font-size: 1.125rem; font-weight: 600; }
.verdict p.remedy { background: var(--accent-soft); border-radius: .5rem; padding: .6rem .9rem; }
.remedy b { color: var(--accent); }
.timeline { gap: 0; margin: .75rem 0 3rem; }
.timeline li { position: relative; padding: 0 0 1.5rem 1.75rem; border-left: 2px solid var(--line); margin-left: .45rem; }
.timeline li:last-child { border-left-color: transparent; padding-bottom: 0; }
.timeline li::before {
  content: ''; position: absolute; left: -.5rem; top: .4rem; width: .85rem; height: .85rem; border-radius: 50%;
  background: var(--card); border: 3px solid var(--accent);
}
.timeline li.end.good::before { border-color: var(--good); background: var(--good); }
.timeline li.end.bad::before { border-color: var(--bad); background: var(--bad); }
.timeline h3 { font-size: .8125rem; color: var(--quiet); margin: 0; font-weight: 600; display: flex; gap: .75rem; }
.timeline h3 span { white-space: nowrap; font-weight: 400; }
.timeline p { margin: .1rem 0 0; overflow-wrap: anywhere; }
.facts { margin: .6rem 0 0; display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .15rem 1.25rem; font-size: .875rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .9rem; }
dt { color: var(--quiet); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: .8125rem; line-height: 1.7; }
@media (max-width: 34rem) { .facts { grid-template-columns: minmax(0, 1fr); } dd { margin-bottom: .35rem; } }
`;
