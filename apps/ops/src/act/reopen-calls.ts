import { type CallKey, type Reopened, reopenCall, type Transition } from '@recordings/call-record';
import type { Ops } from '../ops.ts';
import { readCallKey } from '../options/call-key.ts';
import { readTimeOption } from '../options/time-options.ts';
import type { ExitStatus } from '../output/exit-status.ts';
import { renderTable } from '../output/render-table.ts';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import type { Platform } from '../platform.ts';
import { type ActOptions, act } from './act.ts';

export type ReopenOptions = ActOptions & { readonly until?: string };

type ReopenedCall = { readonly callId: string; readonly result: Reopened };
type Result = { readonly calls: readonly ReopenedCall[] };

const MAX_CALLS = 100;
const HOUR_MS = 3_600_000;

/** Makes calls of a tenant pending again, so that the next run of the pooler asks OCP for them. */
export const reopenCalls = async (
  ops: Ops,
  tenant: string,
  calls: readonly string[],
  options: ReopenOptions,
): Promise<ExitStatus> => {
  const keys = [...new Set(calls)].map((call) => readCallKey(tenant, call));
  if (keys.length > MAX_CALLS)
    throw new WrongArgumentError(`${keys.length} calls are given; expected at most ${MAX_CALLS}`);
  const until = options.until && readTimeOption('--until', options.until, ops.now());
  const platform = await ops.open();
  const { stores } = platform;
  const reopenAs =
    (key: CallKey, by: string): Transition<Reopened> =>
    (current) =>
      reopenCall(
        { reason: options.reason, ...(until && { recoverableUntil: until }) },
        platform.config.EXPIRY_MARGIN_HOURS * HOUR_MS,
        contextOf(platform, key, current?.groupId, { now: ops.now(), by }),
      )(current);
  const planned = await forEachCall(
    keys,
    async (key) => reopenAs(key, 'plan')(await stores.calls.get(key)).result,
  );
  return act<Result>(ops, options, {
    command: 'reopen',
    about: { tenant, calls: keys.map(({ callId }) => callId), ...(until && { until }) },
    plan: { text: `This would happen:\n${renderCalls(planned)}`, json: { calls: planned } },
    run: async (by) => ({
      calls: await forEachCall(keys, (key) => stores.calls.change(key, reopenAs(key, by))),
    }),
    render: ({ calls: done }) => `This was done:\n${renderCalls(done)}`,
  });
};

const contextOf = (
  { registry, config }: Platform,
  { tenantId }: CallKey,
  groupId: string | undefined,
  when: { readonly now: string; readonly by: string },
) => ({ group: registry.findGroup(groupId, tenantId), shardCount: config.RECONCILIATION_SHARDS, ...when });

const forEachCall = async (
  keys: readonly CallKey[],
  apply: (key: CallKey) => Promise<Reopened>,
): Promise<ReopenedCall[]> => {
  const done: ReopenedCall[] = [];
  for (const key of keys) done.push({ callId: key.callId, result: await apply(key) });
  return done;
};

const WORDS: Readonly<Record<Reopened, string>> = {
  reopened: 'reopened: the next run of the pooler asks OCP for it',
  stored: 'nothing: its recording is stored',
  absent: 'nothing: there is no record of it',
  held: 'nothing: a window is recovering it now',
  unidentified: 'nothing: it has only bytes that name no call, so OCP cannot be asked',
  expired: 'nothing: OCP has deleted its recording as far as we know; --until says that it keeps it longer',
};

const renderCalls = (calls: readonly ReopenedCall[]): string =>
  renderTable(
    [
      { title: 'CALL', width: 38, read: ({ callId }: ReopenedCall) => callId },
      { title: 'WHAT', width: 58, read: ({ result }: ReopenedCall) => WORDS[result] },
    ],
    calls,
  );
