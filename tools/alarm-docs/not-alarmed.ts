import type { NotAlarmed } from './render-runbook-index.ts';

/** Alerts of the requirement documents without an alarm. */
export const notAlarmed: readonly NotAlarmed[] = [
  {
    alert: 'Same callId in multiple tenants (pooler spec 10: "Alert about duplication")',
    why: 'No service looks a call id up under other tenants when an event arrives, so there is no metric.',
  },
];
