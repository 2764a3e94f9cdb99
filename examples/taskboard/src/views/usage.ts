import { html } from 'hono/html';
import type { TenantUsage } from '../services/usage.ts';
import { type TenantFrame, tenantPage } from './layout.ts';
import { icon, type Markup } from './markup.ts';

const number = new Intl.NumberFormat('en-GB');
const WIDTH = 720;
const HEIGHT = 200;

/** What the tenant used, as a chart and as a table. `problem` stands instead when it cannot be read. */
export function usageView(options: { frame: TenantFrame; usage?: TenantUsage; problem?: string }): Markup {
  const { frame, usage } = options;
  return tenantPage({
    title: 'Usage',
    section: 'usage',
    frame,
    content: html`<div class="page-head"><div><h1>Usage</h1><p class="lead">Requests that people and programs of ${frame.name} made to the taskboard.</p></div></div>
${usage ? report(usage) : html`<div class="empty" role="status">${icon('chart')}<h2>No usage to show</h2><p>${options.problem ?? ''}</p></div>`}`,
  });
}

function report(usage: TenantUsage): Markup {
  const { plan, requestsThisMonth } = usage;
  const share = requestsThisMonth / plan.monthlyRequests;
  const percent = share > 0 && share < 0.01 ? '< 1' : String(Math.round(share * 100));
  const last24 = usage.lastHours.reduce((sum, { requests }) => sum + requests, 0);
  return html`<ul class="figures">
<li><span class="figure">${number.format(requestsThisMonth)}</span><span class="figure-label">requests this month</span></li>
<li><span class="figure">${number.format(last24)}</span><span class="figure-label">in the last 24 hours</span></li>
<li><span class="figure">${percent} %</span><span class="figure-label">of ${number.format(plan.monthlyRequests)} in plan ${plan.id}</span></li></ul>
<section class="sheet" aria-labelledby="chart-title"><h2 id="chart-title">Last 24 hours</h2>
${chart(usage)}
<details class="as-table"><summary>Show as table</summary><div class="table-wrap" role="region" aria-label="Requests by hour" tabindex="0"><table><caption class="visually-hidden">Requests by hour (UTC)</caption>
<thead><tr><th scope="col">Hour (UTC)</th><th scope="col" class="number">Requests</th></tr></thead>
<tbody>${usage.lastHours.map(({ hour, requests }) => html`<tr><th scope="row">${hour.replace('T', ' ')}:00</th><td class="number">${number.format(requests)}</td></tr>`)}</tbody></table></div></details></section>`;
}

function chart({ lastHours }: TenantUsage): Markup {
  const top = niceTop(Math.max(...lastHours.map(({ requests }) => requests)));
  const slot = WIDTH / lastHours.length;
  const total = lastHours.reduce((sum, { requests }) => sum + requests, 0);
  const y = (value: number) => HEIGHT - (value / top) * HEIGHT;
  return html`<svg class="chart" viewBox="-56 -14 ${WIDTH + 84} ${HEIGHT + 50}" role="img" aria-label="Bar chart: ${number.format(total)} requests in the last 24 hours, by hour">
${[0, top / 2, top].map((value) => html`<line class="grid" x1="0" x2="${WIDTH}" y1="${y(value)}" y2="${y(value)}" /><text x="-8" y="${y(value) + 4}" text-anchor="end">${number.format(value)}</text>`)}
${lastHours.map(({ hour, requests }, i) => {
  const height = requests === 0 ? 0 : Math.max(2, HEIGHT - y(requests));
  return html`<rect class="bar" x="${i * slot + slot * 0.15}" y="${HEIGHT - height}" width="${slot * 0.7}" height="${height}" rx="3"><title>${hour.slice(11)}:00, ${number.format(requests)} requests</title></rect>
${i % 4 === 3 ? html`<text x="${i * slot + slot / 2}" y="${HEIGHT + 26}" text-anchor="middle">${hour.slice(11)}:00</text>` : ''}`;
})}</svg>`;
}

/** The next 2, 5 or 10 times a power of ten, even, so that half of it is a whole number. */
function niceTop(largest: number): number {
  if (largest <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(largest));
  const step = [1, 2, 4, 6, 10].find((factor) => factor * power >= largest) ?? 10;
  return step * power;
}
