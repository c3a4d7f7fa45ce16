import {
  type CallChange,
  type CallKey,
  isUnregisteredTenant,
  type TenantId,
  type Timestamp,
} from '@recordings/call-record';
import type { Disposition } from '@recordings/fault';
import type { ArchiveEvent } from './archive-event.ts';
import { hoursToMark, type MarkedHour } from './hours-to-mark.ts';
import { onceForEach } from './once-for-each.ts';
import {
  type Prepared,
  prepareChange,
  prepareEvent,
  type ReceivedMessage,
  type StoredHistory,
} from './prepare-lines.ts';
import { readMessage } from './read-message.ts';
import { uniqueTexts } from './unique-texts.ts';

export type ArchiveDeps = {
  /** The queue: each message of `analytics` is archived as it is, into `analytics/{date}`. */
  readonly of: 'audit' | 'analytics';
  /** Creates an object of these lines. It resolves when the object is durable. */
  readonly createObject: (key: string, lines: readonly string[], signal: AbortSignal) => Promise<void>;
  /** Strong reads, in the order of the keys. */
  readonly readHistories: (keys: readonly CallKey[]) => Promise<readonly StoredHistory[]>;
  /** Marks hours whose calls are to be counted again. It resolves when the marks are durable. */
  readonly markHours: (hours: readonly MarkedHour[]) => Promise<void>;
  /** Keeps tenants of unregistered groups, so that their hours are counted. It resolves when they are durable. */
  readonly addUnregisteredTenants: (tenantIds: readonly TenantId[]) => Promise<void>;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  /** @returns a function that cancels the timer. */
  readonly startTimer: (delayMs: number, onElapsed: () => void) => () => void;
  readonly note: (event: ArchiveEvent) => void;
  /** A batch is written when it has so many messages. */
  readonly maxMessages: number;
  /** A batch is written at the latest so long after its first message. */
  readonly gatherMs: number;
};

type Waiting = {
  readonly message: ReceivedMessage;
  /** Undefined for an event. */
  readonly change?: CallChange;
  readonly done: (disposition: Disposition) => void;
  readonly failed: (error: unknown) => void;
};
type Batch = { readonly waiting: Waiting[]; readonly signal: AbortSignal; readonly cancelTimer: () => void };
type Ready = Waiting & Prepared;

/** A newer archiver can read the message. Seconds. */
const NEWER_VERSION_DELAY_S = 60;

/**
 * Makes the handler of audit messages. It acknowledges a message only after the object that holds its lines is durable,
 * so a crash can archive a line twice and cannot lose one. If an object cannot be created, the messages of that object
 * fail with its error, and the other objects of the batch stay.
 */
export const makeArchiveMessage = (given: ArchiveDeps) => {
  const deps = { ...given, addUnregisteredTenants: onceForEach(given.addUnregisteredTenants) };
  let batch: Batch | undefined;

  const flush = (): void => {
    if (batch === undefined) return;
    const { waiting, signal, cancelTimer } = batch;
    batch = undefined;
    cancelTimer();
    void archive(deps, waiting, signal);
  };

  return async (message: ReceivedMessage, signal: AbortSignal): Promise<Disposition> => {
    const content = deps.of === 'audit' ? readMessage(message) : { kind: 'other' as const };
    if (content.kind === 'newer') return { kind: 'postpone', delayS: NEWER_VERSION_DELAY_S };
    return new Promise<Disposition>((done, failed) => {
      batch ??= { waiting: [], signal, cancelTimer: deps.startTimer(deps.gatherMs, flush) };
      batch.waiting.push({
        message,
        change: content.kind === 'change' ? content.change : undefined,
        done,
        failed,
      });
      if (batch.waiting.length >= deps.maxMessages) flush();
    });
  };
};

const archive = async (
  deps: ArchiveDeps,
  waiting: readonly Waiting[],
  signal: AbortSignal,
): Promise<void> => {
  const { of, now, note } = deps;
  const events = waiting
    .filter(({ change }) => change === undefined)
    .map((one): Ready => ({ ...one, ...prepareEvent(of, one.message, now(), note) }));
  const ready = [...events, ...(await prepareChanges(deps, waiting))];
  const toWrite = ready.filter(({ lines }) => lines.length > 0);
  for (const { lines, done, disposition } of ready) if (lines.length === 0) done(disposition);
  for (const [folder, ofFolder] of Map.groupBy(toWrite, (one) => one.folder)) {
    void writeObject(deps, folder, ofFolder, signal);
  }
};

/**
 * Reads the records of announced changes, and marks the hours whose counts they change before any line is archived: a
 * message that is delivered again marks them again. If either fails, the announcements fail, and the events of the batch
 * are archived.
 */
const prepareChanges = async (
  { readHistories, markHours, addUnregisteredTenants, now, note }: ArchiveDeps,
  waiting: readonly Waiting[],
): Promise<Ready[]> => {
  const changes = waiting.flatMap((one) => (one.change ? [{ ...one, change: one.change }] : []));
  if (changes.length === 0) return [];
  try {
    const histories = await readHistories(
      changes.map(({ change: { tenantId, callId } }) => ({ tenantId, callId })),
    );
    const read = changes.map((one, at) => ({ ...one, stored: histories[at]! }));
    await addUnregisteredTenants(changes.map(({ change }) => change.tenantId).filter(isUnregisteredTenant));
    await markHours(hoursToMark(read, now()));
    return read.map((one) => ({
      ...one,
      ...prepareChange(one.message, one.change, one.stored, now(), note),
    }));
  } catch (err) {
    note({ type: 'audit_records_unread', calls: changes.length, err });
    for (const { failed } of changes) failed(err);
    return [];
  }
};

const writeObject = async (
  { createObject, now, makeId, note }: ArchiveDeps,
  folder: string,
  ready: readonly Ready[],
  signal: AbortSignal,
): Promise<void> => {
  const key = `${folder}/${now().slice(11, 13)}-${makeId()}.ndjson.gz`;
  const texts = uniqueTexts(ready.flatMap(({ lines }) => lines));
  try {
    await createObject(key, texts, signal);
  } catch (err) {
    note({ type: 'audit_object_failed', key, lines: texts.length, err });
    for (const { failed } of ready) failed(err);
    return;
  }
  note({ type: 'audit_object_written', key, lines: texts.length });
  for (const { done, disposition } of ready) done(disposition);
};
