import type { IncomingMessage } from 'node:http';
import { BodyTooSlowError } from './errors.ts';

export type WatchedBody = {
  /** Gives the signal that aborts with {@link BodyTooSlowError}. It is made for the first call. */
  readonly getSignal: () => AbortSignal;
  /** Ends the watch. */
  readonly end: () => void;
};

export type BodyWatch = {
  begin(request: IncomingMessage, maxMs: number): WatchedBody;
  stop(): void;
};

export type BodyWatchLimits = {
  /** 0: any rate. */
  readonly minBytesPerS: number;
  /** The rate is measured over so long a time in which we waited for the client. */
  readonly graceMs: number;
};

type Watched = {
  readonly request: IncomingMessage;
  aborter: AbortController | undefined;
  fault: BodyTooSlowError | undefined;
  readonly maxMs: number;
  readonly beganMs: number;
  /** When we began to wait for the client without a pause, and how many bytes had come by then. */
  waitingSinceMs: number;
  bytesThen: number;
};

const CHECK_EVERY_MS = 500;

/** Watches bodies while they are received: each has a deadline, and a minimal rate while we wait for its client. */
export const watchBodies = (limits: BodyWatchLimits): BodyWatch => {
  const bodies = new Set<Watched>();
  const check = (): void => {
    const nowMs = performance.now();
    for (const body of bodies) {
      const fault = findFault(body, nowMs, limits);
      if (fault === undefined) continue;
      bodies.delete(body);
      body.fault = new BodyTooSlowError(fault);
      body.aborter?.abort(body.fault);
    }
  };
  const timer = setInterval(check, CHECK_EVERY_MS).unref();
  return {
    begin: (request, maxMs) => {
      const beganMs = performance.now();
      const bytesThen = request.socket.bytesRead;
      const nothing = { aborter: undefined, fault: undefined };
      const body: Watched = { request, ...nothing, maxMs, beganMs, waitingSinceMs: beganMs, bytesThen };
      bodies.add(body);
      return {
        getSignal: () => signalOf(body),
        end: () => void bodies.delete(body),
      };
    },
    stop: () => clearInterval(timer),
  };
};

const signalOf = (body: Watched): AbortSignal => {
  body.aborter ??= new AbortController();
  if (body.fault && !body.aborter.signal.aborted) body.aborter.abort(body.fault);
  return body.aborter.signal;
};

const findFault = (body: Watched, nowMs: number, { minBytesPerS, graceMs }: BodyWatchLimits) => {
  const { request, maxMs, beganMs } = body;
  if (request.complete) return undefined;
  if (nowMs - beganMs > maxMs) return `it was not complete after ${Math.round(maxMs / 1_000)} s`;
  // Bytes that wait to be read: we are slow, not the client.
  const weAreSlow = request.readableLength > 0;
  const waitedMs = nowMs - body.waitingSinceMs;
  if (!weAreSlow && waitedMs < graceMs) return undefined;
  const { bytesRead } = request.socket;
  const isTooSlow = !weAreSlow && (bytesRead - body.bytesThen) * 1_000 < minBytesPerS * waitedMs;
  if (isTooSlow) return `less than ${minBytesPerS} bytes a second came for ${Math.round(waitedMs / 1_000)} s`;
  body.waitingSinceMs = nowMs;
  body.bytesThen = bytesRead;
  return undefined;
};
