import { askForSweep } from '@recordings/reconciliation';
import { type ActOptions, act } from '../act/act.ts';
import { askPooler } from '../act/reopen/ask-pooler.ts';
import type { Ops } from '../ops.ts';
import { readCount } from '../options/read-count.ts';
import { readTimeOption } from '../options/time-options.ts';
import { type ExitStatus, statusOf } from '../output/exit-status.ts';
import { chooseGroup } from './choose-group.ts';
import { planOrder } from './plan-order.ts';
import { renderOrder } from './render-order.ts';

export type SweepOptions = ActOptions & {
  readonly group: string;
  readonly tenant?: string;
  readonly from: string;
  readonly to: string;
  readonly calls?: string;
};

const MAX_CALLS = 100_000_000;
const HOUR_MS = 3_600_000;

/** Has a range of a group compared with what OCP lists. Its missing calls get records, and their recordings are downloaded. */
export const orderSweep = async (ops: Ops, options: SweepOptions): Promise<ExitStatus> => {
  const { reason } = options;
  const now = ops.now();
  const asked = {
    fromDate: readTimeOption('--from', options.from, now),
    toDate: readTimeOption('--to', options.to, now),
  };
  const calls = options.calls === undefined ? undefined : readCount('--calls', options.calls, MAX_CALLS);
  const platform = await ops.open();
  const group = chooseGroup(platform, options.group, options.tenant);
  const planned = await planOrder(platform, group, asked, now, calls);
  const { range } = planned;
  const key = { tenantId: group.tenant, groupId: group.name };
  const policy = { expiryMarginMs: platform.config.EXPIRY_MARGIN_HOURS * HOUR_MS };
  return act<{ readonly isAsked: boolean; readonly pooler?: string }>(ops, options, {
    command: 'sweep',
    about: { ...key, ...range },
    plan: { text: renderOrder(group, planned, now), json: { ...key, ...planned } },
    run: async (by) => {
      const isAsked = await platform.stores.sweeps.change(key, (current) => {
        const next = askForSweep(current, group, { ...range, by, reason }, ops.now(), policy);
        return next ? { next, result: true } : { result: false };
      });
      if (!isAsked) return { isAsked };
      const scope = { tenants: [group.tenant], groups: [group.name] };
      const { kind } = await askPooler(platform.config, scope, ops.signal);
      return { isAsked, pooler: kind };
    },
    render: ({ isAsked, pooler }) => {
      if (!isAsked) return 'Not asked: 100 ranges of the group wait already. `sweeps` shows them.';
      return pooler === 'started'
        ? 'Asked, and a run of the pooler has taken it up. `sweeps` shows how far it is.'
        : 'Asked. The next run of the pooler takes it up. `sweeps` shows how far it is.';
    },
    statusOf: ({ isAsked }) => statusOf({ isAnyDone: isAsked }),
  });
};
