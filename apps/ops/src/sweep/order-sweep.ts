import type { Timestamp } from '@recordings/call-record';
import { askForSweep } from '@recordings/reconciliation';
import { type ActOptions, act } from '../act/act.ts';
import { askPooler } from '../act/reopen/ask-pooler.ts';
import type { Ops } from '../ops.ts';
import { readCount } from '../options/read-count.ts';
import { readTimeOption } from '../options/time-options.ts';
import { type ExitStatus, statusOf } from '../output/exit-status.ts';
import { chooseGroup } from './choose-group.ts';
import { findDisabledSweeps, sayDisabled } from './find-disabled.ts';
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

type Ordered = { readonly isAsked: boolean; readonly pooler?: string };

/** Has a range of a group compared with what OCP lists. Its missing calls get records, and their recordings are downloaded. */
export const orderSweep = async (ops: Ops, options: SweepOptions): Promise<ExitStatus> => {
  const { reason } = options;
  const now = ops.now();
  const { calls, ...asked } = readOrder(options, now);
  const platform = await ops.open();
  const group = chooseGroup(platform, options.group, options.tenant);
  const planned = await planOrder(platform, group, asked, now, calls);
  const { range } = planned;
  const key = { tenantId: group.tenant, groupId: group.name };
  const policy = { expiryMarginMs: platform.config.EXPIRY_MARGIN_HOURS * HOUR_MS };
  const disabled = await findDisabledSweeps(platform.stores);
  const warning = disabled ? [sayDisabled(disabled)] : [];
  return act<Ordered>(ops, options, {
    command: 'sweep',
    about: { ...key, ...range },
    plan: {
      text: [renderOrder(group, planned, now), ...warning].join('\n'),
      json: { ...key, ...planned, isEnabled: !disabled },
    },
    run: async (by) => {
      const isAsked = await platform.stores.sweeps.change(key, (current) => {
        const next = askForSweep(current, group, { ...range, by, reason }, ops.now(), policy);
        return next ? { next, result: true } : { result: false };
      });
      if (!isAsked) return { isAsked };
      if (disabled) return { isAsked, pooler: 'disabled' };
      const scope = { tenants: [group.tenant], groups: [group.name] };
      const { kind } = await askPooler(platform.config, scope, ops.signal);
      return { isAsked, pooler: kind };
    },
    render: (result) => sayResult(result, warning),
    statusOf: ({ isAsked }) => statusOf({ isAnyDone: isAsked }),
  });
};

const readOrder = ({ from, to, calls }: SweepOptions, now: Timestamp) => ({
  fromDate: readTimeOption('--from', from, now),
  toDate: readTimeOption('--to', to, now),
  calls: calls === undefined ? undefined : readCount('--calls', calls, MAX_CALLS),
});

const sayResult = ({ isAsked, pooler }: Ordered, warning: readonly string[]): string => {
  if (!isAsked) return 'Not asked: 100 ranges of the group wait already. `sweeps` shows them.';
  if (warning.length > 0) return ['Asked. It is kept.', ...warning].join(' ');
  return pooler === 'started'
    ? 'Asked, and a run of the pooler has taken it up. `sweeps` shows how far it is.'
    : 'Asked. The next run of the pooler takes it up. `sweeps` shows how far it is.';
};
