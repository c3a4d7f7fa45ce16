import fc from 'fast-check';
import type { CallRecord } from './call-record.ts';
import type { Transition } from './change-record.ts';
import { audio, by, key, minute, r1, r2, registry, reported, stored } from './test-call.ts';
import { claimCall } from './transitions/claim-call.ts';
import { claimLocation } from './transitions/claim-location.ts';
import { dismissQuarantined } from './transitions/dismiss-quarantined.ts';
import { giveUpCall } from './transitions/give-up-call.ts';
import { queueCall } from './transitions/queue-call.ts';
import { recordAbsent } from './transitions/record-absent.ts';
import { recordAudioLink } from './transitions/record-audio-link.ts';
import { recordDiscovered } from './transitions/record-event.ts';
import { recordListed } from './transitions/record-listed.ts';
import { recordManualAction } from './transitions/record-manual-action.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';
import { recordReceived } from './transitions/record-received.ts';
import { releaseCall } from './transitions/release-call.ts';
import { reopenCall } from './transitions/reopen-call.ts';

type Make = (context: ReturnType<typeof by>) => Transition<unknown>;

const holder = fc.constantFrom(r1, r2);
const dead = fc.option(holder, { nil: undefined });
const sha256 = fc.constantFrom('aa', 'bb', 'cc', 'dd', 'ee');
const place = fc.record({ bucket: fc.constantFrom('b1', 'b2'), key: fc.constantFrom('k1', 'k2') });
export const facts = fc.record(
  { groupId: fc.constant('Acme_EN'), startedAt: fc.nat(3).map(minute) },
  { requiredKeys: [] },
);
export const event = fc.record(
  {
    eventType: fc.constantFrom('CDR_START', 'IVR_END', 'CDR_END'),
    timestamp: fc.nat(3).map(minute),
    durationMs: fc.nat(200_000),
    channel: fc.constantFrom('voice', 'chat'),
    exitStatus: fc.constantFrom('completed', 'transfer'),
    test: fc.boolean(),
  },
  { requiredKeys: ['eventType', 'timestamp'] },
);

const rule = {
  maxAttempts: 2,
  retryDelayMs: 1_000,
  firstFaultDelayMs: 300_000,
  maxFaultDelayMs: 86_400_000,
  dailyDelayMs: 86_400_000,
};

/** Every transition, with every argument that matters. */
const make: fc.Arbitrary<Make> = fc.oneof(
  event.map(
    (payload): Make =>
      (context) =>
        reported(payload, context),
  ),
  facts.map(
    (some): Make =>
      (context) =>
        recordDiscovered(key, some, context),
  ),
  facts.map(
    (some): Make =>
      (context) =>
        recordReceived(key, some, context.now, context),
  ),
  fc.tuple(facts, place, fc.boolean()).map(
    ([some, at, isGood]): Make =>
      (context) =>
        claimLocation(key, some, () => at, context, isGood ? context.now : undefined),
  ),
  fc.tuple(sha256, place, fc.constantFrom('REALTIME' as const, 'RECONCILIATION' as const)).map(
    ([sha, location, source]): Make =>
      (context) =>
        stored({ location, source, audio: { ...audio, sha256: sha } }, context),
  ),
  fc.tuple(sha256, facts).map(
    ([sha, some]): Make =>
      (context) =>
        recordQuarantined(
          key,
          some,
          { key: sha, sha256: sha, reason: 'CONFLICT', detail: 'other bytes', at: context.now },
          context,
        ),
  ),
  fc.tuple(holder, dead).map(
    ([id, stale]): Make =>
      (context) =>
        queueCall(id, stale, context),
  ),
  fc.tuple(holder, dead).map(
    ([id, deadId]): Make =>
      (context) =>
        claimCall(id, deadId, context),
  ),
  holder.map(
    (id): Make =>
      (context) =>
        recordListed({ exportJobId: 'job-1', readableUntil: minute(90), recordingId: 'rec-1' }, id, context),
  ),
  fc.tuple(holder, fc.boolean()).map(
    ([id, isAboutTheCall]): Make =>
      (context) =>
        releaseCall(id, { code: 'X', message: 'x', isAboutTheCall }, rule, context),
  ),
  fc.nat(30).map(
    (minutes): Make =>
      (context) =>
        recordAbsent(
          { askedAt: minute(minutes), covers: () => true, code: 'X', message: 'x' },
          rule,
          context,
        ),
  ),
  fc.constant<Make>((context) => recordAudioLink({ by: 'console', validUntil: minute(90) }, context)),
  fc.constant<Make>((context) => giveUpCall({ code: 'RETENTION_EXPIRED', message: 'gone' }, context)),
  fc.constant<Make>((context) => recordManualAction({ what: 'rerun', reason: 'to be sure' }, context)),
  fc.constant<Make>((context) => dismissQuarantined('aa', 'a test call', context)),
  fc.constant<Make>((context) => reopenCall({ reason: 'the customer asks' }, 0, context)),
);
/** The registry may change at any step: the group becomes known, unknown or not recorded. */
const group = fc.constantFrom(
  registry.findGroup('Acme_EN'),
  registry.findGroup('Acme_EN'),
  registry.findGroup('Acme_EN'),
  undefined,
  registry.findGroup('Bolt_Chat'),
);
export const steps = fc.array(fc.tuple(make, group), { minLength: 1, maxLength: 25 });

/** Runs the steps and calls `look` with the record before and after every write. */
export const play = (
  some: readonly (readonly [Make, ReturnType<typeof registry.findGroup>])[],
  look: (before: CallRecord | undefined, after: CallRecord) => void,
): CallRecord | undefined => {
  let record: CallRecord | undefined;
  some.forEach(([makeTransition, ofGroup], at) => {
    const { next } = makeTransition(by(10 + at, { group: ofGroup }))(record);
    if (!next) return;
    look(record, next);
    record = next;
  });
  return record;
};
