import type { CallKey } from '@recordings/call-record';
import { checkTenant } from '../../look/check-tenant.ts';
import { type FoundCall, findAll } from '../../look/list-calls.ts';
import type { Ops } from '../../ops.ts';
import { readCallKey } from '../../options/call-key.ts';
import { checkGroup } from '../../options/check-group.ts';
import { readTimeOption } from '../../options/time-options.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import type { Platform } from '../../platform.ts';

export type ChoiceOptions = {
  readonly tenant: string;
  readonly calls?: string | undefined;
  readonly group?: string | undefined;
  readonly from?: string | undefined;
  readonly to: string;
};

export type ChosenCalls = {
  readonly keys: readonly CallKey[];
  /** Of the range, those whose recording is stored. */
  readonly completed: number;
  /** Of the range, those that need no recording, or cannot be read. */
  readonly others: number;
  /** What an execution of the pooler must cover. */
  readonly scope: Readonly<Record<string, unknown>>;
};

const MAX_FOUND = 1_000_000;

/**
 * The calls that `--calls` names, or the missing and given-up ones of a range of a group.
 *
 * @throws {WrongArgumentError} if both or neither are given.
 */
export const chooseCalls = async (
  ops: Ops,
  platform: Platform,
  { tenant, calls, group, from, to }: ChoiceOptions,
): Promise<ChosenCalls> => {
  checkTenant(platform, tenant);
  if (calls !== undefined && group === undefined && from === undefined) {
    const keys = [...new Set(calls.split(','))].map((call) => readCallKey(tenant, call.trim()));
    return { keys, completed: 0, others: 0, scope: { tenants: [tenant] } };
  }
  if (calls === undefined && group !== undefined && from !== undefined)
    return findRange(ops, platform, { tenant, group, from, to });
  throw new WrongArgumentError('expected either --calls, or --group with --from and --to');
};

type Range = Readonly<Record<'tenant' | 'group' | 'from' | 'to', string>>;

const findRange = async (
  ops: Ops,
  platform: Platform,
  { tenant, group, ...asked }: Range,
): Promise<ChosenCalls> => {
  checkGroup(platform, group);
  const range = {
    from: readTimeOption('--from', asked.from, ops.now()),
    to: readTimeOption('--to', asked.to, ops.now()),
  };
  const found = await findAll(ops, platform, { tenant, group, ...range }, MAX_FOUND);
  const [wanted, rest] = split(found.calls, ({ lists }) => lists.some(isToRecover));
  const completed = rest.filter(({ state }) => state === 'stored').length;
  return {
    keys: wanted.map(({ callId }) => readCallKey(tenant, callId)),
    completed,
    others: rest.length - completed + found.unreadable,
    scope: { tenants: [tenant], groups: [group], ...range },
  };
};

const isToRecover = (list: FoundCall['lists'][number]): boolean => list === 'missing' || list === 'given-up';

const split = <T>(all: readonly T[], fits: (one: T) => boolean): [T[], T[]] => [
  all.filter(fits),
  all.filter((one) => !fits(one)),
];
