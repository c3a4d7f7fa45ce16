import type { DomainError } from '@recordings/fault';
import { MAX_BATCH_ENTRIES, packBatches, type Sized } from './pack-batches.ts';
import { pause } from './pause.ts';

export type Delivery<T> = {
  readonly delivered: { readonly entry: T; readonly messageId: string }[];
  readonly failed: Failure<T>[];
};

export type Failure<T> = { readonly entry: T; readonly code: string; readonly message: string };

/** The answer of SQS or SNS to a batch. `Id` is the index of the entry in the batch. */
export type BatchAnswer = {
  readonly Successful?: readonly { readonly Id?: string; readonly MessageId?: string }[];
  readonly Failed?: readonly { readonly Id?: string; readonly Code?: string; readonly Message?: string }[];
};

export type BatchSender<T> = {
  readonly send: (batch: readonly T[]) => Promise<BatchAnswer>;
  /** Turns a rejection of `send` into one of our errors. */
  readonly faultOf: (error: unknown) => DomainError;
  /** Waits before the failed entries of all batches are sent again. */
  readonly retryDelaysMs: readonly number[];
  readonly signal?: AbortSignal;
  /** Entries that are on their way at the same time. By default those of one request. */
  readonly parallelEntries?: number;
  /** Waits until so many entries may be sent. */
  readonly pace?: (entries: number) => Promise<void>;
};

/**
 * Delivers entries batch by batch, and those that failed again after each wait. Entries that an abort leaves over count
 * as failed.
 *
 * @throws {DomainError} after a fault of configuration, because every other batch would fail too.
 */
export const deliverInBatches = async <T extends Sized>(
  entries: readonly T[],
  sender: BatchSender<T>,
): Promise<Delivery<T>> => {
  const round = await deliverOnce(entries, sender);
  let { failed } = round;
  for (const delayMs of sender.retryDelaysMs) {
    if (failed.length === 0 || sender.signal?.aborted) break;
    await pause(delayMs, sender.signal);
    const again = await deliverOnce(
      failed.map(({ entry }) => entry),
      sender,
    );
    round.delivered.push(...again.delivered);
    failed = again.failed;
  }
  return { delivered: round.delivered, failed };
};

const deliverOnce = async <T extends Sized>(
  entries: readonly T[],
  sender: BatchSender<T>,
): Promise<Delivery<T>> => {
  const { parallelEntries = MAX_BATCH_ENTRIES } = sender;
  const batches = packBatches(entries, Math.min(parallelEntries, MAX_BATCH_ENTRIES));
  const results: Delivery<T>[] = [];
  let next = 0;
  const deliverNext = async (): Promise<void> => {
    while (next < batches.length) {
      const at = next;
      next += 1;
      results[at] = await deliverBatch(batches[at]!, sender);
    }
  };
  const lanes = Math.min(batches.length, Math.max(1, Math.floor(parallelEntries / MAX_BATCH_ENTRIES)));
  await allSettled(Array.from({ length: lanes }, deliverNext));
  return {
    delivered: results.flatMap(({ delivered }) => delivered),
    failed: results.flatMap(({ failed }) => failed),
  };
};

/** Waits for all, so that none is on its way any more, then throws the first error. */
const allSettled = async (lanes: readonly Promise<void>[]): Promise<void> => {
  const failed = (await Promise.allSettled(lanes)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
};

const deliverBatch = async <T>(
  batch: readonly T[],
  { send, faultOf, signal, pace }: BatchSender<T>,
): Promise<Delivery<T>> => {
  await pace?.(batch.length);
  if (signal?.aborted) return allFailed(batch, 'ABORTED', 'not sent: the caller aborted');
  try {
    return sortAnswer(batch, await send(batch));
  } catch (error) {
    const fault = faultOf(error);
    if (fault.fault === 'configuration') throw fault;
    if (signal?.aborted) return allFailed(batch, 'ABORTED', 'perhaps sent: the caller aborted meanwhile');
    const { name, message } = error as Error;
    return allFailed(batch, name, message);
  }
};

const allFailed = <T>(batch: readonly T[], code: string, message: string): Delivery<T> => ({
  delivered: [],
  failed: batch.map((entry) => ({ entry, code, message })),
});

const sortAnswer = <T>(batch: readonly T[], { Successful = [], Failed = [] }: BatchAnswer): Delivery<T> => {
  const delivered: Delivery<T>['delivered'] = [];
  const failed: Delivery<T>['failed'] = [];
  for (const [place, entry] of batch.entries()) {
    const success = Successful.find(({ Id }) => Id === String(place));
    if (success !== undefined) {
      delivered.push({ entry, messageId: success.MessageId ?? '' });
      continue;
    }
    const failure = Failed.find(({ Id }) => Id === String(place));
    failed.push({
      entry,
      code: failure?.Code ?? 'NO_ANSWER',
      message: failure?.Message ?? 'the answer does not name the entry',
    });
  }
  return { delivered, failed };
};
