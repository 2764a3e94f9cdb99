-- The role every request runs as. It owns nothing, cannot log in and cannot bypass row-level security.
do $$
begin
  if not exists (select from pg_roles where rolname = 'taskboard_app') then
    create role taskboard_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
  -- Since PostgreSQL 16 whoever creates a role may administer it, but not yet act as it.
  if not pg_has_role(current_user, 'taskboard_app', 'member') then
    execute format('grant taskboard_app to %I', current_user);
  end if;
end
$$;

grant usage on schema taskboard to taskboard_app;

create table taskboard.projects (
  tenant_id text not null default current_setting('cohabit.tenant_id') check (tenant_id like 'tnt\_%'),
  id text not null check (id like 'prj\_%'),
  name text not null check (char_length(name) between 1 and 80),
  description text not null default '' check (char_length(description) <= 500),
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);

-- The tenant stands in every key, so that a task can only hang on a project of its own tenant: Postgres checks
-- foreign keys without row-level security.
create table taskboard.tasks (
  tenant_id text not null default current_setting('cohabit.tenant_id'),
  id text not null check (id like 'tsk\_%'),
  project_id text not null,
  title text not null check (char_length(title) between 1 and 200),
  notes text not null default '' check (char_length(notes) <= 5000),
  status text not null default 'todo' check (status in ('todo', 'doing', 'done')),
  due_on date,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- When the task came into its column: the order of a column.
  moved_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, project_id) references taskboard.projects (tenant_id, id) on delete cascade
);

create index tasks_by_column on taskboard.tasks (tenant_id, project_id, status, moved_at);
