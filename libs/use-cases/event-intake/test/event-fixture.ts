import {
  type CallKey,
  type CallRecord,
  parseRegistry,
  type Sender,
  TenantId,
  type Transition,
  timestampOf,
} from '@recordings/call-record';
import { makeProtect } from '@recordings/pii';
import { makeRegistryFile } from '@recordings/test-kit';
import type { EventIntakeDeps } from '../src/event-intake-deps.ts';
import { type EventIntakeEvent, makeRecordEvents, readEvents } from '../src/index.ts';

const noPolicy = () => makeProtect({ fields: {}, hash: (value) => value });

export const never = new AbortController().signal;
const acme = TenantId.parse('acme');
/** Acme's own OCP. */
export const acmeSender: Sender = {
  name: 'acme-push',
  id: 'acme',
  tenants: [acme],
  soleTenant: acme,
  mayWrite: (tenantId) => tenantId === acme || tenantId === 'unknown:acme',
};

export const registry = parseRegistry(
  makeRegistryFile({ name: 'Acme_EN', tenant: 'acme' }, { name: 'Bolt_EN', tenant: 'bolt' }),
);

export type Quarantined = { readonly key: string; readonly bytes: string; readonly reason: object };

/** Resolves after everything that is ready now has run. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Records events to memory. `steps` lists writes and notes in the order in which they happened.
 *
 * @param beforeChange called before the record of a call changes. It may wait or throw.
 */
export const recordToMemory = (
  beforeChange: (key: CallKey) => Promise<void> = () => Promise.resolve(),
  given: Partial<EventIntakeDeps> = {},
) => {
  const records = new Map<string, CallRecord>();
  const quarantined: Quarantined[] = [];
  const notes: EventIntakeEvent[] = [];
  const steps: string[] = [];
  const deps: EventIntakeDeps = {
    calls: {
      change: async <R>(
        key: CallKey,
        transition: Transition<R>,
        likely?: { readonly current: CallRecord | undefined },
      ): Promise<R> => {
        await beforeChange(key);
        const id = `${key.tenantId}#${key.callId}`;
        // As the table does: a write from a record of another revision does not succeed.
        const isLikely = likely && likely.current?.revision === records.get(id)?.revision;
        const { next, result } = transition(isLikely ? likely.current : records.get(id));
        if (next) records.set(id, next);
        steps.push('change');
        return result;
      },
    },
    getCall: ({ tenantId, callId }) => Promise.resolve(records.get(`${tenantId}#${callId}`)),
    getCalls: async (keys) => {
      steps.push(`read ${keys.length}`);
      return keys.map(({ tenantId, callId }) => ({
        current: records.get(`${tenantId}#${callId}`),
        isRead: true,
      }));
    },
    quarantine: async (key, [bytes], reason) => {
      await turn();
      quarantined.push({ key, bytes: Buffer.from(bytes!).toString(), reason });
      steps.push('quarantine');
    },
    registry,
    shardCount: 4,
    now: () => timestampOf(Date.UTC(2026, 0, 15, 12)),
    by: 'test',
    note: (event) => {
      notes.push(event);
      steps.push(event.type);
    },
    ...given,
  };
  const record = makeRecordEvents(deps);
  const limits = { maxEvents: 1_000, yieldToOthers: turn };
  const sendBody = async (body: string, signal = never, sender = acmeSender) =>
    record((await readEvents(Buffer.from(body), noPolicy, limits))!, sender, signal);
  /** The counts of a request that is not refused as a whole. */
  const countsOf = async (body: string, signal = never) => {
    const recorded = await sendBody(body, signal);
    if (recorded.kind !== 'durable') throw new Error(recorded.kind);
    return recorded.counts;
  };
  return {
    records,
    quarantined,
    notes,
    steps,
    sendBody,
    countsOf,
    send: (events: readonly object[], signal = never) => countsOf(JSON.stringify(events), signal),
  };
};
