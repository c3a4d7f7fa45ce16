import type { CallKey, Reopened } from '@recordings/call-record';
import type { Ops } from '../../ops.ts';
import { type ExitStatus, exitStatus } from '../../output/exit-status.ts';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import type { Platform } from '../../platform.ts';
import { type ActOptions, act } from '../act.ts';
import type { Approving } from '../proposals/proposal.ts';
import { type Asked, askPooler, sayAsked } from './ask-pooler.ts';
import { type ChoiceOptions, type ChosenCalls, chooseCalls } from './choose-calls.ts';
import { proposeRerun } from './propose-rerun.ts';
import { makeReopenEach, type ReopenedCall } from './reopen-each.ts';

export type RerunOptions = ActOptions & ChoiceOptions & { readonly all?: boolean };

type Result = { readonly calls: readonly ReopenedCall[]; readonly completed: number; readonly pooler: Asked };

/** One person makes at most so many calls due. */
const MAX_CALLS = 100;

/** Makes missing and given-up calls due at once, and asks the pooler to take them. Completed ones are skipped. */
export const rerunCalls = async (
  ops: Ops,
  options: RerunOptions,
  approving?: Approving,
): Promise<ExitStatus> => {
  const platform = await ops.open();
  const chosen = await chooseCalls(ops, platform, options);
  const { keys, completed } = chosen;
  if (keys.length === 0) {
    ops.terminal.complain(`No missing or given-up call is in this range; ${completed} are completed.`);
    return exitStatus.nothingFound;
  }
  if (keys.length > MAX_CALLS && !approving) {
    if (options.all) return proposeRerun(ops, options, chosen);
    throw new WrongArgumentError(
      `${keys.length} calls are to be made due; expected at most ${MAX_CALLS}. --all proposes it, and another person approves it`,
    );
  }
  return runNow(ops, platform, options, chosen, approving);
};

const runNow = async (
  ops: Ops,
  platform: Platform,
  options: RerunOptions,
  chosen: ChosenCalls,
  approving: Approving | undefined,
): Promise<ExitStatus> => {
  const { keys, completed, scope } = chosen;
  const { plan, run } = makeReopenEach(ops, platform, { reason: options.reason, what: 'rerun' });
  const planned = await plan(keys);
  const { approve, ...proposal } = approving ?? {};
  return act<Result>(ops, options, {
    command: 'rerun',
    about: { scope, calls: keys.map(({ callId }) => callId), ...(approving && { proposal }) },
    plan: {
      text: `This would happen:\n${sayCounts(planned, chosen)}`,
      json: { calls: planned, completed },
    },
    run: async (by) => {
      await approve?.(by);
      const calls = await run(keys, by);
      return { calls, completed, pooler: await askPooler(platform.config, scopeOf(scope, keys), ops.signal) };
    },
    render: ({ calls, pooler }) => `This was done:\n${sayCounts(calls, chosen)}\n${sayAsked(pooler)}`,
  });
};

/** The pooler takes at most 100 ids. */
const scopeOf = (scope: ChosenCalls['scope'], keys: readonly CallKey[]): object =>
  keys.length <= MAX_CALLS ? { ...scope, callIds: keys.map(({ callId }) => callId) } : scope;

const WORDS: Readonly<Record<Reopened, string>> = {
  reopened: 'due once they have ended',
  stored: 'skipped: completed',
  absent: 'skipped: there is no record of them',
  held: 'skipped: a window is recovering them now',
  unidentified: 'skipped: they have only bytes that name no call',
  expired: 'skipped: OCP has deleted them as far as we know; reopen --until says that it keeps them longer',
};

const sayCounts = (calls: readonly ReopenedCall[], { completed, others }: ChosenCalls): string => {
  const numberOf = (what: Reopened): number =>
    calls.filter(({ result }) => result === what).length + (what === 'stored' ? completed : 0);
  const known = (Object.keys(WORDS) as Reopened[]).map((what) => [numberOf(what), WORDS[what]] as const);
  return [
    ...known,
    [others, 'skipped: no recording is expected of them, or their items cannot be read'] as const,
  ]
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${String(count).padStart(6)}  ${words}`)
    .join('\n');
};
