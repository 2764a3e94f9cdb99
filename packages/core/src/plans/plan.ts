import { CohabitError } from '../errors.ts';

/** What a tenant bought. */
export interface Plan {
  id: string;
  name: string;
  /** Requests a tenant may make to the product in one calendar month (UTC). */
  monthlyRequests: number;
}

/** The plans of an installation, cheapest first. */
export const plans: readonly Plan[] = [
  { id: 'starter', name: 'Starter', monthlyRequests: 10_000 },
  { id: 'business', name: 'Business', monthlyRequests: 250_000 },
  { id: 'enterprise', name: 'Enterprise', monthlyRequests: 5_000_000 },
];

/** Throws `plan_not_found` and names the plans that exist. */
export function requirePlan(id: string): Plan {
  const plan = plans.find((candidate) => candidate.id === id);
  if (plan) return plan;
  const known = plans.map((candidate) => candidate.id).join(', ');
  throw new CohabitError('plan_not_found', `There is no plan "${id}". Use one of: ${known}.`, {
    details: { plan: id, plans: plans.map((candidate) => candidate.id) },
  });
}
