import type { SweepCheckpoint, SweepRange } from '@recordings/reconciliation';
import { act } from '../act/act.ts';
import type { Ops } from '../ops.ts';
import { readTimeOption } from '../options/time-options.ts';
import { type ExitStatus, statusOf } from '../output/exit-status.ts';
import { shortTime } from '../output/short-time.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import { chooseGroup } from './choose-group.ts';
import type { SweepOptions } from './order-sweep.ts';

type Asked = SweepCheckpoint['asked'][number];
type Withdrawn = { readonly withdrawn: number };

/** Takes back that ranges of a group are swept: those that were asked for, wait, and lie in the given time. */
export const withdrawSweep = async (ops: Ops, options: SweepOptions): Promise<ExitStatus> => {
  const time = readTime(options, ops);
  const platform = await ops.open();
  const group = chooseGroup(platform, options.group, options.tenant);
  const key = { tenantId: group.tenant, groupId: group.name };
  const isMeant = ({ fromDate, toDate }: Asked): boolean =>
    fromDate >= time.fromDate && toDate <= time.toDate;
  const ranges = ((await platform.stores.sweeps.get(key))?.asked ?? []).filter(isMeant);
  const plan = { ...key, ...time, ranges };
  return act<Withdrawn>(ops, options, {
    command: 'sweep withdraw',
    about: plan,
    plan: { text: ['To be withdrawn:', ...ranges.map(sayRange)].join('\n'), json: plan },
    run: async () =>
      platform.stores.sweeps.change(key, (current) => {
        const asked = current?.asked.filter((range) => !isMeant(range)) ?? [];
        const withdrawn = (current?.asked.length ?? 0) - asked.length;
        if (!current || withdrawn === 0) return { result: { withdrawn } };
        const next = { ...current, asked, updatedAt: ops.now(), revision: current.revision + 1 };
        return { next, result: { withdrawn } };
      }),
    render: ({ withdrawn }) =>
      withdrawn > 0
        ? `Ranges withdrawn: ${withdrawn}.`
        : 'No range that was asked for lies in that time. `sweeps` shows those that wait.',
    statusOf: ({ withdrawn }) => statusOf({ isAnyDone: withdrawn > 0 }),
  });
};

const readTime = ({ from, to, calls }: SweepOptions, ops: Ops): SweepRange => {
  const now = ops.now();
  const [fromDate, toDate] = [readTimeOption('--from', from, now), readTimeOption('--to', to, now)];
  if (fromDate >= toDate) throw new WrongArgumentError('--from must be before --to');
  if (calls !== undefined) throw new WrongArgumentError('--calls is for a forecast; --withdraw makes none');
  return { fromDate, toDate };
};

const sayRange = ({ fromDate, toDate, by, reason }: Asked): string =>
  `  ${shortTime(fromDate)} to ${shortTime(toDate)}: ${by} asked for it: ${reason}`;
