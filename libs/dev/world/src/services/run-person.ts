import {
  type CallKey,
  type ChangeContext,
  type Reopened,
  reopenCall,
  timestampOf,
} from '@recordings/call-record';
import type { ReopenPlan } from '../scenario/plans.ts';
import { SHARDS } from '../scenario/policies.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { callKeyOf, ownKeyOf, START_MS } from '../scenario/world-call.ts';
import type { Surroundings } from '../surroundings.ts';
import { storesOf } from '../tables/virtual-stores.ts';
import type { Life } from '../time/machine.ts';
import { MINUTE_MS } from '../time/timeline.ts';

const BY = 'arn:aws:iam::1:user/ana';

/** A person looks again after this time. */
const REPEAT_MS = 10 * MINUTE_MS;

/** Reopens calls as the command `reopen` does, also those that need it not. Repeats a command that failed, or for a held call. */
export const runPerson = (
  surroundings: Surroundings,
  scenario: Pick<Scenario, 'calls' | 'ownerships' | 'reopens'>,
): { readonly isDone: () => boolean } => {
  const { timeline, machine } = surroundings;
  const { calls, reopens = [] } = scenario;
  const person = machine.makeProcess('ops');
  let left = 0;
  const reopen = (key: CallKey, plan: ReopenPlan): void => {
    let isDone = false;
    const end = (result: Reopened): void => {
      if (result === 'held' || isDone) return;
      isDone = true;
      left -= 1;
    };
    const repeat = (): void => {
      if (isDone) return;
      timeline.after(REPEAT_MS, repeat);
      reopenOnce(surroundings, person.life, key, plan).then(end, () => undefined);
    };
    left += 1;
    timeline.after(plan.minute * MINUTE_MS, repeat);
  };
  for (const plan of reopens) {
    const call = calls[plan.call]!;
    // A call that has moved is reopened under its new tenant.
    const keys = [callKeyOf(call, plan.call), ownKeyOf(scenario, call, plan.call)];
    for (const key of new Map(keys.map((one) => [one.tenantId, one])).values()) reopen(key, plan);
  }
  return { isDone: () => left === 0 };
};

const reopenOnce = (
  { tables, registryNow, settings }: Surroundings,
  life: Life,
  key: CallKey,
  { untilMinute }: ReopenPlan,
): Promise<Reopened> => {
  const request = {
    reason: 'the customer asks',
    ...(untilMinute !== undefined && {
      recoverableUntil: timestampOf(START_MS + untilMinute * MINUTE_MS),
    }),
  };
  const { expiryMarginMs } = settings.missingCalls.candidates;
  return storesOf(tables, life).calls.change(key, (current) => {
    const context: ChangeContext = {
      group: registryNow(life).findGroup(current?.groupId, key.tenantId),
      shardCount: SHARDS,
      now: timestampOf(life.clock.nowMs()),
      by: BY,
    };
    return reopenCall(request, expiryMarginMs, context)(current);
  });
};
