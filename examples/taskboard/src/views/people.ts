import { html } from 'hono/html';
import type { Member } from '../control-plane/client.ts';
import { errorSummary, type FormState, selectField, textField } from './form.ts';
import { formToken, type TenantFrame, tenantPage } from './layout.ts';
import { icon, type Markup, nothing } from './markup.ts';

/** Who belongs to the tenant. `members` is absent for somebody who may not see them, `problem` says why it is missing. */
export function peopleView(options: {
  frame: TenantFrame;
  members?: Member[];
  problem?: string;
  form: FormState;
}): Markup {
  const { frame, members, problem } = options;
  return tenantPage({
    title: 'People',
    section: 'people',
    frame,
    content: html`<div class="page-head"><div><h1>People</h1><p class="lead">Who works at ${frame.name}, as the control plane knows them.</p></div></div>
${problem ? html`<div class="alert" role="alert"><p>${problem}</p></div>` : nothing}
${members ? memberTable(members) : nothing}
${frame.isAdmin ? inviteForm(frame, options.form) : onlyAdmins(frame)}`,
  });
}

function onlyAdmins(frame: TenantFrame): Markup {
  return html`<div class="empty">${icon('people')}<h2>Only admins manage people</h2><p>You are a member of ${frame.name}. Ask an admin to see or invite people.</p></div>`;
}

function memberTable(members: Member[]): Markup {
  return html`<div class="table-wrap" role="region" aria-label="Members" tabindex="0"><table><caption class="visually-hidden">Members</caption>
<thead><tr><th scope="col">Name</th><th scope="col">E-mail address</th><th scope="col">Roles</th><th scope="col">Status</th></tr></thead>
<tbody>${members.map(
    (member) =>
      html`<tr><th scope="row">${member.name || '–'}</th><td>${member.email}</td><td>${member.roles.map((role) => html`<span class="tag">${role}</span> `)}</td><td><span class="tag status-${member.status}">${member.status}</span></td></tr>`,
  )}</tbody></table></div>`;
}

function inviteForm(frame: TenantFrame, form: FormState): Markup {
  return html`<section class="sheet" aria-labelledby="invite-title"><h2 id="invite-title">Invite somebody</h2>
${errorSummary(form)}
<form method="post" action="/t/${frame.slug}/people" class="stack" novalidate>${formToken(frame.formToken)}
<div class="pair">${textField({ name: 'name', label: 'Name', form, required: true, maxLength: 100 })}
${textField({ name: 'email', label: 'E-mail address', form, type: 'email', inputmode: 'email', required: true, maxLength: 254 })}</div>
${selectField({
  name: 'role',
  label: 'Role',
  form,
  value: 'member',
  choices: [
    { value: 'member', label: 'Member: works with projects and tasks' },
    { value: 'admin', label: 'Admin: also deletes projects and manages people' },
  ],
})}
<div class="form-actions"><button class="button primary" type="submit">Send invitation</button></div></form></section>`;
}
