-- One row policy on every tenant table. The setting is transaction-local; without it `current_setting` is null or
-- empty and no row matches. `force` binds the owner of the tables, too.
do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['projects', 'tasks'] loop
    execute format('alter table taskboard.%I enable row level security', tenant_table);
    execute format('alter table taskboard.%I force row level security', tenant_table);
    execute format(
      'create policy own_tenant on taskboard.%I
         using (tenant_id = current_setting(''cohabit.tenant_id'', true))
         with check (tenant_id = current_setting(''cohabit.tenant_id'', true))',
      tenant_table
    );
    execute format('grant select, insert, update, delete on taskboard.%I to taskboard_app', tenant_table);
  end loop;
end
$$;
