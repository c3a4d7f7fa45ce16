import {
  type CallKey,
  type CallRecord,
  parseRegistry,
  TenantId,
  type Transition,
  timestampOf,
} from '@recordings/call-record';
import { makeRegistryFile } from '@recordings/test-kit';
import type { EventIntakeDeps } from '../src/event-intake-deps.ts';
import { type EventIntakeEvent, makeRecordEvents, readEvents } from '../src/index.ts';

export const never = new AbortController().signal;
export const acme = TenantId.parse('acme');

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
      change: async <R>(key: CallKey, transition: Transition<R>): Promise<R> => {
        await beforeChange(key);
        const id = `${key.tenantId}#${key.callId}`;
        const { next, result } = transition(records.get(id));
        if (next) records.set(id, next);
        steps.push('change');
        return result;
      },
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
  return {
    records,
    quarantined,
    notes,
    steps,
    sendBody: (body: string, signal = never) => record(readEvents(Buffer.from(body))!, acme, signal),
    send: (events: readonly object[], signal = never) =>
      record(readEvents(Buffer.from(JSON.stringify(events)))!, acme, signal),
  };
};
