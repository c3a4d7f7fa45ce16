import { codeOf, type Disposition } from '@recordings/fault';

/** Reason of a letter whose handler asked for another receive after the last one. */
export const RECEIVES_EXHAUSTED = 'RECEIVES_EXHAUSTED';

/** Reason of a letter that was not settled by its last receive. */
export const CONSUMERS_DIED = 'CONSUMERS_DIED';

/** A message that SQS moves to the DLQ by itself has no reason. So the last allowed receive moves it here. */
export const limitReceives = (
  disposition: Disposition,
  { receiveCount, maxReceives, error }: { receiveCount: number; maxReceives: number; error?: unknown },
): Disposition => {
  if (disposition.kind !== 'retry' || receiveCount < maxReceives) return disposition;
  const last = error === undefined ? '' : `; the last error was ${codeOf(error)}: ${textOf(error)}`;
  return { kind: 'dead-letter', reason: RECEIVES_EXHAUSTED, detail: `received ${receiveCount} times${last}` };
};

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
