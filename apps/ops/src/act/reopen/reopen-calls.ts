import type { Reopened } from '@recordings/call-record';
import type { Ops } from '../../ops.ts';
import { readCallKey } from '../../options/call-key.ts';
import { readFutureTime } from '../../options/time-options.ts';
import { type ExitStatus, statusOf } from '../../output/exit-status.ts';
import { renderTable } from '../../output/render-table.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { type ActOptions, act } from '../act.ts';
import { makeReopenEach, type ReopenedCall } from './reopen-each.ts';

export type ReopenOptions = ActOptions & { readonly until?: string };

type Result = { readonly calls: readonly ReopenedCall[] };

const MAX_CALLS = 100;
/** A year mistyped would keep a call pending for good. */
const MAX_UNTIL_MS = 400 * 24 * 3_600_000;

/** Makes calls of a tenant pending again, so that the next run of the pooler asks OCP for them. */
export const reopenCalls = async (
  ops: Ops,
  tenant: string,
  calls: readonly string[],
  options: ReopenOptions,
): Promise<ExitStatus> => {
  const keys = [...new Set(calls)].map((call) => readCallKey(tenant, call));
  if (keys.length > MAX_CALLS)
    throw new WrongArgumentError(
      `${keys.length} calls are given; expected at most ${MAX_CALLS}. More need another person: rerun --calls ID,ID,... --all`,
    );
  const until = options.until && readFutureTime('--until', options.until, ops.now(), MAX_UNTIL_MS);
  const request = { reason: options.reason, ...(until && { recoverableUntil: until }) };
  const { plan, run } = makeReopenEach(ops, await ops.open(), request);
  const planned = await plan(keys);
  return act<Result>(ops, options, {
    command: 'reopen',
    about: { tenant, calls: keys.map(({ callId }) => callId), ...(until && { until }) },
    plan: { text: `This would happen:\n${renderCalls(planned)}`, json: { calls: planned } },
    run: async (by) => ({ calls: await run(keys, by) }),
    render: ({ calls: done }) => `This was done:\n${renderCalls(done)}`,
    statusOf: ({ calls: done }) => statusOf({ isAnyDone: done.some(({ result }) => result === 'reopened') }),
  });
};

const WORDS: Readonly<Record<Reopened, string>> = {
  reopened: 'reopened: the pooler asks for it once the call has ended',
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
