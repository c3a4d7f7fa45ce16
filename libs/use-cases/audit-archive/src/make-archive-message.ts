import type { Timestamp } from '@recordings/call-record';
import type { Disposition } from '@recordings/fault';
import type { ArchiveEvent } from './archive-event.ts';
import { type AuditLine, type AuditMessage, auditLineOf } from './audit-line.ts';

export type ArchiveDeps = {
  /** Creates an object of these lines. It resolves when the object is durable. */
  readonly createObject: (key: string, lines: readonly string[], signal: AbortSignal) => Promise<void>;
  readonly now: () => Timestamp;
  readonly makeId: () => string;
  /** @returns a function that cancels the timer. */
  readonly startTimer: (delayMs: number, onElapsed: () => void) => () => void;
  readonly note: (event: ArchiveEvent) => void;
  /** A batch is written when it has so many lines. */
  readonly maxLines: number;
  /** A batch is written at the latest so long after its first line. */
  readonly gatherMs: number;
};

type Waiting = AuditLine & { readonly done: () => void; readonly failed: (error: unknown) => void };
type Batch = { readonly waiting: Waiting[]; readonly signal: AbortSignal; readonly cancelTimer: () => void };

/**
 * Makes the handler of audit messages. It acknowledges a message only after the object that holds its line is durable,
 * so a crash can archive a line twice and cannot lose one. If an object cannot be created, the messages of that object
 * fail with its error, and the other objects of the batch stay.
 */
export const makeArchiveMessage = (deps: ArchiveDeps) => {
  let batch: Batch | undefined;

  const flush = (): void => {
    if (batch === undefined) return;
    const { waiting, signal, cancelTimer } = batch;
    batch = undefined;
    cancelTimer();
    for (const [folder, lines] of Map.groupBy(waiting, (line) => line.folder)) {
      void writeObject(deps, folder, lines, signal);
    }
  };

  return async (message: AuditMessage, signal: AbortSignal): Promise<Disposition> => {
    const line = auditLineOf(message, deps.now());
    if (!line.isReadable) deps.note({ type: 'audit_message_unreadable', messageId: message.messageId });
    await new Promise<void>((done, failed) => {
      batch ??= { waiting: [], signal, cancelTimer: deps.startTimer(deps.gatherMs, flush) };
      batch.waiting.push({ ...line, done, failed });
      if (batch.waiting.length >= deps.maxLines) flush();
    });
    return { kind: 'ack' };
  };
};

const writeObject = async (
  { createObject, now, makeId, note }: ArchiveDeps,
  folder: string,
  waiting: readonly Waiting[],
  signal: AbortSignal,
): Promise<void> => {
  const key = `${folder}/${now().slice(11, 13)}-${makeId()}.ndjson.gz`;
  const lines = waiting.length;
  try {
    await createObject(
      key,
      waiting.map(({ text }) => text),
      signal,
    );
  } catch (err) {
    note({ type: 'audit_object_failed', key, lines, err });
    for (const { failed } of waiting) failed(err);
    return;
  }
  note({ type: 'audit_object_written', key, lines });
  for (const { done } of waiting) done();
};
